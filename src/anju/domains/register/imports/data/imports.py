"""Frozen values of imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.domains.register.declarations.data.declarations import Outcome


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a roster against what is known: `fields` maps field → (before, after); phones come masked."""

    row: int
    person_id: int
    name: str
    fields: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a roster by name: a newcomer (`row`) or one who is missing from the list (`person_id`). The document
    number is masked."""

    row: int
    person_id: int | None
    name: str
    since: date | None = None
    number: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A roster against who is known to work there. `left` are proposals: nobody is removed by silence. `same` names
    those counted as `unchanged`; `unclear` those who are missing while a refused row bears their name; `present` is how
    many were known to work there; `gone` those of them whom a row itself says to have left."""

    unchanged: int
    changed: tuple[Difference, ...]
    joined: tuple[Member, ...]
    left: tuple[Member, ...]
    doubtful: int
    same: tuple[Member, ...] = ()
    unclear: tuple[Member, ...] = ()
    present: int = 0
    gone: tuple[Member, ...] = ()


MANY_LEAVERS = 0.2
"""More of those known to work there than this share are let go only after a second question."""
FEW_LEAVERS = 3
"""Fewer than so many leavers are never asked about twice, however small the employer."""


def many_leavers(leaving: int, present: int) -> bool:
    """Would so many leavers empty more of an employer than a roster usually does?"""
    return leaving >= FEW_LEAVERS and leaving > MANY_LEAVERS * present


@dataclass(frozen=True, slots=True)
class Problem:
    """A refused row with its cells as they came, and the mapped ones a person can correct in place."""

    row: int
    reason: str
    name: str
    doc_number: str
    phone: str
    start: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """One import: its state and figures. `counts` holds rows, accepted, rejected, problems, warnings, and for rosters
    unchanged, joined, left, unclear, present, changed; after apply also applied, waiting, seconds."""

    id: int
    form: str
    file_name: str
    sheet: str
    label: str
    channel: str
    region: str
    party: str
    employer_id: int | None
    state: str
    counts: dict[str, Any]
    mapping: dict[str, Any] | None
    by_label: str
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    leaving: tuple[int, ...] = ()
    task_id: int | None = None
    source: str = ""


LISTS = (
    "problem",
    "joined",
    "left",
    "gone",
    "unclear",
    "changed",
    "unchanged",
    "accepted",
    "refused",
    "waiting",
    "warned",
    "column",
)
"""The lists of a preview. `column`: how the columns were read, with examples. `gone`: rows that end a job. `refused`,
`waiting`: what applying does not enter, or not yet, and why."""


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One page of one list of a preview: lines as stored (see `imports.operations.previews`), the people they name."""

    listing: str
    lines: tuple[dict[str, Any], ...]
    people: tuple[int, ...]
    first: int
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Worker:
    """One line of an employer's list of workers; `until`: the day of leaving, of one who left."""

    person_id: int
    name: str
    since: date
    position: str
    home_id: int | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class JobTurnover:
    """How many began and how many ended working for an employer between two days (half-open)."""

    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the rows of an import: how many by status, and why those that were not simply applied.

    `outcomes` are those of the first rows only (`FIRST_OUTCOMES`): of a million they would be most of the memory, and
    every one of them is kept with its declaration.
    """

    batch_id: int
    counts: dict[str, int]
    reasons: dict[str, int]
    outcomes: tuple[Outcome, ...]


FIRST_OUTCOMES = 1_000
