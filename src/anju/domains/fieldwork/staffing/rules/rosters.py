"""Weeks, and the times of shifts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from anju.domains.fieldwork.staffing.data.values import LONGEST_SHIFT
from anju.foundation.clock import CHINA

WEEK = 7


def week_of(day: date) -> tuple[date, ...]:
    """The seven days of its week, from Monday on."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(WEEK))


def period_of(day: date, begins: time, ends: time) -> tuple[datetime, datetime] | None:
    """The moments of a shift that begins on that day; one that ends at or before its beginning ends the day after.
    None where it is longer than a shift may be."""
    first = datetime.combine(day, begins, CHINA)
    last = datetime.combine(day if ends > begins else day + timedelta(days=1), ends, CHINA)
    return (first, last) if last - first <= timedelta(hours=LONGEST_SHIFT) else None
