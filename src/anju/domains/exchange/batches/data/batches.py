"""Values of the old batch files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 64 << 20
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST = 1_000
"""Characters of a value."""
FORMS = ("csv", "xml")
ENCODINGS = ("gb18030", "utf-8")


@dataclass(frozen=True, slots=True)
class Layout:
    """Words of the files: column title → field, dropped parts of titles, word of an act → act, act → the day
    it is declared with."""

    columns: Mapping[str, str]
    dropped: tuple[str, ...]
    acts: Mapping[str, str]
    days: Mapping[str, str]
    rows: frozenset[str]
    titles: tuple[str, ...]
    tags: tuple[str, ...]


@cache
def layout() -> Layout:
    """The layout as the data file has it."""
    found: dict[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "layout.yaml").read_text("utf-8")
    )
    return Layout(
        {w.upper(): f for f, words in found["columns"].items() for w in words},
        tuple(w.upper() for w in found["dropped"]),
        {str(w).upper(): a for a, words in found["acts"].items() for w in words},
        found["days"],
        frozenset(w.upper() for w in found["xml"]["row"]),
        tuple(found["written"]["csv"]),
        tuple(found["written"]["tags"]),
    )


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One row: its number in the file, its fields by our names, or why it is refused."""

    row: int
    fields: Mapping[str, str]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class BatchReading:
    """A file as it was read. `unread`: titles that mean nothing here; `dropped`: those that are never read."""

    form: str
    encoding: str
    rows: tuple[BatchRow, ...]
    unread: tuple[str, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of a row: `status` as of intake (applied, unchanged, waiting, refused) and the code of why."""

    row: int
    name: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchTaken:
    """A file that was taken in: every row of it, in its order."""

    reading: BatchReading
    outcomes: tuple[BatchOutcome, ...]
    repeated: bool

    @property
    def counts(self) -> dict[str, int]:
        """Rows by status."""
        return Counter(o.status for o in self.outcomes)
