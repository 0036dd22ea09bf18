"""Grids: the city's own parts of a community."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from anju.domains.regions.data import Level, Place
from anju.domains.regions.models import Region
from anju.domains.regions.queries.tree import one
from anju.domains.regions.rules import names
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, NotFound, Refused

PERMISSION = "rules.edit"
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
