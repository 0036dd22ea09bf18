"""Reads of service days. That a day takes place is no secret; who took which step is seen by both sides alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q

from anju.domains.employers.service_days.data import (
    LIVE,
    DayEvent,
    DayPlan,
    DayState,
    DayStep,
    ServiceDayView,
)
from anju.domains.employers.service_days.models import ServiceDay, ServiceDayEventRow
from anju.foundation.db.scope import inside
from anju.foundation.errors import NotFound

SHOWN = ("coming", "waiting", "declined", "past", "all")
"""What a list may be narrowed to: days to come that take place, those the employer has not answered, those it asks to
move, days that are over, all."""


def _view(row: ServiceDay, events: tuple[DayEvent, ...] = ()) -> ServiceDayView:
    plan = DayPlan(
        row.day,
        row.begins,
        row.ends,
        tuple(row.services),
        row.place,
        row.seats,
        row.note,
        row.site_id,
    )
    return ServiceDayView(
        row.pk,
        row.employer_id,
        row.region,
        plan,
        DayState(row.state),
        row.by_label,
        row.recorded_at,
        events,
    )


def service_day(day_id: int) -> ServiceDayView:
    """One service day with its steps. `NotFound` ``service_day_unknown``. Two queries."""
    row = ServiceDay.objects.filter(id=day_id).first()
    if row is None:
        raise NotFound("service_day_unknown")
    steps = ServiceDayEventRow.objects.filter(service_day=row).order_by("id")
    return _view(row, tuple(DayEvent(DayStep(e.step), e.at, e.by_label, e.text) for e in steps))


def service_days_of(
    employer_ids: Sequence[int], *, since: date, live: bool = False
) -> list[ServiceDayView]:
    """The service days at these employers from that day on, the next first; `live`: only those that take place. One
    query."""
    found = ServiceDay.objects.filter(employer_id__in=list(employer_ids), day__gte=since)
    if live:
        found = found.filter(state__in=[s.value for s in LIVE])
    return [_view(r) for r in found.order_by("day", "begins", "id")]


def service_days_in(
    regions: Sequence[str],
    *,
    today: date,
    show: str = "coming",
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[list[ServiceDayView], dict[str, int]]:
    """Service days in these regions (prefixes) and how many there are of each of `SHOWN`; days to come the next first,
    others the latest first. Two queries."""
    area = inside(regions)
    narrowed = {
        "coming": Q(day__gte=today, state__in=[s.value for s in LIVE]),
        "waiting": Q(day__gte=today, state=DayState.ANNOUNCED.value),
        "declined": Q(day__gte=today, state=DayState.DECLINED.value),
        "past": Q(day__lt=today),
        "all": Q(),
    }
    show = show if show in narrowed else "all"
    found = ServiceDay.objects.filter(area)
    counts = found.aggregate(**{n: Count("id", filter=q or None) for n, q in narrowed.items()})
    order = ("-day", "-id") if show in ("past", "all") else ("day", "begins", "id")
    page = found.filter(narrowed[show]).order_by(*order)
    return [_view(r) for r in page[offset : None if limit is None else offset + limit]], counts
