"""What a mapping says, as values: for each of our fields where it comes from, and rows it is tried on."""

from __future__ import annotations

from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from enum import StrEnum

FORM = "anju-mapping/1"
MOST_BYTES = 1024 * 1024
"""Of a mapping as JSON."""
MOST_TESTS, MOST_CODES = 200, 5_000
DAY_FORMS = {
    "YYYY-MM-DD": "%Y-%m-%d",
    "YYYY/MM/DD": "%Y/%m/%d",
    "YYYY.MM.DD": "%Y.%m.%d",
    "YYYYMMDD": "%Y%m%d",
    "YYYY年MM月DD日": "%Y年%m月%d日",
    "DD/MM/YYYY": "%d/%m/%Y",
    "YYYY-MM-DD hh:mm:ss": "%Y-%m-%d %H:%M:%S",
}
"""How a day may be written → how polars reads it. A month or a day of one digit is read too where there are signs
between."""
EARLIEST, LATEST = 1900, 2100
"""Years of a day that may be."""
YES, NO = ("是", "1", "Y", "y", "true", "TRUE", "有"), ("否", "0", "N", "n", "false", "FALSE", "无")


class NewColumns(StrEnum):
    """What happens when a file has a column that the mapping does not name."""

    REFUSE = "refuse"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Where one field comes from. `columns`: titles under which it may stand, the first that the file has counts.
    `codes`: the code table by which it is translated; `days`: forms in which a day may be written; `default`: where the
    cell is empty; `constant`: always. `required`: a row without it is refused."""

    columns: tuple[str, ...] = ()
    codes: str = ""
    days: tuple[str, ...] = ()
    default: str | None = None
    constant: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class TestRow:
    """A row of test: cells by title, and what must come of it: the fields, or the reasons of refusal by field."""

    __test__ = False
    given: Mapped[str, str]
    expected: Mapped[str, str | None] | None = None
    refused: Mapped[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping of one source. `ignored`: titles that are known and left alone."""

    source: str
    fields: Mapped[str, FieldRule]
    codes: Mapped[str, Mapped[str, str]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    new_columns: NewColumns = NewColumns.REFUSE
    tests: tuple[TestRow, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """Why a file's columns are not those of a mapping. `renamed`: new title → the missing one it may stand for."""

    missing: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    renamed: Mapped[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.missing or self.new)


@dataclass(frozen=True, slots=True)
class TestFailure:
    """A test row of which something else came. `number` counts from 1."""

    __test__ = False
    number: int
    expected: Mapped[str, str | None]
    found: Mapped[str, str | None]
