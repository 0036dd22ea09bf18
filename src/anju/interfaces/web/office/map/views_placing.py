"""Buildings that are not on the map yet, and where one of them stands: put there, moved, taken back."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.places import api as places
from anju.domains.places.api import Box, BuildingView, Position
from anju.domains.regions import api as regions
from anju.domains.regions.api import Datum
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.grids.views_files import DATUMS
from anju.interfaces.web.office.home.views import visible_building, wanted_regions
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, short
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

EDIT = "home.edit"
SALT = "office.map.position"
AROUND = 40_000
"""How far around a building others are shown, in units (some 400 m)."""
MOST_NEAR = 300
Change = tuple[int, list[int] | None, list[int] | None]
"""Building, where it stood, where it stands."""


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Buildings that nobody has put on the map."""
    request.actor.require(EDIT)
    asked, page = request.GET.get("region", ""), page_of(request)
    areas = [r for r in wanted_regions(request.actor, asked) if request.actor.may(EDIT, region=r)]
    found, missing, total = places.unplaced(areas, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    names = short({b.region[:12] for b in found})
    return render(
        request,
        "office/map/unplaced.html",
        {
            "lines": [
                {
                    "view": b,
                    "place": names.get(b.region[:12], ""),
                    "url": link("office:place_building", b.id),
                }
                for b in found
            ],
            "missing": missing,
            "placed": total - missing,
            "total": total,
            "import_url": link("office:positions_import", region=asked),
            "file_url": link("office:unplaced_file", region=asked),
            "map_url": link("office:map", region=asked),
            "paging": list_parts(request, page, len(found), missing),
            "kept": {},
            **area_filter(request.actor, EDIT, asked),
        },
    )


@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, building_id: int) -> HttpResponse:
    """Where one building stands: look, and put it elsewhere."""
    building = _held(request, building_id)
    if request.method == "GET":
        return _page(request, building)
    given = request.POST
    try:
        position = position_from(
            given.get("longitude", ""), given.get("latitude", ""), given.get("datum", "")
        )
        if not given.get("anyway") and building.id in places.misplaced(
            {building.id: position}, {building.id: building.region}
        ):
            raise Refused("position_other_grid")
        before = places.positions([building.id]).get(building.id)
        moved = places.place_buildings({building.id: position}, actor=request.actor, at=request.at)
    except AnjuError as error:
        return _page(request, building, error=error, text=sentence(error, request.LANGUAGE_CODE))
    if moved:
        change = signing.dumps((building.id, _pair(before), _pair(position)), salt=SALT)
        messages.success(request, _("位置已保存。"), extra_tags=link("office:place_undo", change))
    return redirect(link("office:place_building", building.id))


def _held(request: ActorRequest, building_id: int) -> BuildingView:
    building = visible_building(request.actor, building_id)
    request.actor.require(EDIT, region=building.region)
    return building


def position_from(longitude: str, latitude: str, datum: str) -> Position:
    """A position as it was typed, in degrees of a datum. `Refused` ``position_unreadable``, or ``position_outside`` for
    one that is not in the country, such as a pair in the wrong order."""
    try:
        east, north = float(longitude), float(latitude)
    except ValueError as error:
        raise Refused("position_unreadable") from error
    if not (isfinite(east) and isfinite(north)):
        raise Refused("position_unreadable")
    if abs(east) > 180 or abs(north) > 90:
        raise Refused("position_outside")
    position = Position(*regions.stored(east, north, datum_of(datum)))
    if places.outside(position):
        raise Refused("position_outside")
    return position


def datum_of(text: str) -> Datum:
    """The datum a form names."""
    return Datum.GCJ02 if text == Datum.GCJ02 else Datum.WGS84


def _pair(position: Position | None) -> list[int] | None:
    return None if position is None else [position.longitude, position.latitude]


def _page(
    request: ActorRequest, building: BuildingView, *, error: AnjuError | None = None, text: str = ""
) -> HttpResponse:
    at = places.positions([building.id]).get(building.id)
    degrees = regions.degrees((at.longitude, at.latitude), Datum.WGS84) if at else None
    given, chosen = request.POST, datum_of(request.POST.get("datum", ""))
    return render(
        request,
        "office/map/place.html",
        {
            "building": building,
            "place": short({building.region[:12]}).get(building.region[:12], ""),
            "error": text,
            "doubt": error is not None and error.code == "position_other_grid",
            "longitude": given.get("longitude", f"{degrees[0]:.7f}" if degrees else ""),
            "latitude": given.get("latitude", f"{degrees[1]:.7f}" if degrees else ""),
            "datums": [(code.value, name, code is chosen) for code, name in DATUMS],
            "data": _drawn(request, building, at),
            "building_url": link("office:building", building.id),
            "list_url": link("office:unplaced", region=building.region[:12]),
        },
        status=422 if error is not None else 200,
    )


def _drawn(request: ActorRequest, building: BuildingView, at: Position | None) -> dict[str, Any]:
    """What the map shows: the grids of the community, the own grid marked, and the buildings around."""
    community = building.region[:12]
    kept = regions.boundaries(community) or regions.boundaries(community[:9])
    box = _around(
        at, [b.shape for b in kept if b.code.startswith(building.region)] or [b.shape for b in kept]
    )
    near = places.buildings_on_map((community,), box, limit=MOST_NEAR) if box else []
    return {
        "at": _pair(at),
        "grids": [
            {
                "code": b.code,
                "name": b.name,
                "own": b.code.startswith(building.region),
                "shape": b.shape,
            }
            for b in kept
        ],
        "others": [
            {"at": [p.longitude, p.latitude], "title": b.title}
            for b, p in near
            if b.id != building.id
        ],
    }


def _around(at: Position | None, shapes: list[Any]) -> Box | None:
    if at is not None:
        return Box(
            at.longitude - AROUND, at.latitude - AROUND, at.longitude + AROUND, at.latitude + AROUND
        )
    return Box(*regions.box_of(shapes)) if shapes else None


@require_POST
def undo(request: ActorRequest, change: str) -> HttpResponse:
    """Where it stood before, unless somebody has moved it since."""
    try:
        building_id, before, after = signing.loads(change, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound("building_unknown") from error
    building = _held(request, building_id)
    places.place_buildings(
        {building.id: Position(*before) if before else None},
        instead_of={building.id: Position(*after) if after else None},
        actor=request.actor,
        at=request.at,
    )
    messages.success(request, _("已恢复到原来的位置。"))
    return redirect(link("office:place_building", building.id))
