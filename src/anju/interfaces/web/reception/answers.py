"""How the reception answers: the whole page, or to its script the parts that changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.reception import day
from anju.interfaces.web.reception.panels import Panel
from anju.interfaces.web.reception.place import Reception, ReceptionArea, floors, reception_now
from anju.interfaces.web.session import ActorRequest

View = Callable[[ActorRequest, ReceptionArea], HttpResponseBase]


def by_script(request: ActorRequest) -> bool:
    """True for the script of the page, which puts the parts of the answer into it."""
    return request.headers.get("X-Reception") == "1"


def reception_of(request: ActorRequest, area: ReceptionArea) -> Reception:
    """The reception as it stands, with the building that the page has before it."""
    building = request.POST.get("building") or request.GET.get("building", "")
    return reception_now(area, today=local_date(request.at), building=building)


def answer(
    request: ActorRequest, reception: Reception, panel: Panel, *, changed: bool = False
) -> HttpResponse:
    """The panel; after a change (`changed`, the reception read anew) also the rooms and the list of the day."""
    context: dict[str, Any] = {
        **panel.context,
        "area": reception.area,
        "reception": reception,
        "urls": urls(reception.area),
        "panel": f"reception/panels/{panel.name}.html",
        "building_id": reception.chosen.id if reception.chosen else "",
    }
    if by_script(request) and not changed:
        return render(request, "reception/panel.html", context, status=panel.status)
    context |= {"floors": floors(reception), **day.latest(request, reception)}
    template = "reception/parts.html" if by_script(request) else "reception/page.html"
    return render(request, template, context, status=panel.status)


def urls(area: ReceptionArea) -> dict[str, str]:
    """The addresses of the reception's pages, by name."""
    names = (
        "reception",
        "find",
        "open",
        "arrive",
        "confirm",
        "leave",
        "undo",
        "invite",
        "day",
        "file",
    )
    return {n: area.url("reception" if n == "reception" else f"reception_{n}") for n in names}


def with_sentence(view: View) -> View:
    """A named error becomes a sentence above what was typed, when the script asked; nothing of what was done counts."""

    @wraps(view)
    def asked(request: ActorRequest, area: ReceptionArea) -> HttpResponseBase:
        if not by_script(request):
            return view(request, area)
        try:
            return view(request, area)
        except AnjuError as error:
            transaction.set_rollback(True)
            text = reason_text(error.code, **error.params)
            return render(
                request, "reception/note.html", {"text": text, "tone": "error"}, status=409
            )

    return asked
