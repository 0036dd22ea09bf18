"""Working days of China, and deadlines counted in hours, days or working days.

The State Council publishes each year's holidays, and the weekends worked instead, late in the year before.
`chinesecalendar` carries the years published so far. A year it does not know, or a city's own days, an installation
writes into a file of law (section `working_days`); a year given there replaces the library's. A year in neither is
refused (`calendar_unknown`), never guessed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial

import chinese_calendar

from anju.foundation.clock import CHINA
from anju.foundation.errors import AnjuError

SATURDAY = 5
END_OF_DAY = time(23, 59, 59)


class Unit(StrEnum):
    """What a deadline is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """One year as published: weekdays that are off, weekend days that are worked."""

    off: frozenset[date]
    on: frozenset[date]


Published = Mapping[int, PublishedYear]
NONE: Published = {}


def is_working_day(day: date, *, published: Published = NONE) -> bool:
    """True when offices work that day. `AnjuError` calendar_unknown(year) when nobody has published that year."""
    if year := published.get(day.year):
        return day in year.on or (day.weekday() < SATURDAY and day not in year.off)
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        raise AnjuError("calendar_unknown", year=day.year) from error


def known_year(year: int, *, published: Published = NONE) -> bool:
    """True when somebody published the working days of that year."""
    try:
        is_working_day(date(year, 1, 1), published=published)
    except AnjuError:
        return False
    return True


def add_working_days(day: date, n: int, *, published: Published = NONE) -> date:
    """The n-th working day after `day` (before it when n is negative); `day` itself is not counted, 0 gives it back."""
    step, left = timedelta(days=1 if n > 0 else -1), abs(n)
    while left:
        day += step
        left -= is_working_day(day, published=published)
    return day


def months_after(day: date, n: int) -> date:
    """The same day n months later, or the last of that month when it has no such day (Civil Code art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def later(day: date, amount: int, unit: Unit, working: Callable[[date, int], date]) -> date:
    """The day that lies `amount` units (any but hours) after `day`. `working`: the n-th working day after a day."""
    match unit:
        case Unit.WORKING_DAYS:
            return working(day, amount)
        case Unit.MONTHS | Unit.YEARS:
            return months_after(day, amount * (12 if unit is Unit.YEARS else 1))
    return day + timedelta(days=amount)


def deadline(
    start: datetime, amount: int, unit: Unit | str, *, published: Published = NONE
) -> datetime:
    """The last moment to act, in China's time. `start` must know its zone; `amount` is not negative.

    Hours run from the moment itself. Days and working days begin on the day after `start` and end with the
    last second of the last day (Civil Code art. 201–203).
    """
    if start.tzinfo is None:
        raise ValueError("a deadline needs a moment with a time zone")
    if amount < 0:
        raise ValueError("a deadline lies ahead")
    local = start.astimezone(CHINA)
    if Unit(unit) is Unit.HOURS:
        return local + timedelta(hours=amount)
    working = partial(add_working_days, published=published)
    last = later(local.date(), amount, Unit(unit), working)
    return datetime.combine(last, END_OF_DAY, CHINA)
