"""The list of grids, their names, and the history of their boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anju.domains.regions import api as regions
from anju.domains.regions.api import Grid, GridEdit
from anju.interfaces.web.office.grids.choosing_area import PERMISSION, area_asked, named
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter, short
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

KINDS = {
    "edit": gettext_lazy("在地图上修改"),
    "import": gettext_lazy("导入文件"),
    "undo": gettext_lazy("撤销"),
}
MOST_NAMED = 4
"""Grids of a change that are named; of the others there is a count."""
WIDEST = 6
"""Digits of the widest area whose grids are listed at once: a county."""


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """The grids of an area by community: their size, and which have no boundary yet."""
    prefix = area_asked(request.actor, request.GET)
    narrow = len(prefix) >= WIDEST
    found = regions.grids(prefix) if narrow else []
    names = short({g.community for g in found})
    return render(
        request,
        "office/grids/list.html",
        {
            "narrow": narrow,
            "place": named(prefix),
            "groups": [
                {"place": names.get(code, ""), "grids": [_line(g) for g in members]}
                for code, members in groupby(found, key=lambda g: g.community)
            ],
            "total": len(found),
            "bare": sum(g.area is None for g in found),
            "kept": {},
            **_ways(prefix),
            **area_filter(request.actor, PERMISSION, request.GET.get("region", "")),
        },
    )


def _ways(prefix: str) -> dict[str, str]:
    routes = {
        "map_url": "office:grid_map",
        "import_url": "office:grid_import",
        "history_url": "office:grid_history",
        "export_url": "office:grid_export",
    }
    return {name: link(route, region=prefix) for name, route in routes.items()}


def _line(grid: Grid) -> dict[str, Any]:
    return {
        "grid": grid,
        "hectares": None if grid.area is None else f"{grid.area / 10_000:,.1f}",
        "url": link("office:grid_map", region=grid.code),
    }


@require_POST
def rename(request: ActorRequest) -> HttpResponse:
    """Another name for one grid."""
    code = request.POST.get("code", "")
    regions.rename_grid(actor=request.actor, code=code, name=request.POST.get("name", "")[:100])
    messages.success(request, _("已改名。"))
    return redirect(link("office:grids", region=code[:12]))


@require_safe
def history(request: ActorRequest) -> HttpResponse:
    """Who changed which boundaries when; each change can be looked at and taken back."""
    prefix, page = area_asked(request.actor, request.GET), page_of(request)
    found = regions.grid_edits(prefix, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE)
    shown = found[:PER_PAGE]
    return render(
        request,
        "office/grids/history.html",
        {
            "place": named(prefix),
            "lines": _entries(shown, prefix),
            "list_url": link("office:grids", region=prefix),
            "map_url": link("office:grid_map", region=prefix),
            "paging": list_parts(request, page, len(shown), (page - 1) * PER_PAGE + len(found)),
        },
    )


def _entries(found: Sequence[GridEdit], prefix: str) -> list[dict[str, Any]]:
    names = short({c for e in found for c in e.codes[:MOST_NAMED]})
    return [
        {
            "edit": edit,
            "kind": KINDS[edit.kind],
            "grids": [names[c] for c in edit.codes[:MOST_NAMED] if c in names],
            "more": max(0, len(edit.codes) - MOST_NAMED),
            "url": link("office:grid_map", region=prefix, edit=edit.id),
        }
        for edit in found
    ]


@require_POST
def undo(request: ActorRequest, edit_id: int) -> HttpResponse:
    """Take one change back."""
    edit = regions.grid_edit(edit_id)[0]
    regions.undo_grid_edit(edit_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤销，边界恢复到改动以前。"))
    return redirect(link("office:grid_history", region=edit.region))
