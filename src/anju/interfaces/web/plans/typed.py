"""What is typed at the desk or on a phone: a pregnancy's age, a day."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from anju.domains.health.api import plans
from anju.domains.health.api.plans import Dating
from anju.foundation.days import day_in
from anju.foundation.errors import Refused


def typed_day(post: QueryDict) -> date:
    """The day a booking is for. `Refused` ``clinic_day`` for what is none."""
    day = day_in(post.get("day", ""))
    if day is None:
        raise Refused("clinic_day", days=plans.AHEAD)
    return day


def typed_dating(post: QueryDict) -> Dating:
    """The dating of a form: last period, or ultrasound with its weeks and days; what is no number is nothing."""
    weeks, days = post.get("scan_weeks", ""), post.get("scan_days", "") or "0"
    shown = None
    if weeks.isascii() and weeks.isdecimal() and days.isascii() and days.isdecimal():
        shown = 7 * int(weeks[:3]) + int(days[:2])
    return Dating(day_in(post.get("period", "")), day_in(post.get("scan", "")), shown)
