"""How many vacancies there are in each community of a town: as links, and on a map of our own boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from anju.domains.housing.api import listings
from anju.domains.regions import api as regions
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.vacancies.asked import Asked, asked


@dataclass(frozen=True, slots=True)
class Part:
    """A community with what is wanted there. `url`: the search narrowed to it."""

    code: str
    name: str
    count: int
    url: str


def parts(wanted: Asked) -> list[Part]:
    """The communities of the chosen town in which something is found, most first. Two queries; none where no town is
    chosen."""
    counts = listings.count_by_community(wanted.search)
    names = {p.code: p.name for p in regions.children(wanted.region)} if counts else {}
    base = wanted.without("region")
    found = [
        Part(code, names[code], count, f"{base}{'&' if len(base) > 1 else ''}region={code}")
        for code, count in counts.items()
        if code in names
    ]
    return sorted(found, key=lambda p: (-p.count, p.code))


@require_safe
def areas(request: ActorRequest) -> JsonResponse:
    """Boundaries of the grids of the chosen town, each with its community: what the map draws. Empty where none are
    kept or no town is chosen."""
    wanted = asked(request.GET)
    found = {p.code: p for p in parts(wanted)}
    kept = regions.boundaries(wanted.search.place) if found else []
    return JsonResponse({"areas": [_area(b, found.get(b.code[:12])) for b in kept]})


def _area(boundary: regions.Boundary, part: Part | None) -> dict[str, Any]:
    return {
        "code": boundary.code,
        "community": boundary.code[:12],
        "name": part.name if part else "",
        "count": part.count if part else 0,
        "url": part.url if part else "",
        "shape": boundary.shape,
    }
