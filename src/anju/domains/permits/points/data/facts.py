"""What a scheme asks of a person, and the shapes of the answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
