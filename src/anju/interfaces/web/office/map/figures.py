"""The figures of the map: counts of each part of an area, counted at most once a minute, and the colours they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext_lazy

from anju.domains.fieldwork.api import tasks
from anju.domains.housing.api import listings
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.interfaces.web.office.naming import grid_name, short
from anju.interfaces.web.session import ActorRequest

FRESH = 60
"""Seconds for which counted figures are shown again."""
OUTLINES = 3600
"""Seconds for which outlines are kept; they are made anew when a boundary changes."""
MOST_DRAWN = 4_000
"""Boundaries that one map draws."""
BANDS = 5
LEVELS = (2, 4, 6, 9, 12, 15)
"""Digits of a province, city, county, town, community, grid."""
LAYERS = {
    "residents": gettext_lazy("登记居民"),
    "let": gettext_lazy("在住房屋"),
    "free": gettext_lazy("空置房屋"),
    "listings": gettext_lazy("在租房源"),
    "tasks": gettext_lazy("上门任务"),
    "late": gettext_lazy("已逾期任务"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the area with its counts by layer."""

    code: str
    name: str
    counts: Mapping[str, int]


def digits_of_parts(region: str, asked: str) -> int:
    """Digits of the parts that an area is shown in: the level below it, or two below where that is asked for."""
    below = [d for d in LEVELS if d > len(region)] or [LEVELS[-1]]
    return int(asked) if asked in {str(d) for d in below[:2]} else below[0]


def parts_of(request: ActorRequest, region: str, digits: int) -> list[Part]:
    """The parts of an area with their counts, in order of code. Counted at most once a minute for all who may see the
    figures of that area; seven queries."""
    register.by_area.require_figures(request.actor, (region,))
    key = f"office.map:{region}:{digits}:{local_date(request.at)}"
    found: list[Part] | None = cache.get(key)
    if found is None:
        found = _counted(request, region, digits)
        cache.set(key, found, FRESH)
    return found


def _counted(request: ActorRequest, region: str, digits: int) -> list[Part]:
    about: dict[str, Any] = {"digits": digits, "actor": request.actor}
    people = register.by_area.counts((region,), at=request.at, **about)
    loads = register.by_area.loads((region,), at=request.at, **about)
    waiting = tasks.area_tasks((region,), today=local_date(request.at), **about)
    offered = listings.open_by_area(region, digits=digits)
    codes = sorted({*people, *loads, *waiting, *offered, *_known(region, digits)})
    names = _names(region, codes)
    return [
        Part(
            code,
            names.get(code, code),
            {
                "residents": people[code].residents if code in people else 0,
                "let": loads[code].let if code in loads else 0,
                "free": loads[code].free if code in loads else 0,
                "listings": offered.get(code, 0),
                "tasks": waiting[code].tasks if code in waiting else 0,
                "late": waiting[code].late if code in waiting else 0,
            },
        )
        for code in codes
    ]


def _known(region: str, digits: int) -> list[str]:
    """Parts that exist, also those in which there is nothing: the divisions right below, or all grids."""
    if digits == LEVELS[-1]:
        return [g.code for g in regions.grids(region)] if len(region) >= LEVELS[2] else []
    found = [p.prefix for p in regions.children(regions.padded(region))] if region else []
    return [p for p in found if len(p) == digits]


def _names(region: str, codes: Sequence[str]) -> dict[str, str]:
    grids = {c for c in codes if len(c) == LEVELS[-1]}
    own = {g.code: g.name for g in regions.grids(region)} if grids else {}
    wide = {c: c[:12].ljust(12, "0") for c in codes}
    places = short(set(wide.values()))
    return {
        c: grid_name(places.get(wide[c], ""), own[c]) if c in own else places.get(wide[c], c)
        for c in codes
    }


def totals(parts: Sequence[Part]) -> dict[str, int]:
    """The sums of the parts."""
    return {layer: sum(p.counts[layer] for p in parts) for layer in LAYERS}


def bands(values: Sequence[int]) -> list[int]:
    """The upper ends of up to five bands of the values above 0, as evenly filled as equal values allow."""
    sorted_ = sorted(v for v in values if v > 0)
    ends = (
        {sorted_[-(-len(sorted_) * n // BANDS) - 1] for n in range(1, BANDS + 1)}
        if sorted_
        else set()
    )
    return sorted(ends)


def band_of(value: int, ends: Sequence[int]) -> int:
    """The number of the band a value lies in, from 1; 0 for none."""
    return next((n for n, end in enumerate(ends, 1) if value <= end), 0) if value > 0 else 0


def legend(ends: Sequence[int]) -> list[dict[str, Any]]:
    """The bands in words of numbers: from – to."""
    low, out = 1, []
    for n, end in enumerate(ends, 1):
        out.append({"band": n, "text": f"{low:,}–{end:,}" if low < end else f"{end:,}"})
        low = end + 1
    return out


def shapes_of(region: str, digits: int) -> tuple[dict[str, Any], bool]:
    """What each part covers, and whether there are more boundaries than one map draws (then nothing is drawn). Kept
    until a boundary changes."""
    count, latest = regions.boundaries_state(region)
    if count > MOST_DRAWN:
        return {}, True
    key = f"office.map.shapes:{region}:{digits}:{count}:{latest}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = regions.outlines(region, digits=digits) if count else {}
        cache.set(key, found, OUTLINES)
    return found, False
