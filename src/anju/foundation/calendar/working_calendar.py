"""Working days of many years in one array, so that a term is reckoned without walking its days."""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from datetime import date
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

from anju.foundation.calendar import (
    NONE,
    SATURDAY,
    Published,
    PublishedYear,
    is_working_day,
    known_year,
)

FIRST_YEAR, LAST_YEAR = 2004, 2060
FIXED_HOLIDAYS = Path(__file__).with_name("fixed-holidays.csv")
"""The public holidays that have a date of the solar calendar of their own, a line a holiday with the years in which it
holds. In a year that nobody has published they are off, and every other day from Monday to Friday is worked: a
provisional answer."""


@cache
def fixed_holidays(year: int) -> frozenset[tuple[int, int]]:
    """Month and day of the holidays of that year which do not follow the moon."""
    with FIXED_HOLIDAYS.open(encoding="utf-8", newline="") as file:
        return frozenset(
            (int(line["month"]), int(line["day"]))
            for line in csv.DictReader(file)
            if int(line["first_year"]) <= year <= int(line["last_year"] or LAST_YEAR)
        )


class WorkingCalendar:
    """The working days from 2004 to 2060. Years that nobody has published are provisional (`certain`).

    `published`: an installation's own years. A day outside those years raises `ValueError`.
    """

    def __init__(self, published: Published = NONE) -> None:
        self.first = date(FIRST_YEAR, 1, 1).toordinal()
        self.last = date(LAST_YEAR, 12, 31).toordinal()
        self.known = frozenset(
            year
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
            if known_year(year, published=published)
        )
        flags = [self._flag(n, published) for n in range(self.first, self.last + 1)]
        self.worked = [n for n, flag in enumerate(flags, self.first) if flag]
        self.count = list(accumulate(flags))
        """`count[n]`: working days from the first day to day n, both included."""

    def _flag(self, ordinal: int, published: Published) -> bool:
        day = date.fromordinal(ordinal)
        if day.year in self.known:
            return is_working_day(day, published=published)
        return day.weekday() < SATURDAY and (day.month, day.day) not in fixed_holidays(day.year)

    def _index(self, day: date) -> int:
        ordinal = day.toordinal()
        if not self.first <= ordinal <= self.last:
            raise ValueError(f"{day} is not between {FIRST_YEAR} and {LAST_YEAR}")
        return ordinal

    def after(self, day: date, n: int) -> date:
        """The n-th working day after `day`; with n = 0 `day` itself, whatever day it is."""
        if not n:
            return day
        place = bisect_right(self.worked, self._index(day)) + n - 1
        if place >= len(self.worked):
            raise ValueError(f"{n} working days after {day} lie behind {LAST_YEAR}")
        return date.fromordinal(self.worked[place])

    def on_or_after(self, day: date) -> date:
        """`day` when it is worked, else the next day that is."""
        return date.fromordinal(self.worked[bisect_left(self.worked, self._index(day))])

    def between(self, first: date, last: date) -> int:
        """The working days after `first` up to and including `last`; 0 when `last` is not later."""
        if last <= first:
            return 0
        return (
            self.count[self._index(last) - self.first] - self.count[self._index(first) - self.first]
        )

    def certain(self, first: date, last: date) -> bool:
        """True when every year from `first` to `last` is published."""
        return self.known.issuperset(range(first.year, last.year + 1))


def calendar_of(published: Published = NONE) -> WorkingCalendar:
    """The calendar of the years that the State Council published and, in their place, an installation's own."""
    return _built(frozenset(published.items()))


@lru_cache(maxsize=4)
def _built(years: frozenset[tuple[int, PublishedYear]]) -> WorkingCalendar:
    return WorkingCalendar(dict(years))
