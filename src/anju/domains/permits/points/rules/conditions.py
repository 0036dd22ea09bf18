"""Whether a condition of a scheme holds. `None` when the person has not said what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from anju.domains.permits.eligibility.rules.months import add_months
from anju.domains.permits.points.data import Condition, Happened, Has, Held, Level, Within
from anju.domains.permits.points.rules.spans import years_old

Answers = Mapping[str, Any]
"""Code of a fact → its `Answer`; what the person has not said is absent."""


def holds(condition: Condition, answers: Answers, day: date) -> bool | None:
    """Does it hold on that day?"""
    given = answers.get(condition.fact)
    if given is None:
        return None
    match condition:
        case Has(values=values):
            return answer_text(given) in values
        case Within(at_least=low, at_most=high):
            amount = measured(given, day)
            return (low is None or amount >= low) and (high is None or amount <= high)
        case Held():
            return months_held(given, condition, day) >= condition.months
        case Happened(within_months=window):
            return bool(inside(given, window, day))


def answer_text(given: object) -> str:
    """A choice, or yes or no."""
    if isinstance(given, bool):
        return "yes" if given else "no"
    return str(given)


def measured(given: date | int | Decimal, day: date) -> Decimal:
    """An amount; of a day of birth, the age."""
    return Decimal(years_old(given, day)) if isinstance(given, date) else Decimal(given)


def inside(events: Iterable[date], window: int | None, day: date) -> list[date]:
    """The days that count: not after `day`, and less than `window` months before it. One that happened three years ago
    to the day is out of a window of three years."""
    return [
        e for e in sorted(events) if e <= day and (window is None or add_months(e, window) > day)
    ]


def months_held(levels: Sequence[Level], wanted: Held, day: date) -> int:
    """In how many of the last months the level was reached."""
    present = month_of(day)
    months = range(present - wanted.of_last + 1, present + 1)
    return sum(
        any(
            level.value >= wanted.at_least
            and month_of(level.since) <= month
            and (level.until is None or month <= month_of(level.until))
            for level in levels
        )
        for month in months
    )


def month_of(day: date) -> int:
    """A calendar month as a number that counts on."""
    return day.year * 12 + day.month
