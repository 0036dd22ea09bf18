"""Names of one part of the country, kept in the process."""

from __future__ import annotations

from functools import lru_cache

from anju.domains.regions.data import Level
from anju.domains.regions.models import Region
from anju.domains.regions.rules.codes import above, span
from anju.domains.regions.rules.local import LocalNames

KEPT = 256
"""Parts of the country whose names are kept at once; those of a county are some five hundred."""


@lru_cache(maxsize=1 << 14)
def community(code: str) -> str:
    """The community a code of twelve or more digits lies in, as people call it; "" for wider codes and unknown ones."""
    found = Region.objects.filter(code=code[:12], level=Level.COMMUNITY).values_list("name", flat=True).first()
    return LocalNames.called(found) if found else ""


@lru_cache(maxsize=KEPT)
def names_around(prefix: str) -> LocalNames:
    """The divisions a prefix lies in and those inside it: communities from a prefecture downwards, towns of a province,
    counties of the country."""
    prefix = prefix[:12]
    deepest = Level.COMMUNITY if len(prefix) >= 4 else Level.TOWN if prefix else Level.COUNTY
    low, high = span(prefix)
    inside = Region.objects.filter(code__gte=low, code__lt=high, level__lte=deepest, valid_to=None)
    around = Region.objects.filter(code__in=above(prefix)) if prefix else Region.objects.none()
    return LocalNames({*inside.values_list("code", "level", "name"), *around.values_list("code", "level", "name")})

