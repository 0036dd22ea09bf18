"""A city's lists of services: those that hold, those of before; bringing a file, taking a list back."""

from __future__ import annotations

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.casework.api import catalogue
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.office.naming import area_filter, names_for, prefix_requested
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def listing(request: ActorRequest) -> HttpResponse:
    """The lists of the actor's regions; a POST brings a file."""
    request.actor.require(catalogue.EDIT)
    error = ""
    if request.method == "POST":
        try:
            return _brought(request)
        except Refused as refused:
            error = sentence(refused, get_language() or "zh-hans")
    region = _region(request.actor, request.POST.get("region", ""))
    found = catalogue.catalogues(request.actor.regions(catalogue.EDIT))
    names = names_for(codes=[c.region for c in found])
    live = _holding(found)
    return render(
        request,
        "office/catalogue/list.html",
        {
            "lines": [
                {"one": c, "place": names.place(c.region), "holds": c.id in live} for c in found
            ],
            "columns": [(title, most) for _name, title, most in catalogue.COLUMNS],
            **area_filter(request.actor, catalogue.EDIT, region),
            "error": error,
        },
        status=422 if error else 200,
    )


def _holding(found: list[catalogue.ImportedCatalogue]) -> set[int]:
    """The latest list of each region that was not withdrawn; `found` is ordered from the newest."""
    latest: dict[str, int] = {}
    for one in found:
        if one.withdrawn_at is None:
            latest.setdefault(one.region, one.id)
    return set(latest.values())


def _brought(request: ActorRequest) -> HttpResponse:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused("catalogue_file")
    made = catalogue.import_catalogue(
        _region(request.actor, request.POST.get("region", "")),
        sent.read(catalogue.MOST_BYTES + 1),
        sent.name or "",
        actor=request.actor,
        at=request.at,
    )
    messages.success(
        request,
        _("已公布 %(n)s 项，%(m)s 行未通过。") % {"n": made.accepted, "m": len(made.refused)},
    )
    return redirect("office:catalogue")


def _region(actor: Actor, chosen: str) -> str:
    return prefix_requested(chosen) or next((r for r in actor.regions(catalogue.EDIT) if r), "")


def _one(request: ActorRequest, catalogue_id: int) -> catalogue.ImportedCatalogue:
    found = catalogue.catalogue(catalogue_id)
    if not request.actor.may(catalogue.EDIT, region=found.region):
        raise NotFound("catalogue_unknown")
    return found


@require_safe
def refused(request: ActorRequest, catalogue_id: int) -> HttpResponse:
    """The lines that were left out, as they stood in the file, with the reason: to be put right and sent again."""
    found = _one(request, catalogue_id)
    language = get_language() or "zh-hans"
    widest = max((len(r.cells) for r in found.refused), default=0)
    rows = [
        [
            str(r.line),
            sentence(AnjuError(r.fault, column=r.column, value=r.value), language),
            *r.cells,
            *[""] * (widest - len(r.cells)),
        ]
        for r in found.refused
    ]
    titles = [_("行"), _("未通过的原因"), *[""] * widest]
    frame = pl.DataFrame(rows, schema={f"c{n}": pl.Utf8 for n in range(widest + 2)}, orient="row")
    return workbook(frame, _("未通过的行"), f"catalogue-{found.number}-refused.xlsx", titles)


@require_safe
def entries(request: ActorRequest) -> HttpResponse:
    """The entries that hold in a region as a file of the form that is brought: a city begins with it."""
    request.actor.require(catalogue.EDIT)
    region = _region(request.actor, request.GET.get("region", ""))
    found = catalogue.services(region, local_date(request.at))
    rows = [
        [
            s.code,
            s.field[0],
            s.name[0],
            s.audience[0],
            s.content[0],
            s.standard[0],
            s.payer[0],
            s.lead[0],
            s.place[0],
            "、".join(s.documents),
            s.valid_from.isoformat(),
            s.valid_to.isoformat() if s.valid_to else "",
        ]
        for s in found
    ]
    titles = [title for _name, title, _most in catalogue.COLUMNS]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(titles, pl.Utf8), orient="row")
    return workbook(frame, _("服务目录"), "services.xlsx", titles)


@require_POST
def withdraw(request: ActorRequest, catalogue_id: int) -> HttpResponse:
    """Take a list back: the one before it holds again."""
    catalogue.withdraw_catalogue(catalogue_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤回，上一版重新有效。"))
    return redirect("office:catalogue")
