"""Names of divisions, kept in the process: those of the whole country down to counties, and all of one part of it."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import Q

from anju.domains.regions.data import Level
from anju.domains.regions.models import Area, Region
from anju.domains.regions.rules.codes import above, span
from anju.domains.regions.rules.gazetteer import Entry, Gazetteer
from anju.domains.regions.rules.local import LocalNames


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """Present divisions down to the counties, and every area code of the past."""
    present = Region.objects.filter(level__lte=Level.COUNTY, valid_to=None).values_list(
        "code", "level", "name"
    )
    past = Area.objects.exclude(until=None).values_list("code", "name")
    entries = [Entry(code[:6], level, name, True) for code, level, name in present]
    entries += [
        Entry(code, 1 + (code[2:] != "0000") + (code[4:] != "00"), name, False)
        for code, name in past
    ]
    return Gazetteer(entries)


KEPT = 256
"""Parts of the country whose names are kept at once; those of a county are some five hundred."""
COMMUNITY, TOWN = 12, 9
"""Digits of the codes."""
Row = tuple[str, int, str]


@lru_cache(maxsize=1 << 14)
def community(code: str) -> str:
    """The community a code of twelve or more digits lies in, as people call it; "" for wider codes and unknown ones."""
    found = (
        Region.objects.filter(code=code[:COMMUNITY], level=Level.COMMUNITY)
        .values_list("name", flat=True)
        .first()
    )
    return LocalNames.called(found) if found else ""


def division_names(prefix: str) -> LocalNames:
    """The divisions a prefix lies in and those inside it: communities from a prefecture downwards, towns of a province,
    counties of the country."""
    return _of_community(prefix[:COMMUNITY]) if len(prefix) >= COMMUNITY else _of_wider(prefix)


@lru_cache(maxsize=1 << 12)
def _of_community(code: str) -> LocalNames:
    """From the names of its town, which the next community of a list needs as well."""
    around = set(above(code))
    rows = [r for r in _rows(code[:TOWN]) if r[0] in around]
    return LocalNames(
        rows if any(r[0] == code for r in rows) else _rows(code)
    )  # one that has ended is not in its town


@lru_cache(maxsize=KEPT)
def _of_wider(prefix: str) -> LocalNames:
    return LocalNames(_rows(prefix))


@lru_cache(maxsize=KEPT)
def _rows(prefix: str) -> frozenset[Row]:
    deepest = Level.COMMUNITY if len(prefix) >= 4 else Level.TOWN if prefix else Level.COUNTY
    low, high = span(prefix)
    inside = Q(code__gte=low, code__lt=high, level__lte=deepest, valid_to=None)
    found = Region.objects.filter(inside | Q(code__in=above(prefix)) if prefix else inside)
    return frozenset(found.values_list("code", "level", "name"))


def forget() -> None:
    """Read the divisions anew from now on: they have changed."""
    for kept in (community, _of_community, _of_wider, _rows):
        kept.cache_clear()
