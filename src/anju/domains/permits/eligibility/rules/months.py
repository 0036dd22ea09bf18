"""Calendar months and years: the corresponding day, or the last of the month where there is none
(Civil Code, art. 202)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from anju.domains.permits.eligibility.data import Span


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months on (before it, when negative): 31 August + 6 is the last of February."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def before(day: date, span: Span) -> date:
    """The day that lies the span before this one."""
    return (
        add_months(day, -span.amount)
        if span.unit == "months"
        else day - timedelta(days=span.amount)
    )


def full_years(since: date, day: date) -> int:
    """Full years from one day to another, 0 when the second is earlier. Who began on 29 February has a year full on 28
    February of a common year."""
    years = max(0, day.year - since.year)
    return years if add_months(since, 12 * years) <= day else max(0, years - 1)
