"""A form of another office as values: what it asks for, what stands in its cells and where that is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

MANAGE, FILL = "exchange.manage", "person.reveal"
"""Who keeps forms; who fills them: full numbers stand in them, for a stated purpose."""
PURPOSES = ("register", "service", "correction")
MOST_FIELDS, MOST_PERSONS, MOST_TEXT = 200, 500, 500
KEPT_DAYS = 90
"""A filled form is kept so long, then its content goes."""


class Layout(StrEnum):
    """`one`: a sheet about one person, cells; `list`: a row a person, columns from a first row on."""

    ONE = "one"
    LIST = "list"


class Presence(StrEnum):
    """Why a form about somebody may be filled: they are here, or somebody with their mandate; their employer asks for
    its list; or it is themselves at their own page."""

    PERSON = "person"
    MANDATE = "mandate"
    EMPLOYER = "employer"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact that a form may ask for. `codes`: name of the code table."""

    code: str
    label: tuple[str, str]
    type: str
    empty: str
    codes: str = ""
    own_basis: bool = False
    on_lists: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form. `cell`: ``B3``, or of a list its column ``B``; `fact`: what fills it ("": a person enters
    it); `pattern`: how it is written (a day as ``YYYY年MM月DD日``, or ``boxes``: a character a cell to the right);
    `codes`: our code → theirs; `check`: a person looks at it and may change it; `basis`: the law for this field
    alone."""

    cell: str
    label: str
    fact: str = ""
    pattern: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    check: bool = False
    basis: str = ""
    most: int = 100


@dataclass(frozen=True, slots=True)
class Description:
    """What a form is. `first` to `last`: the days on which this version is filled; `purpose`: for which facts are read;
    `basis`: the law or agreement by which the office asks; `recipient`: the account of its system, which may fetch what
    was filled (0: none)."""

    code: str
    title: str
    office: str
    layout: Layout
    purpose: str
    basis: str
    first: date
    last: date
    fields: tuple[FormField, ...]
    sheet: str = ""
    first_row: int = 2
    by_residents: bool = False
    recipient: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """A version of a form. `state`: proposed, in_force, ended."""

    id: int
    version: int
    region: str
    state: str
    description: Description
    proposed_label: str
    proposed_at: datetime
    accepted_label: str = ""
    ended_at: datetime | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is filled on this day."""
        return self.state == "in_force" and self.description.first <= day <= self.description.last


@dataclass(frozen=True, slots=True)
class Fact:
    """What is on file: the value (days as ``2026-11-30``, codes as ours), who says so, of which day, and where."""

    value: str
    source: str
    day: date | None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `value`: as it is written in the form; `source`, `day`, `reference`: of the fact; `why`: why it is empty;
    `open`: a person has to look at it; `entered_by`: who wrote or changed it."""

    cell: str
    label: str
    value: str
    source: str = ""
    day: date | None = None
    reference: str = ""
    why: str = ""
    open: bool = False
    required: bool = False
    most: int = 100
    entered_by: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form. `state`: draft, done, withdrawn; `cells` are empty once its content has gone; `batch`: of an
    employer's list."""

    id: int
    form_id: int
    title: str
    office: str
    person_id: int
    region: str
    state: str
    presence: str
    cells: tuple[Cell, ...]
    made_label: str
    made_at: datetime
    done_at: datetime | None
    batch: str = ""


@cache
def fact_kinds() -> Mapping[str, FactKind]:
    """Every fact that a form may ask for, by its code."""
    stored = yaml.safe_load(Path(__file__).with_name("facts.yaml").read_text("utf-8"))
    return {
        code: FactKind(
            code,
            (f["label"][0], f["label"][1]),
            f["type"],
            f["empty"],
            f.get("codes", ""),
            bool(f.get("own_basis")),
            bool(f.get("list")),
        )
        for code, f in stored.items()
    }
