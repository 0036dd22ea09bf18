"""Months and years between days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from anju.domains.permits.eligibility.rules.months import add_months, full_years

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
