"""The statutory clock once more, by walking day after day: written from the rule, for comparison only.

The rule: day 1 is the day after the event. A day counts when it is a day of the term's kind and the clock does not
stand still on it; it stands still on the days after a stop up to the day of going on. A clock stopped on its last day
ends on the day it goes on. A last day that must not be off moves to the next day worked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from chinese_calendar import constants

ONE = timedelta(days=1)
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def worked(day: date) -> bool:
    """By the lists of published holidays and make-up days; beyond 2026 by the week and the fixed holidays."""
    if day in constants.workdays:
        return True
    if day in constants.holidays or day.weekday() > 4:
        return False
    return day.year <= 2026 or (day.month, day.day) not in FIXED


def last_day(
    begun: date,
    amount: int,
    unit: str,
    stops: Sequence[tuple[date, date]],
    extended: int,
    *,
    carried: bool,
) -> date:
    """The last day of a term of `amount` days (days or working_days), `extended` by as many more, with closed stops."""
    left, day = amount + extended, begun
    while left:
        day += ONE
        standing = any(stop < day <= again for stop, again in stops)
        left -= not standing and (unit == "days" or worked(day))
    while True:
        while (carried or unit == "working_days") and not worked(day):
            day += ONE
        later = [again for stop, again in stops if stop <= day < again]
        if not later:
            return day
        day = max(later)
