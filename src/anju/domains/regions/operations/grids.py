"""Grids: the city's own parts of a community."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction

from anju.domains.regions.data import Level, Place
from anju.domains.regions.models import Region
from anju.domains.regions.queries.tree import one
from anju.domains.regions.rules import names
from anju.foundation.actor import Actor
from anju.foundation.errors import Conflict, NotFound, Refused

PERMISSION = "grid.edit"
MOST = 999


@transaction.atomic
def add_grid(actor: Actor, community: str, number: int, name: str, day: date) -> Place:
    """Add grid `number` (1–999) below a community, from that day on."""
    actor.require(PERMISSION, region=community)
    return _create(community, number, name, day)


def _create(community: str, number: int, name: str, day: date) -> Place:
    above = one(community)
    if above is None or above.level != Level.COMMUNITY:
        raise NotFound("community_unknown", region=community)
    if not 1 <= number <= MOST:
        raise Refused("grid_number", number=number)
    if not name.strip():
        raise Refused("grid_name_missing")
    code = f"{community}{number:03d}"
    try:
        with transaction.atomic():
            Region.objects.create(
                code=code,
                level=Level.GRID,
                parent_id=community,
                valid_from=day,
                **_named(name, above),
            )
    except IntegrityError as error:
        raise Conflict("grid_exists", region=code) from error
    return Place(code, Level.GRID, name, _full_name(name, above), code, community)


def _full_name(name: str, above: Place) -> str:
    """The name of a grid with those it lies in; the community that many grids carry in their own name stands once."""
    return above.full_name + name.removeprefix(above.name)


def _named(name: str, above: Place) -> dict[str, object]:
    pinyin, initials = names.spelled(names.readings([name])[name])
    return {
        "name": name,
        "full_name": _full_name(name, above),
        "pinyin": pinyin,
        "initials": initials,
        "pieces": names.pairs(name),
    }


def open_grid(code: str, name: str, day: date) -> None:
    """The grid of this code is there from that day on: a new one, or one that had ended, under this name."""
    held = Region.objects.select_for_update().filter(code=code).first()
    if held is None:
        _create(code[:12], int(code[12:]), name, day)
        return
    if held.valid_to is None:
        raise Conflict("grid_exists", region=code)
    if not name.strip():
        raise Refused("grid_name_missing")
    Region.objects.filter(code=code).update(valid_to=None, **_named(name, _community(code)))


def end_grids(codes: Collection[str], day: date) -> None:
    """These grids are no more from that day on; their codes stay known."""
    Region.objects.filter(code__in=codes, level=Level.GRID).update(valid_to=day)


def rename_grid(actor: Actor, code: str, name: str) -> None:
    """Give a grid another name. Needs `grid.edit` there. Raises `NotFound` `grid_unknown`, `Refused`
    `grid_name_missing`."""
    actor.require(PERMISSION, region=code)
    held = Region.objects.filter(code=code, level=Level.GRID).first()
    if held is None:
        raise NotFound("grid_unknown", region=code)
    if not name.strip():
        raise Refused("grid_name_missing")
    Region.objects.filter(code=code).update(**_named(name.strip(), _community(code)))


def _community(code: str) -> Place:
    """The community of a grid. `NotFound` ``community_unknown``."""
    above = one(code[:12])
    if above is None:
        raise NotFound("community_unknown", region=code[:12])
    return above


def is_open(code: str) -> bool:
    """Is there a grid of this code that has not ended?"""
    return Region.objects.filter(code=code, level=Level.GRID, valid_to=None).exists()


def ended_names(codes: Collection[str]) -> dict[str, str]:
    """The names of those of these grids that have ended."""
    rows = Region.objects.filter(code__in=codes, valid_to__isnull=False)
    return dict(rows.values_list("code", "name"))
