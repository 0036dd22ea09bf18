"""Boundaries of grids as files: GeoJSON in, after a look at what it would change, and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.regions import api as regions
from anju.domains.regions.api import Datum, FilePreview
from anju.foundation.errors import Refused
from anju.interfaces.texts.sentences import sentence, text_of
from anju.interfaces.web.office.grids.choosing_area import PERMISSION, area_asked, named
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import area_filter, short
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.uploads import UPLOADS, largest, limit_attributes

DATUMS = (
    (Datum.WGS84, gettext_lazy("WGS 84 或 CGCS2000（测绘成果、天地图、GPS）")),
    (Datum.GCJ02, gettext_lazy("GCJ-02（高德、腾讯等商业地图）")),
)
CHANGES = {
    "new": gettext_lazy("新边界"),
    "changed": gettext_lazy("边界有变"),
    "same": gettext_lazy("没有变化"),
}


@require_http_methods(["GET", "POST"])
def bring(request: ActorRequest) -> HttpResponse:
    """A file is looked at (what it would change), or taken in whole."""
    prefix = area_asked(request.actor, request.POST if request.method == "POST" else request.GET)
    if request.method == "GET":
        return _page(request, prefix)
    datum = _datum(request.POST.get("datum", ""))
    try:
        text = _text(request)
        if not request.POST.get("take"):
            found = regions.preview_boundaries(
                actor=request.actor, region=prefix, text=text, datum=datum
            )
            return _page(request, prefix, found=found, datum=datum)
        edit = regions.take_boundaries(
            actor=request.actor,
            region=prefix,
            text=text,
            datum=datum,
            at=request.at,
            note=_file_name(request),
        )
    except Refused as refused:
        return _page(request, prefix, error=sentence(refused, request.LANGUAGE_CODE), datum=datum)
    message = _("已导入。") if edit else _("文件与现有边界相同，没有改动。")
    messages.success(request, message)
    return redirect(link("office:grid_map", region=prefix))


def _datum(text: str) -> Datum:
    return Datum.GCJ02 if text == Datum.GCJ02 else Datum.WGS84


def _text(request: ActorRequest) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused("file_missing")
    if (sent.size or 0) > UPLOADS["boundaries"]:
        raise Refused("upload_too_large", megabytes=UPLOADS["boundaries"] >> 20)
    try:
        return str(sent.read(), "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("geojson_unreadable") from error


def _file_name(request: ActorRequest) -> str:
    sent = request.FILES.get("file")
    return (sent.name or "") if sent else ""


def _page(
    request: ActorRequest,
    prefix: str,
    *,
    found: FilePreview | None = None,
    error: str = "",
    datum: Datum = Datum.WGS84,
) -> HttpResponse:
    return render(
        request,
        "office/grids/import.html",
        {
            "place": named(prefix),
            "prefix": prefix,
            "datums": [(code.value, message, code is datum) for code, message in DATUMS],
            "error": error,
            "preview": _preview(found, request.LANGUAGE_CODE) if found else None,
            "list_url": link("office:grids", region=prefix),
            "largest": largest("boundaries"),
            "limit": limit_attributes("boundaries"),
            "kept": {},
            **area_filter(request.actor, PERMISSION, prefix),
        },
        status=422 if error or (found and (found.problems or found.faults)) else 200,
    )


def _preview(found: FilePreview, language: str) -> dict[str, Any]:
    names = short({g.community for g in found.grids})
    return {
        "ready": not found.problems and not found.faults,
        "cleaned": found.cleaned,
        "problems": [(row, text_of(code, language, {})) for row, code in found.problems],
        "faults": len({f.code for f in found.faults}),
        "changes": sum(g.change != "same" for g in found.grids),
        "lines": [
            {
                "name": g.name,
                "place": names.get(g.community, ""),
                "change": CHANGES[g.change],
                "kind": g.change,
                "hectares": f"{g.area / 10_000:,.1f}",
                "shifted": g.shifted,
            }
            for g in found.grids
        ],
    }


@require_safe
def send(request: ActorRequest) -> HttpResponse:
    """The boundaries of an area as a GeoJSON file."""
    prefix = area_asked(request.actor, request.GET)
    datum = _datum(request.GET.get("datum", ""))
    text = regions.geojson_of(regions.boundaries(prefix), datum=datum)
    answer = HttpResponse(text, content_type="application/geo+json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="grids-{prefix}-{datum.value}.geojson"'
    return answer
