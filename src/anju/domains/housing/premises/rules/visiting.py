"""When a building or home is due its visit: counted in whole months, each place in a month of its own."""

from __future__ import annotations

from datetime import date, timedelta

from anju.domains.housing.premises.data import VisitRule


def month_of(day: date) -> int:
    """The month of a day as a number that counts on over years."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def is_due(rule: VisitRule, place_id: int, condition: str, month: int) -> bool:
    """Does a period of this place begin in this month? Places of one interval are spread evenly over its months by
    their numbers, so that not all are due in January; a worse condition, with a shorter interval, begins a period
    sooner."""
    return (month + place_id) % rule.months[condition] == 0


def last_day(rule: VisitRule, month: int) -> date:
    """Until when the visit of a period is to be made. It stays to be made after that."""
    return first_day(month) + timedelta(days=rule.within - 1)


def is_for(rule: VisitRule, region: str, others: tuple[VisitRule, ...]) -> bool:
    """Is this the rule of its key for a place there: none of the others is of a part of its region that holds the
    place?"""
    return region.startswith(rule.region) and not any(
        o.key == rule.key and len(o.region) > len(rule.region) and region.startswith(o.region)
        for o in others
    )
