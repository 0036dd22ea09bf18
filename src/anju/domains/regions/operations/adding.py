"""What an administrator adds to the published tables: a meaning of an area code."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.domains.regions.data import AreaFact
from anju.domains.regions.models import Area
from anju.domains.regions.queries import areas, forget
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.errors import Conflict, Refused

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
