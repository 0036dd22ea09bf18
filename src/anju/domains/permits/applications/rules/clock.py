"""The statutory clock: from acceptance, stopped while the applicant must act.

Art. 9 of Order 663: issued within 15 days of acceptance; local rules may extend it, never over 30 days. The time an
applicant takes to bring what was missing does not count.
"""

from __future__ import annotations

from datetime import datetime

from anju.foundation.calendar import NONE, Published, Unit, deadline
from anju.foundation.calendar.statutory import Term, after_stop
from anju.foundation.calendar.working_calendar import calendar_of
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
    return after_stop(Term(0, Unit(unit)), due, stopped, again, calendar_of(published))
