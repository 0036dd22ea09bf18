"""Stations and beds. Neither names a person."""

from __future__ import annotations

from django.db.models import F

from anju.domains.casework.rescue.data import Bed, Station, Ward
from anju.domains.casework.rescue.models import BedRow, StationRow, StayRow
from anju.foundation.actor import Actor
from anju.foundation.db.scope import held_at, subtree
from anju.foundation.errors import NotFound

SEE, WORK, LEAD, MANAGE = "rescue.see", "rescue.work", "rescue.lead", "rescue.manage"


def station_of(row: StationRow) -> Station:
    """A row as a value."""
    return Station(row.pk, row.name, row.region, row.address, row.phone, row.closed_on)


def holds_there(actor: Actor, permission: str, region: str) -> bool:
    """Whether the actor holds a permission at the very division of a station: a wider grant does not reach it."""
    return actor.kind == "system" or region in held_at(actor, permission)


def own_stations(actor: Actor) -> list[Station]:
    """The open stations whose people the actor sees. One query."""
    rows = StationRow.objects.filter(closed_on=None).order_by("region")
    if actor.kind != "system":
        rows = rows.filter(region__in=held_at(actor, SEE))
    return [station_of(r) for r in rows]


def own_station(station_id: int, actor: Actor) -> Station:
    """One of them. `NotFound` ``rescue_station_unknown``."""
    row = StationRow.objects.filter(id=station_id, closed_on=None).first()
    if row is None or not holds_there(actor, SEE, row.region):
        raise NotFound("rescue_station_unknown")
    return station_of(row)


def managed_stations(actor: Actor) -> list[Station]:
    """The stations in the regions the actor manages, closed ones too. One query a region."""
    found: list[StationRow] = []
    for region in actor.regions(MANAGE):
        low, high = subtree(region)
        found += StationRow.objects.filter(region__gte=low, region__lt=high).order_by("region")
    return [station_of(r) for r in found]


def managed_station(station_id: int, actor: Actor) -> Station:
    """One of them. `NotFound` ``rescue_station_unknown``."""
    row = StationRow.objects.filter(id=station_id).first()
    if row is None or not actor.may(MANAGE, region=row.region):
        raise NotFound("rescue_station_unknown")
    return station_of(row)


def public_stations() -> list[Station]:
    """All open stations, for everybody: where help is found at any hour. One query."""
    rows = StationRow.objects.filter(closed_on=None).order_by("region")
    return [station_of(r) for r in rows]


def beds(station_id: int) -> list[Bed]:
    """Beds by ward and room, with the stay that has each as far as the transaction sees it. Two queries."""
    taken = dict(
        StayRow.objects.filter(station_id=station_id, bed__isnull=False).values_list("bed_id", "id")
    )
    rows = BedRow.objects.filter(station_id=station_id)
    found = [
        Bed(r.pk, Ward(r.ward), r.room, r.label, r.closed, taken.get(r.pk))
        for r in rows.order_by(F("closed").asc(), "room", "label", "id")
    ]
    order = list(Ward)
    return sorted(found, key=lambda b: order.index(b.ward))
