"""Points schemes as frozen values. A calculation, never a rating of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Text = tuple[str, str]
"""(Chinese, English)."""

FACT_KINDS = ("birth", "months", "number", "choice", "yesno", "events", "levels")
"""birth: a day of birth, read as full years of age; months: whole months; number; choice: one of `choices`; yesno;
events: days on which something happened; levels: what was held from which month to which."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to a question of kind choice."""

    code: str
    words: Text
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """Something held at a level over calendar months: from the month of `since` to that of `until`, both included;
    `until` None: still held."""

    value: Decimal
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One question of a scheme. `proven`: what the register knows of it (``birth``, ``stay_months``, ``job_months``),
    empty when only the person can say. `least`, `most`: bounds of a number other than nothing (0). `asks`: what it asks
    of a person where a rule limits that (``education``, ``title``, ``tax``)."""

    code: str
    kind: str
    words: Text
    hint: Text = ("", "")
    unit: Text = ("", "")
    choices: tuple[Choice, ...] = ()
    proven: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    asks: str = ""


Answer = date | int | Decimal | str | bool | tuple[date, ...] | tuple[Level, ...]
"""The value of a fact, by its kind: birth → date, months → int, number → Decimal, choice → str, yesno → bool,
events → days, levels → `Level`s."""


ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Line:
    """One item. `earned`: points after rounding; `counted`: what of them counts. `why` is a code of
    ``interfaces.words.points`` with `params`; `limited` says why less counts than was earned: "", cap or choose_one."""

    item: str
    words: Text
    earned: Decimal
    counted: Decimal
    why: str
    params: Mapping[str, Any] = field(default_factory=dict)
    limited: str = ""
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class SectionResult:
    """The lines of a section. `trimmed` (zero or less): what the section's cap took away."""

    code: str
    kind: str
    words: Text
    lines: tuple[Line, ...]
    trimmed: Decimal = ZERO
    cap: Decimal | None = None

    @property
    def points(self) -> Decimal:
        """What the section brings: its counted lines less what its cap took away."""
        return sum((line.counted for line in self.lines), ZERO) + self.trimmed


@dataclass(frozen=True, slots=True)
class Requirement:
    """A precondition or veto. `holds` None: the person has not said."""

    code: str
    words: Text
    holds: bool | None


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """The whole calculation. `lifted`: what the floor added. `outcome`: vetoed, not_open (a precondition fails),
    reached, short (by `short_by`), or ranked (the year's cut-off decides)."""

    scheme: str
    day: date
    sections: tuple[SectionResult, ...]
    preconditions: tuple[Requirement, ...]
    vetoes: tuple[Requirement, ...]
    lifted: Decimal
    total: Decimal
    outcome: str
    short_by: Decimal = ZERO


CUTTING = ("half_up", "half_even", "down", "up")
"""How a line's points are rounded; `down` and `up` towards and away from zero."""


@dataclass(frozen=True, slots=True)
class Has:
    """The fact (choice or yesno) is one of these; yesno reads ``yes`` and ``no``."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Within:
    """The fact (birth in years, months, number) lies between these bounds, both included."""

    fact: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The fact (levels) reached `at_least` in `months` of the `of_last` calendar months, the present one included."""

    fact: str
    at_least: Decimal
    months: int = 1
    of_last: int = 1


@dataclass(frozen=True, slots=True)
class Happened:
    """The fact (events) has at least one day inside the look-back window (None: ever)."""

    fact: str
    within_months: int | None = None


Condition = Has | Within | Held | Happened


@dataclass(frozen=True, slots=True)
class Tier:
    """So many points where the condition holds."""

    when: Condition
    points: Decimal
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Tiers:
    """The highest of the tiers that hold."""

    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Where the condition holds, at most so much of the fact counts."""

    when: Condition
    most: Decimal


@dataclass(frozen=True, slots=True)
class Accrual:
    """`points` for every `per` of the fact, counted in whole `step`s of it: per 12, step 12 is "a full year", per 12,
    step 1 "a year, growing month by month".

    At most `most` of the fact counts, or what the first of the `limits` that holds says instead.
    `within`: another fact, of which this one never counts more; what the facts in `after` have already
    taken of it is no longer free.
    """

    fact: str
    points: Decimal
    per: Decimal
    step: Decimal
    most: Decimal | None = None
    limits: tuple[Limit, ...] = ()
    within: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Events:
    """`points` (below zero for a deduction) for each day inside the look-back window (None: ever)."""

    fact: str
    points: Decimal
    within_months: int | None = None


Measure = Tiers | Accrual | Events


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the scheme. `cap`: at most so many points. `recalled`: its values are general knowledge, to be
    confirmed against the published text before anybody relies on them."""

    code: str
    words: Text
    measure: Measure
    cap: Decimal | None = None
    recalled: bool = False
    note: Text = ("", "")


@dataclass(frozen=True, slots=True)
class Section:
    """Items that count together. `choose_one`: only the highest of them. `cap`: at most so many points in all.
    `kind`: base, bonus or deduction, for the reader."""

    code: str
    kind: str
    words: Text
    items: tuple[Item, ...]
    choose_one: bool = False
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A precondition (must hold) or a veto (must not)."""

    code: str
    words: Text
    when: Condition
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class CutOff:
    """The points of the last one admitted in a year that is published."""

    year: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class Scheme:
    """One published version of a scheme.

    `valid_to` is the first day it no longer holds; `checked_to` the last day for which its values were compared with a
    published text. `pass_mark` decides, or else a yearly ranking (`places`, `cut_offs`). `confidence`: H, M or L.
    `places_decimal`: digits a line is rounded to. `basic_services`: its points open basic public services (a school
    place), not settlement alone.
    """

    code: str
    region: str
    words: Text
    gives: Text
    authority: Text
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None
    checked_to: date | None
    pass_mark: Decimal | None
    floor: Decimal | None
    places_decimal: int
    cutting: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    preconditions: tuple[Rule, ...] = ()
    vetoes: tuple[Rule, ...] = ()
    places: int | None = None
    cut_offs: tuple[CutOff, ...] = ()
    basic_services: bool = False

    def fact(self, code: str) -> Fact:
        """The question of that code; `KeyError` when the scheme asks no such thing."""
        for one in self.facts:
            if one.code == code:
                return one
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Barred:
    """From `since` on (until `until`, exclusive), no basic public service may depend on what the facts in `asks` ask.
    `confidence`: H, M or L."""

    asks: frozenset[str]
    since: date
    until: date | None
    source: Text
    confidence: str
