"""The map of grids: drawn from our own boundaries, edited step by step, saved whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from anju.domains.regions import api as regions
from anju.domains.regions.api import Boundary, Drawn
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.grids.choosing_area import (
    PERMISSION,
    area_asked,
    named,
    small_enough,
)
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import area_filter, short
from anju.interfaces.web.refusals import STATUS
from anju.interfaces.web.session import ActorRequest

FAULTS = {
    "crosses": gettext_lazy("“%(name)s”的边界自己交叉了"),
    "overlap": gettext_lazy("“%(name)s”与相邻网格重叠或留缝"),
    "small": gettext_lazy("“%(name)s”太小了"),
    "empty": gettext_lazy("“%(name)s”没有剩下地方"),
}


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """The editor; with `edit` the boundaries just after a past change, to be looked at only."""
    prefix = small_enough(area_asked(request.actor, request.GET))
    past = record_number(request.GET.get("edit", ""))
    edit = regions.grid_edit(past)[0] if past else None
    grids = regions.grids(prefix)
    names = short({g.community for g in grids})
    return render(
        request,
        "office/grids/map.html",
        {
            "place": named(prefix),
            "prefix": prefix,
            "edit": edit,
            "data_url": link("office:grid_boundaries", region=prefix, edit=past),
            "list_url": link("office:grids", region=prefix),
            "history_url": link("office:grid_history", region=prefix),
            "import_url": link("office:grid_import", region=prefix),
            "grids": grids,
            "communities": [
                {
                    "code": p.code,
                    "name": names.get(p.code) or p.name,
                    "taken": _taken(p.code, grids),
                }
                for p in _communities(prefix)
            ],
            "kept": {},
            **area_filter(request.actor, PERMISSION, request.GET.get("region", "")),
        },
    )


def _communities(prefix: str) -> list[regions.Place]:
    """The communities of the area, at most of one county."""
    found = [regions.get(regions.padded(prefix[:12]))]
    while found and found[0].level < regions.Level.COMMUNITY:
        found = [child for place in found for child in regions.children(place.code)]
    return found


def _taken(community: str, grids: list[regions.Grid]) -> str:
    """The numbers of its grids, three digits each, by comma."""
    return ",".join(g.code[12:] for g in grids if g.community == community)


@require_safe
def boundaries(request: ActorRequest) -> JsonResponse:
    """The boundaries of an area with those that touch it, in units of 1e-7 degree."""
    prefix = small_enough(area_asked(request.actor, request.GET))
    past = record_number(request.GET.get("edit", ""))
    if past:
        at = regions.grid_edit(past)[0].at
        found = regions.boundaries(prefix, at=at)
    else:
        found = regions.boundaries(prefix, neighbours=True)
    places = short({b.code[:12] for b in found})
    return JsonResponse(
        {
            "units": regions.UNITS,
            "grids": [
                {
                    "code": b.code,
                    "name": b.name,
                    "community": places.get(b.code[:12], ""),
                    "version": b.version,
                    "own": request.actor.may(PERMISSION, region=b.code),
                    "shape": b.shape,
                    "area": b.area,
                }
                for b in found
            ],
        }
    )


@require_POST
def save(request: ActorRequest) -> JsonResponse:
    """Try the steps of the editor (`save` empty), or save them. Answers what the boundaries become and what is wrong; a
    refusal is a sentence, with the status that pages have for it."""
    try:
        prefix = area_asked(request.actor, request.POST)
        steps, base = _json(request.POST.get("steps", "")), _json(request.POST.get("base", "{}"))
        drawn = regions.edit_boundaries(
            actor=request.actor,
            region=prefix,
            steps=steps,
            base=base if isinstance(base, Mapping) else {},
            at=request.at,
            note=request.POST.get("note", "").strip(),
            save=bool(request.POST.get("save")),
        )
    except AnjuError as error:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
        text = sentence(error, request.LANGUAGE_CODE)
        return JsonResponse({"refused": text, "reason": error.code}, status=status)
    return JsonResponse(_answer(drawn, regions.boundaries(prefix, neighbours=True)))


def _json(text: str) -> Any:  # noqa: ANN401 - whatever the page sent
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("grid_step_unreadable") from error


def _answer(drawn: Drawn, held: list[Boundary]) -> dict[str, Any]:
    names = {b.code: b.name for b in held} | dict(drawn.made)
    text = ""
    if drawn.edit:
        count = len(drawn.shapes)
        text = ngettext(
            "已保存，%(n)d 个网格的边界变了。", "已保存，%(n)d 个网格的边界变了。", count
        ) % {"n": count}
    return {
        "edit": drawn.edit,
        "said": text,
        "shapes": drawn.shapes,
        "made": drawn.made,
        "versions": {b.code: b.version for b in held} if drawn.edit else {},
        "faults": [
            {"said": FAULTS[f.kind] % {"name": names.get(f.code, "")}, "lines": f.lines}
            for f in drawn.faults
        ],
    }
