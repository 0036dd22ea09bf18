"""What an administrator adds to the published tables: a meaning of an area code, a grid of the city's own."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction

from anju.domains.regions.data import AreaFact, Level, Place
from anju.domains.regions.models import Area, Region
from anju.domains.regions.queries import areas, forget
from anju.domains.regions.queries.tree import one
from anju.domains.regions.rules import names
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.errors import Conflict, NotFound, Refused

PERMISSION = "rules.edit"
EARLIEST, LATEST = 1949, 2100


@transaction.atomic
def add_area(
    actor: Actor, code: str, name: str, since: int, until: int | None, source: str, at: datetime
) -> AreaFact:
    """Record that the code meant this place from one year to another, and where that stands."""
    if not re.fullmatch("[1-9][0-9]{5}", code):
        raise Refused("area_code_digits", code=code)
    actor.require(PERMISSION, region=code)
    name, source = name.strip(), source.strip()
    if not name or len(name) > 60:
        raise Refused("area_name_missing")
    if not source or len(source) > 120:
        raise Refused("area_source_missing")
    if not EARLIEST <= since <= LATEST or (until is not None and not since <= until <= LATEST):
        raise Refused("area_years", earliest=EARLIEST)
    above = (
        Area.objects.filter(code__in=(code[:2] + "0000", code[:4] + "00"))
        .exclude(code=code)
        .order_by("code")
    )
    full = "".join(dict.fromkeys([a.name for a in above if a.name not in ("市辖区", "县")])) + name
    try:
        with transaction.atomic():
            row = Area.objects.create(
                code=code,
                since=since,
                until=until,
                name=name,
                full_name=full[:150],
                source=source,
                certain=False,
                added=True,
            )
    except IntegrityError as error:
        raise Conflict("area_exists", code=code, since=since) from error
    record_write(
        actor,
        action="regions.add_area",
        subject_kind="area",
        subject_id=row.pk,
        at=at,
        detail={"code": code, "since": since, "until": until},
    )
    forget()
    found = areas.area(code, since)
    assert found is not None  # noqa: S101 - it was written just now
    return found


MOST = 999


@transaction.atomic
def add_grid(actor: Actor, community: str, number: int, name: str, day: date) -> Place:
    """Add grid `number` (1–999) below a community, from that day on."""
    actor.require(PERMISSION, region=community)
    above = one(community)
    if above is None or above.level != Level.COMMUNITY:
        raise NotFound("community_unknown", region=community)
    if not 1 <= number <= MOST:
        raise Refused("grid_number", number=number)
    if not name.strip():
        raise Refused("grid_name_missing")
    code = f"{community}{number:03d}"
    pinyin, initials = names.spelled(names.readings([name])[name])
    try:
        with transaction.atomic():
            Region.objects.create(
                code=code,
                level=Level.GRID,
                parent_id=community,
                name=name,
                full_name=above.full_name + name,
                pinyin=pinyin,
                initials=initials,
                valid_from=day,
                pieces=names.pairs(name),
            )
    except IntegrityError as error:
        raise Conflict("grid_exists", region=code) from error
    return Place(code, Level.GRID, name, above.full_name + name, code, community)
