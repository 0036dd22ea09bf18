"""Periods of the calendar in which a home is due one visit."""

from __future__ import annotations

from datetime import date, timedelta

YEAR = 12


def period_of(day: date, months: int) -> tuple[date, date]:
    """First and last day of the period of so many months (counted from January of year 0) in which a day lies."""
    first = (day.year * YEAR + day.month - 1) // months * months
    return _first(first), _first(first + months) - timedelta(days=1)


def _first(month: int) -> date:
    return date(month // YEAR, month % YEAR + 1, 1)
