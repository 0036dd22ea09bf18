"""The statutory clock: from acceptance, stopped while the applicant must act.

Art. 9 of Order 663: issued within 15 days of acceptance; local rules may extend it, never over 30 days. The time an
applicant takes to bring what was missing does not count.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.foundation.calendar import NONE, Published, Unit, deadline, is_working_day
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError

LONGEST = 30
"""Calendar days no local rule may exceed."""


def first_due(start: datetime, amount: int, unit: str, *, published: Published = NONE) -> datetime:
    """The last moment to issue. A year whose working days nobody has published cannot lengthen it past the law's
    thirty days."""
    longest = deadline(start, LONGEST, Unit.DAYS)
    try:
        return min(deadline(start, amount, unit, published=published), longest)
    except AnjuError:
        return longest


def resumed(
    due: datetime, stopped: datetime, again: datetime, unit: str, *, published: Published = NONE
) -> datetime:
    """The last moment after a stop: as many days are left as when the clock was stopped. What was late stays late."""
    if stopped > due:
        return due
    try:
        left = _left(stopped, due, unit, published)
        return max(due, deadline(again, left, unit, published=published))
    except AnjuError:
        return due + timedelta(days=(local_date(again) - local_date(stopped)).days)


def _left(stopped: datetime, due: datetime, unit: str, published: Published) -> int:
    first, last = local_date(stopped), local_date(due)
    days = (last - first).days
    if Unit(unit) is not Unit.WORKING_DAYS:
        return days
    return sum(
        is_working_day(first + timedelta(days=n), published=published) for n in range(1, days + 1)
    )
