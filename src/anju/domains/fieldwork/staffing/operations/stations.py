"""Stations and postings: opened, changed, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from anju.domains.access import api as access
from anju.domains.fieldwork.staffing.data.values import (
    MOST_GRIDS,
    PostingView,
    PostKind,
    StationPlan,
    StationView,
)
from anju.domains.fieldwork.staffing.models import Absence, Posting, Shift, Station
from anju.domains.fieldwork.staffing.queries.rosters import posting_locked
from anju.domains.fieldwork.staffing.queries.stations import PLAN, posting_view, station_view
from anju.domains.fieldwork.staffing.rules import stations as rules
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import CHINA
from anju.foundation.errors import Conflict, NotFound, Refused


def open_station(plan: StationPlan, *, actor: Actor, at: datetime) -> StationView:
    """Enter a station. The same station again is answered with the one there is.

    Needs `staff.plan` in its region. `Refused` with the code of what is wrong (`rules.stations`); `Conflict`
    ``station_exists`` where another one of its region has the name.
    """
    plan = _sound(plan, actor)
    with transaction.atomic():
        held = Station.objects.filter(region=plan.region, name=plan.name, closed_on=None).first()
        if held is not None:
            if station_view(held).plan != plan:
                raise Conflict("station_exists", name=plan.name)
            return station_view(held)
        row = Station.objects.create(**_columns(plan), recorded_at=at)
        _record(actor, "station.open", "station", row.id, at, {"region": plan.region})
    return station_view(row)


def change_station(
    station_id: int, plan: StationPlan, *, actor: Actor, at: datetime
) -> StationView:
    """Change what a station states; its region stays. `Refused` as `open_station`, and ``station_grids`` where somebody
    works in a grid that it would serve no more; `NotFound` ``station_unknown``; `Conflict` ``station_exists``."""
    with transaction.atomic():
        row = _held(station_id, actor)
        plan = _sound(replace(plan, region=row.region), actor)
        if station_view(row).plan == plan:
            return station_view(row)
        named = Station.objects.filter(region=row.region, name=plan.name, closed_on=None)
        if named.exclude(id=row.id).exists():
            raise Conflict("station_exists", name=plan.name)
        working = Posting.objects.filter(station=row, period__endswith=None)
        if any(not rules.serves(plan, g) for p in working for g in p.grids):
            raise Refused("station_grids")
        for column, value in _columns(plan).items():
            setattr(row, column, value)
        row.save()
        _record(actor, "station.change", "station", row.id, at, {"region": plan.region})
    return station_view(row)


def close_station(station_id: int, *, day: date, actor: Actor, at: datetime) -> StationView:
    """A station is no more from that day on. `Conflict` ``station_in_use`` while somebody is posted there then;
    `NotFound` ``station_unknown``."""
    with transaction.atomic():
        row = _held(station_id, actor)
        if row.closed_on is None:
            posted = Posting.objects.filter(station=row)
            if (
                posted.filter(period__endswith=None).exists()
                or posted.filter(period__endswith__gt=day).exists()
            ):
                raise Conflict("station_in_use")
            row.closed_on = day
            row.save(update_fields=["closed_on"])
            _record(actor, "station.close", "station", row.id, at, {"region": row.region})
    return station_view(row)


def _sound(plan: StationPlan, actor: Actor) -> StationPlan:
    plan = replace(
        plan,
        name=plan.name.strip(),
        address=plan.address.strip(),
        phone=plan.phone.strip(),
        serves=tuple(sorted(set(plan.serves))),
    )
    if code := rules.fault(plan):
        raise Refused(code)
    actor.require(PLAN, region=plan.region)
    return plan


def _held(station_id: int, actor: Actor) -> Station:
    row = Station.objects.select_for_update().filter(id=station_id).first()
    if row is None or not actor.may(PLAN, region=row.region):
        raise NotFound("station_unknown")
    return row


def _columns(plan: StationPlan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "region": plan.region,
        "serves": list(plan.serves),
        "address": plan.address,
        "phone": plan.phone,
        "hours": [
            [f"{h[0]:%H:%M}", f"{h[1]:%H:%M}"] if h is not None else None for h in plan.hours
        ],
    }


def post(
    *,
    user_id: int,
    station_id: int,
    kind: PostKind,
    grids: Sequence[str],
    since: date,
    actor: Actor,
    at: datetime,
    until: date | None = None,
) -> PostingView:
    """Let an account work at a station, in these grids. The same posting again is answered with the one there is.

    Needs `staff.plan` in the station's region. `NotFound` ``station_unknown``, ``user_unknown``; `Refused`
    ``posting_dates``, ``posting_grids`` (outside what the station serves, or too many), ``posting_right`` (the account
    may not enter declarations in one of the grids: give it the role first); `Conflict` ``posting_twice``.
    """
    if until is not None and until <= since:
        raise Refused("posting_dates")
    wanted = sorted(set(grids))
    with transaction.atomic():
        station = _held(station_id, actor)
        if len(wanted) > MOST_GRIDS or any(
            not rules.serves(station_view(station).plan, g) for g in wanted
        ):
            raise Refused("posting_grids", most=MOST_GRIDS)
        names = access.display_names([user_id])
        if user_id not in names:
            raise NotFound("user_unknown")
        if missing := without_right(user_id, wanted, at):
            raise Refused("posting_right", grids=len(missing))
        period = DateRange(since, until)
        columns = {"user_id": user_id, "station": station, "kind": kind, "grids": wanted}
        if held := Posting.objects.filter(**columns, period=period).first():
            return posting_view(held, names)
        row = _added(columns | {"region": station.region, "period": period, "recorded_at": at})
        detail = {"user": user_id, "station": station.id, "grids": wanted}
        _record(actor, "staff.post", "posting", row.id, at, detail)
    return posting_view(row, names)


def _added(columns: dict[str, Any]) -> Posting:
    try:
        with transaction.atomic():
            return Posting.objects.create(**columns)
    except IntegrityError as error:
        raise Conflict("posting_twice") from error


def without_right(user_id: int, grids: Sequence[str], at: datetime) -> list[str]:
    """Those of these grids in which the account may not enter declarations."""
    who = access.actor_for(user_id, at=at)
    return [g for g in grids if not who.may("declare", region=g)]


def end_posting(posting_id: int, *, day: date, actor: Actor, at: datetime) -> PostingView:
    """Somebody works there no more from that day on; shifts from that day on are cancelled.

    Needs `staff.plan`. `NotFound` ``posting_unknown``; `Refused` ``posting_dates`` for a day that is not after its
    first; `Conflict` ``posting_over``, ``posting_substitutes`` while it stands in for somebody then,
    ``posting_away`` while it is away then.
    """
    with transaction.atomic():
        row = posting_locked(posting_id)
        if row is None or not actor.may(PLAN, region=row.region):
            raise NotFound("posting_unknown")
        period: Any = row.period
        names = access.display_names([row.user_id])
        if period.upper == day:
            return posting_view(row, names)
        if day <= period.lower:
            raise Refused("posting_dates")
        if period.upper is not None and period.upper < day:
            raise Conflict("posting_over")
        away = Absence.objects.filter(withdrawn_at=None, period__endswith__gt=day)
        if away.filter(substitute=row).exists():
            raise Conflict("posting_substitutes")
        if away.filter(posting=row).exists():
            raise Conflict("posting_away")
        row.period = DateRange(period.lower, day)
        row.save(update_fields=["period"])
        Shift.objects.filter(posting=row, cancelled_at=None).filter(
            period__startswith__gte=datetime(day.year, day.month, day.day, tzinfo=CHINA)
        ).update(cancelled_at=at)
        _record(actor, "staff.end", "posting", row.id, at, {"user": row.user_id})
    return posting_view(row, names)


def _record(
    actor: Actor, action: str, kind: str, subject: int, at: datetime, detail: dict[str, Any]
) -> None:
    record_write(actor, action=action, subject_kind=kind, subject_id=subject, at=at, detail=detail)
