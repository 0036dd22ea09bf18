"""What a service day may be, and which step it may take."""

from __future__ import annotations

from datetime import date

from anju.domains.employers.service_days.data import (
    SERVICES,
    STEPS,
    DayPlan,
    DayState,
    DayStep,
)
from anju.foundation.errors import Conflict, Refused
from anju.foundation.free_text import require_no_identity_number

LONGEST_PLACE, LONGEST_NOTE, MOST_SEATS = 100, 300, 100_000


def require_plan(plan: DayPlan, *, today: date) -> None:
    """Raise `Refused` for what cannot be announced: `service_day_past`, `service_day_hours` (it ends before it begins),
    `service_day_services` (none, or one there is not), `service_day_place`, `service_day_seats`, `text_long`."""
    require_no_identity_number(plan.note)
    if plan.day < today:
        raise Refused("service_day_past")
    if plan.ends <= plan.begins:
        raise Refused("service_day_hours")
    if not plan.services or set(plan.services) - set(SERVICES):
        raise Refused("service_day_services")
    if not 0 < len(plan.place.strip()) <= LONGEST_PLACE:
        raise Refused("service_day_place", most=LONGEST_PLACE)
    if plan.seats is not None and not 0 < plan.seats <= MOST_SEATS:
        raise Refused("service_day_seats", most=MOST_SEATS)
    if len(plan.note) > LONGEST_NOTE:
        raise Refused("text_long", most=LONGEST_NOTE)


def after(step: DayStep, state: DayState, *, day: date, today: date, text: str = "") -> DayState:
    """The state after a step. Raises `Conflict` `service_day_step` where it may not follow, `Refused`
    `service_day_past` once the day is over, `service_day_reason` for declining or cancelling without a word, and
    `text_long`."""
    require_no_identity_number(text)
    allowed, following = STEPS[step]
    if state not in allowed:
        raise Conflict("service_day_step", state=state.value)
    if day < today:
        raise Refused("service_day_past")
    if step in (DayStep.DECLINED, DayStep.CANCELLED) and not text.strip():
        raise Refused("service_day_reason")
    if len(text) > LONGEST_NOTE:
        raise Refused("text_long", most=LONGEST_NOTE)
    return following
