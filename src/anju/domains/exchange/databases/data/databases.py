"""A department's database as values: how it is reached, what is read of it, how far the readings came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

SMALLEST_PART, LARGEST_PART = 100, 100_000
MOST_ROWS = 2_000_000
"""Of one reading, and of one whole table: it is held in memory."""
LONGEST_SECONDS = 3_600
LARGEST_OVERLAP = 31 * 24 * 3_600
MOST_COLUMNS, MOST_TABLES = 200, 500
LONGEST_NAME = 63


class Kind(StrEnum):
    """Which server it is. MySQL is spoken to as MariaDB."""

    POSTGRESQL = "postgresql"
    MARIADB = "mariadb"


class Tls(StrEnum):
    """`full`: encrypted, certificate and name of the server are checked; `encrypted`: encrypted alone; `none`: for a
    socket of this machine or a line that is protected otherwise."""

    FULL = "full"
    ENCRYPTED = "encrypted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Connection:
    """How a database is reached: a file that the operator lays down. `host`: a name, an address, or the directory (of
    MariaDB the file) of a socket. `ca`: certificates that vouch for the server, none for those of the machine."""

    name: str
    kind: Kind
    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)
    tls: Tls = Tls.FULL
    ca: Path | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """What is read. `schema`: "" for the account's own. `change_column`: a column that grows with every change ("":
    the whole table is read each time). `overlap`: how far before its last position a reading begins, in seconds of a
    moment or day, in steps of a number. `complete_days`: after how many days the whole table is read besides (0:
    never)."""

    connection: str
    schema: str
    table: str
    columns: tuple[str, ...]
    change_column: str = ""
    overlap: int = 600
    part_rows: int = 20_000
    row_limit: int = 200_000
    seconds: int = 600
    complete_days: int = 0

    @property
    def label(self) -> str:
        """The table as it is named."""
        return f"{self.schema}.{self.table}" if self.schema else self.table


class PositionKind(StrEnum):
    """What stands in a change column."""

    MOMENT = "moment"
    DAY = "day"
    NUMBER = "number"
    TEXT = "text"


Position = datetime | date | int | str


@dataclass(frozen=True, slots=True)
class Database:
    """The description of a source's database and its health. `position`: the last value that was taken in, as text;
    `fault`: why the last reading ended early ("": it did not), since `fault_at`; `more`: rows are left for the next
    one; `without_change`: rows without a value in the change column, which are never read, up to a thousand."""

    source: str
    region: str
    selection: Selection
    position: str = ""
    tried_at: datetime | None = None
    read_at: datetime | None = None
    whole_at: datetime | None = None
    rows_read: int = 0
    milliseconds: int = 0
    more: bool = False
    without_change: int = 0
    fault: str = ""
    fault_params: dict[str, Any] = field(default_factory=dict)
    fault_at: datetime | None = None
    readings: int = 0
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """What trying a connection showed. `writes`: the account may change the table; `tables`: what it may read;
    `columns`: of the table, name → type, where one was asked for; `missing`: asked-for columns that it has not."""

    version: str
    encrypted: bool
    writes: bool
    milliseconds: int
    tables: tuple[str, ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    without_change: int = 0
