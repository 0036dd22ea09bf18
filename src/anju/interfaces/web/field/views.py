"""The app's one page, its service worker and manifest; setting a phone up."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.fieldwork.api import sync, tasks
from anju.foundation.errors import AnjuError
from anju.interfaces.texts.field_app import APP_WORDS
from anju.interfaces.texts.fieldwork import CAUSES
from anju.interfaces.texts.labels import DWELLINGS, label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.field.forms import Enrolment, HomeFields, MoveIn, MoveOut, NewHome
from anju.interfaces.web.offline import worker_of
from anju.interfaces.web.session import ActorRequest

SHORTEST_PIN = 8
"""Characters; asked by the phone, to which alone it is known (`vault.js`)."""
MODULES = (
    "bundle",
    "bytes",
    "database",
    "draw",
    "entry",
    "envelope",
    "log",
    "numbers",
    "page",
    "server",
    "sync",
    "tasks",
    "vault",
)


def _modules() -> dict[str, str]:
    named = {name: static(f"anju/js/field/{name}.js") for name in MODULES}
    return {
        **named,
        "scan": static("anju/js/verify/scan.js"),
        "cards": static("anju/js/card_photo.js"),
    }


def words(language: str) -> dict[str, Any]:
    """All that the app says by itself, in one language."""
    sentences = {name: label_in(APP_WORDS, name, language) for name in APP_WORDS}
    dwellings = {code: label_in(DWELLINGS, code, language) for code in DWELLINGS}
    causes = {code: label_in(CAUSES, code, language) for code in CAUSES}
    by_visit = list(tasks.BY_VISIT)
    return {"say": sentences, "dwellings": dwellings, "causes": causes, "by_visit": by_visit}


@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The page. It is the same for everybody and holds nobody's data: the browser keeps it for days without a
    network."""
    return render(
        request,
        "field/app.html",
        {
            "modules": _modules(),
            "jsqr": static("vendor/jsqr.js"),
            "words": words(get_language() or "zh-hans"),
            "move_in": MoveIn(prefix="in", initial={"doc_type": "111", "reason": "01"}),
            "move_out": MoveOut(prefix="out"),
            "change": HomeFields(prefix="change"),
            "new_home": NewHome(prefix="home", initial={"capacity": 4, "dwelling": "02"}),
        },
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: served from ``/field/`` because that is all it may look after."""
    return worker_of(request, page=reverse("field:app"), cache="anju-field-app", at_once=True)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes the page an app of the phone (W3C Web Application Manifest)."""
    about = {
        "id": reverse("field:app"),
        "name": _("安居外业"),
        "short_name": _("安居外业"),
        "start_url": reverse("field:app"),
        "scope": reverse("field:app"),
        "display": "standalone",
        "lang": get_language() or "zh-hans",
        "background_color": "#f5f6f4",
        "theme_color": "#0d5c63",
        "icons": [
            {"src": static("anju/mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return HttpResponse(
        json.dumps(about, ensure_ascii=False), content_type="application/manifest+json"
    )


@require_http_methods(["GET", "POST"])
def enrol(request: ActorRequest) -> HttpResponse:
    """Set this phone up for the work of whoever is signed in. The answer holds the device's secret, once."""
    if request.method == "GET":
        return render(request, "field/enrol.html", _enrolment(request, Enrolment()))
    form = Enrolment(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": form.errors["name"][0]}, status=422)
    try:
        made = sync.enrol(
            request.actor,
            name=form.cleaned_data["name"],
            persisted=request.POST.get("persisted") == "1",
            at=request.at,
        )
    except AnjuError as refused:
        return JsonResponse({"error": reason_text(refused.code, **refused.params)}, status=422)
    return JsonResponse(
        {"secret": made.secret, "name": made.device.name}, headers={"Cache-Control": "no-store"}
    )


def _enrolment(request: ActorRequest, form: Enrolment) -> dict[str, Any]:
    return {
        "form": form,
        "modules": _modules(),
        "shortest": SHORTEST_PIN,
        "holder": request.actor.user_id,
        "areas": sync.areas_of(request.actor),
        "words": words(get_language() or "zh-hans"),
    }
