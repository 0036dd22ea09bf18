"""Whether a condition of a scheme holds, with the months and years between days that it may ask for. `None` when the
person has not said what it asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from anju.domains.permits.eligibility.rules.months import add_months, full_years
from anju.domains.permits.points.data import Condition, Happened, Has, Held, Level, Within

DECEMBER = 12


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`; none when `end` lies before."""
    if end <= start:
        return 0
    months = (end.year - start.year) * DECEMBER + end.month - start.month
    return months - (add_months(start, months) > end)


def years_old(born: date, day: date) -> int:
    """Age in full years; 0 before birth."""
    return full_years(born, day)


def months_covered(periods: Iterable[tuple[date, date | None]], *, today: date) -> int:
    """Whole months inside these half-open periods (None: still running), each day counted once, none after today.

    Periods that touch or overlap are one; every gap begins a new count.
    """
    closed = sorted((since, min(until or today, today)) for since, until in periods)
    total, begin, end = 0, None, None
    for since, until in closed:
        if until <= since:
            continue
        if begin is None or end is None or since > end:
            total += months_between(begin, end) if begin and end else 0
            begin, end = since, until
        else:
            end = max(end, until)
    return total + (months_between(begin, end) if begin and end else 0)


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
