"""Divisions by code: one, its path, its children, the names of many.

What a process remembers of the division tables, it believes for a minute.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from anju.domains.regions.data import Level, Place
from anju.domains.regions.models import Region
from anju.domains.regions.rules.codes import above, prefix_of

FIELDS = ("code", "level", "name", "full_name", "parent_id")


def place(code: str, level: int, name: str, full_name: str, parent: str | None) -> Place:
    """The frozen value of a row of `FIELDS`."""
    return Place(code, Level(level), name, full_name, prefix_of(code, level), parent or "")


def _places(rows: QuerySet[Region]) -> tuple[Place, ...]:
    return tuple(place(*row) for row in rows.values_list(*FIELDS))


def one(code: str) -> Place | None:
    """The division with this code, also one that is no more."""
    found: Any = Region.objects.filter(code=code).values_list(*FIELDS).first()
    return place(*found) if found else None


def path(code: str) -> tuple[Place, ...]:
    """The divisions a code lies in, widest first, itself last."""
    return _places(Region.objects.filter(code__in=above(code)).order_by("level"))


def children(code: str) -> tuple[Place, ...]:
    """The divisions right below, in order of code; those no longer valid are left out."""
    held = one(code)
    if held is None:
        return ()
    below = Region.objects.filter(code__startswith=held.prefix, parent_id=code, valid_to=None)
    return _places(below.order_by("code"))


def provinces() -> tuple[Place, ...]:
    """The divisions of the first level, in order of code; those no longer valid are left out."""
    return _places(Region.objects.filter(level=Level.PROVINCE, valid_to=None).order_by("code"))


def divided(codes: Collection[str]) -> frozenset[str]:
    """Those of the divisions that have others right below them."""
    below = Region.objects.filter(parent_id__in=set(codes), valid_to=None)
    return frozenset(below.values_list("parent_id", flat=True).distinct())


def these(codes: Collection[str]) -> tuple[Place, ...]:
    """These divisions, in order of code; unknown codes are absent."""
    return _places(Region.objects.filter(code__in=set(codes)).order_by("code"))


def names(codes: Collection[str]) -> dict[str, str]:
    """Full names of many divisions in one statement at most; unknown codes are absent. Remembered for a minute."""
    kept, wanted = _kept_names(minute()), set(codes)
    if missing := wanted - kept.keys():
        kept.update(Region.objects.filter(code__in=missing).values_list("code", "full_name"))
    return {code: kept[code] for code in wanted if code in kept}


@lru_cache(maxsize=1)
def _kept_names(_minute: int) -> dict[str, str]:
    return {}


def forget() -> None:
    """Look again at once."""
    _kept_names.cache_clear()


SECONDS = 60
"""After these a process looks again: an administrator may have added a code through another process."""


def minute() -> int:
    """The number of the present period; answers are remembered under it."""
    return int(time.monotonic() // SECONDS)
