"""Opening and closing stations and beds."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from anju.domains.casework.rescue.data import HERE, MOST_BEDS, Station, Ward
from anju.domains.casework.rescue.models import BedRow, StationRow, StayRow
from anju.domains.casework.rescue.queries.stations import (
    LEAD,
    MANAGE,
    holds_there,
    managed_station,
    station_of,
)
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused


def open_station(
    region: str, name: str, *, address: str = "", phone: str = "", actor: Actor, at: datetime
) -> Station:
    """Open a station in a division. The same again is answered with the one there is.

    Needs `rescue.manage` there. `Refused` ``rescue_region``, ``rescue_name_missing``; `Conflict`
    ``rescue_station_exists`` where the division has another one.
    """
    if len(region) not in (4, 6, 9, 12) or [
        p.code for p in regions.path(region.ljust(12, "0"))[-1:]
    ] != [region.ljust(12, "0")]:
        raise Refused("rescue_region")
    actor.require(MANAGE, region=region)
    called = visible(name).strip()[:60]
    if not called:
        raise Refused("rescue_name_missing")
    with transaction.atomic():
        held = StationRow.objects.select_for_update().filter(region=region, closed_on=None).first()
        if held is not None:
            if held.name != called:
                raise Conflict("rescue_station_exists", name=held.name)
            return station_of(held)
        try:
            with transaction.atomic():
                row = StationRow.objects.create(
                    name=called,
                    region=region,
                    address=visible(address).strip()[:200],
                    phone=visible(phone).strip()[:30],
                    opened_at=at,
                )
        except IntegrityError as error:
            raise Conflict("rescue_station_exists", name=called) from error
        _record(actor, "rescue.station_opened", row, at)
    return station_of(row)


def close_station(station_id: int, *, actor: Actor, at: datetime) -> None:
    """Close a station in which nobody is any more. A second time changes nothing.

    `NotFound` ``rescue_station_unknown``; `Conflict` ``rescue_station_in_use``.
    """
    managed_station(station_id, actor)
    with transaction.atomic(), as_intake_role():
        row = StationRow.objects.select_for_update().get(id=station_id)
        if row.closed_on is not None:
            return
        if StayRow.objects.filter(station=row, state__in=[s.value for s in HERE]).exists():
            raise Conflict("rescue_station_in_use")
        row.closed_on = local_date(at)
        row.save(update_fields=["closed_on"])
        _record(actor, "rescue.station_closed", row, at)


def add_beds(
    station_id: int, ward: Ward, room: str, count: int, *, actor: Actor, at: datetime
) -> int:
    """Beds 1 to `count` of a room; those there are stay, those over it are closed. How many the room has then.

    By the head of the station, or who manages it. `NotFound` ``rescue_station_unknown``; `Refused` ``rescue_room``,
    ``rescue_beds`` (`most`); `Conflict` ``rescue_room_ward`` where the room is of another ward, ``rescue_bed_in_use``.
    """
    called = visible(room).strip()[:20]
    if not called:
        raise Refused("rescue_room")
    with transaction.atomic(), as_intake_role():
        row = StationRow.objects.select_for_update().filter(id=station_id, closed_on=None).first()
        if row is None:
            raise NotFound("rescue_station_unknown")
        if not (holds_there(actor, LEAD, row.region) or actor.may(MANAGE, region=row.region)):
            raise NotAllowed("rescue_not_yours")
        others = BedRow.objects.filter(station=row, closed=False).exclude(room=called).count()
        if not 0 <= count <= MOST_BEDS - others:
            raise Refused("rescue_beds", most=MOST_BEDS)
        there = list(BedRow.objects.select_for_update().filter(station=row, room=called))
        if any(b.ward != ward.value and not b.closed for b in there):
            raise Conflict("rescue_room_ward", room=called)
        wanted = {str(n) for n in range(1, count + 1)}
        over = [b for b in there if b.label not in wanted and not b.closed]
        if StayRow.objects.filter(bed__in=over).exists():
            raise Conflict("rescue_bed_in_use", room=called)
        BedRow.objects.filter(id__in=[b.pk for b in over]).update(closed=True)
        BedRow.objects.filter(station=row, room=called, label__in=wanted).update(
            closed=False, ward=ward.value
        )
        new = sorted(wanted - {b.label for b in there}, key=int)
        BedRow.objects.bulk_create(
            BedRow(station=row, ward=ward.value, room=called, label=label) for label in new
        )
        _record(actor, "rescue.beds", row, at, {"room": called, "ward": ward.value, "n": count})
    return count


def _record(
    actor: Actor,
    action: str,
    row: StationRow,
    at: datetime,
    detail: dict[str, object] | None = None,
) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="rescue_station",
        subject_id=row.pk,
        at=at,
        detail={"region": row.region, **(detail or {})},
    )
