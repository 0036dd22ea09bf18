"""Periods of reports: a month, a quarter, a half-year, a year, or the days up to a day. No clock."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months of each kind of period."""
LATE_REPORTS = timedelta(days=10)
"""Days after the end of a period during which late reports still change its figures much."""
_CODE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])|Q([1-4])|H([12]))?", re.ASCII)
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Period:
    """`kind`: of `MONTHS`; `first`: its first day."""

    kind: str
    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.moved(1).first - timedelta(days=1)

    @property
    def code(self) -> str:
        """``2026-09``, ``2026Q3``, ``2026H1`` or ``2026``."""
        year, number = self.first.year, (self.first.month - 1) // MONTHS[self.kind] + 1
        return {
            "month": f"{year}-{number:02}",
            "quarter": f"{year}Q{number}",
            "half": f"{year}H{number}",
            "year": f"{year}",
        }[self.kind]

    def moved(self, periods: int) -> Period:
        """So many periods later."""
        return Period(self.kind, months_later(self.first, periods * MONTHS[self.kind]))

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day that are counted: no further than today."""
        return self.first, max(self.first, min(self.last, today))

    def same_days(self, periods_back: int, today: date) -> tuple[date, date]:
        """The days of an earlier period that are compared: of one that is under way, as far as it has come."""
        return self._like(self.moved(-periods_back), today)

    def a_year_before(self, today: date) -> tuple[date, date]:
        """The same days of the year before."""
        return self._like(Period(self.kind, months_later(self.first, -12)), today)

    def provisional(self, today: date) -> bool:
        """Is it under way, or so lately over that late reports are still to come?"""
        return today <= self.last + LATE_REPORTS

    def _like(self, other: Period, today: date) -> tuple[date, date]:
        if self.last <= today:
            return other.first, other.last
        _first, until = self.days(today)
        months = (until.year - self.first.year) * 12 + until.month - self.first.month
        month = months_later(other.first, months)
        length = monthrange(month.year, month.month)[1]
        whole = until.day == monthrange(until.year, until.month)[1]
        return other.first, month.replace(day=length if whole else min(until.day, length))


def period(code: str) -> Period | None:
    """The period of a code; None for none."""
    found = _CODE.fullmatch(code)
    if found is None or not EARLIEST <= int(found[1]) < LATEST:
        return None
    year, month, quarter, half = int(found[1]), found[2], found[3], found[4]
    if month:
        return Period("month", date(year, int(month), 1))
    if quarter:
        return Period("quarter", date(year, int(quarter) * 3 - 2, 1))
    if half:
        return Period("half", date(year, int(half) * 6 - 5, 1))
    return Period("year", date(year, 1, 1))


def period_at(kind: str, day: date) -> Period:
    """The period of this kind in which a day lies."""
    months = MONTHS[kind]
    return Period(kind, date(day.year, (day.month - 1) // months * months + 1, 1))


def months_later(first: date, months: int) -> date:
    """The first day of a month so many months later."""
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
