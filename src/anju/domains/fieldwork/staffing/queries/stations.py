"""Stations, and who works at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from django.db.models import Q, QuerySet

from anju.domains.access import api as access
from anju.domains.fieldwork.staffing.data.values import (
    Hours,
    PostingView,
    PostKind,
    Span,
    StationPlan,
    StationView,
)
from anju.domains.fieldwork.staffing.models import Posting, Station
from anju.foundation.errors import NotFound

PLAN = "staff.plan"
"""Who keeps stations and rosters."""


def station_view(row: Station) -> StationView:
    """A station as a value."""
    plan = StationPlan(
        row.name, row.region, tuple(row.serves), row.address, row.phone, hours_from(row.hours)
    )
    return StationView(row.id, plan, row.closed_on)


def hours_from(stored: Sequence[Sequence[str] | None]) -> Hours:
    """Opening hours as values."""
    return tuple(_span(one) for one in stored)


def _span(stored: Sequence[str] | None) -> Span | None:
    return (time.fromisoformat(stored[0]), time.fromisoformat(stored[1])) if stored else None


def touching(regions: Iterable[str], column: str = "region") -> Q:
    """Rows whose region lies in one of these, or around one of them."""
    found = Q(pk__in=[])
    for region in regions:
        wider = [region[:n] for n in range(2, len(region) + 1)]
        found |= Q(**{f"{column}__startswith": region}) | Q(**{f"{column}__in": wider})
    return found


def stations(regions: Sequence[str], *, closed: bool = False) -> list[StationView]:
    """Stations of these regions, and those around them that may serve them. Public facts. One query."""
    found = Station.objects.filter(touching(regions))
    found = found if closed else found.filter(closed_on=None)
    return [station_view(r) for r in found.order_by("closed_on", "region", "name")]


def find_stations(
    *, day: date, region: str = "", q: str = "", limit: int = 50, offset: int = 0
) -> tuple[list[StationView], int]:
    """Stations that there are on that day in a division (prefix), and those around it that may serve it, whose name,
    address or phone holds the text; by place and name, and how many there are. Public facts. Two queries."""
    found = Station.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day))
    if region:
        found = found.filter(touching([region]))
    for word in q.split()[:5]:
        found = found.filter(
            Q(name__contains=word) | Q(address__contains=word) | Q(phone__contains=word)
        )
    page = found.order_by("region", "name", "id")[offset : offset + limit]
    return [station_view(r) for r in page], found.count()


def station(station_id: int) -> StationView:
    """One station. `NotFound` ``station_unknown``."""
    row = Station.objects.filter(id=station_id).first()
    if row is None:
        raise NotFound("station_unknown")
    return station_view(row)


def postings(regions: Sequence[str], *, day: date | None = None) -> list[PostingView]:
    """Postings of these regions (in force on that `day`), as far as the transaction sees. Two queries."""
    found = Posting.objects.filter(touching(regions))
    if day is not None:
        found = found.filter(period__contains=day)
    return views(found.order_by("station__region", "station__name", "user_id"))


def postings_of(user_id: int, *, day: date) -> list[PostingView]:
    """Where an account is posted on that day. Two queries."""
    return views(Posting.objects.filter(user_id=user_id, period__contains=day))


def postings_at(station_id: int) -> list[PostingView]:
    """All postings there have been at a station, those in force first. Two queries."""
    return views(Posting.objects.filter(station_id=station_id).order_by("-period", "user_id"))


def views(found: QuerySet[Posting]) -> list[PostingView]:
    """Postings as values, with the names of the accounts."""
    rows = list(found.select_related("station"))
    names = access.display_names([r.user_id for r in rows]) if rows else {}
    return [posting_view(r, names) for r in rows]


def posting_view(row: Posting, names: Mapping[int, str]) -> PostingView:
    """One posting as a value."""
    period: Any = row.period
    return PostingView(
        row.id,
        row.user_id,
        names.get(row.user_id, ""),
        row.station_id,
        row.station.name,
        row.region,
        PostKind(row.kind),
        tuple(row.grids),
        period.lower,
        period.upper,
    )
