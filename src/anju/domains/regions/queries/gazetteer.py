"""The names of provinces, prefectures and counties, kept in the process: 3,400 rows, and the names of the past."""

from __future__ import annotations

from functools import lru_cache

from anju.domains.regions.data import Level
from anju.domains.regions.models import Area, Region
from anju.domains.regions.rules.gazetteer import Entry, Gazetteer


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
