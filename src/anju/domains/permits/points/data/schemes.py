"""A scheme: who publishes it, since when, how it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from anju.domains.permits.points.data.facts import Fact, Text

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
