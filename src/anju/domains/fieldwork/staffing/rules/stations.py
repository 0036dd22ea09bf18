"""What a station has to state, and when it is open."""

from __future__ import annotations

from datetime import date, datetime

from anju.domains.fieldwork.staffing.data.values import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_PHONE,
    MOST_SERVED,
    Span,
    StationPlan,
)

DAYS = 7


def fault(plan: StationPlan) -> str:
    """The code of what is wrong with a station; "" for nothing."""
    checks = {
        "station_name": 0 < len(plan.name) <= LONGEST_NAME,
        "station_address": 0 < len(plan.address) <= LONGEST_ADDRESS,
        "station_phone": len(plan.phone) <= LONGEST_PHONE,
        "station_serves": 0 < len(plan.serves) <= MOST_SERVED
        and all(s.startswith(plan.region) for s in plan.serves),
        "station_hours": len(plan.hours) == DAYS and all(_in_order(h) for h in plan.hours),
    }
    return next((code for code, sound in checks.items() if not sound), "")


def _in_order(span: Span | None) -> bool:
    return span is None or span[0] < span[1]


def serves(plan: StationPlan, grid: str) -> bool:
    """Does the station serve that grid?"""
    return any(grid.startswith(s) for s in plan.serves)


def open_span(plan: StationPlan, day: date) -> Span | None:
    """When it is open on that day."""
    return plan.hours[day.weekday()]


def is_open(plan: StationPlan, moment: datetime) -> bool:
    """Is it open at that moment (local time)?"""
    span = open_span(plan, moment.date())
    return span is not None and span[0] <= moment.time() < span[1]
