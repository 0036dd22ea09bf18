"""The age of a pregnancy."""

from __future__ import annotations

from datetime import date, timedelta

from anju.domains.health.plans.data import Dating

TERM_DAYS = 280
"""From the first day of the last period to the day on which the birth is expected."""


def first_day(dating: Dating) -> date | None:
    """The day from which weeks are counted; by ultrasound where there was one."""
    if dating.scan is not None and dating.scan_days is not None:
        return dating.scan - timedelta(days=dating.scan_days)
    return dating.period


def expected(dating: Dating) -> date | None:
    """The day on which the birth is expected."""
    first = first_day(dating)
    return first + timedelta(days=TERM_DAYS) if first else None


def age_of(first: date | None, day: date) -> tuple[int, int] | None:
    """(full weeks, days beyond them) on a day; None while not known or before it began."""
    if first is None or day < first:
        return None
    weeks, days = divmod((day - first).days, 7)
    return weeks, days
