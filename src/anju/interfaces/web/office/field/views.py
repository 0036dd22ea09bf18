"""Entries from the field that could not count by themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.fieldwork.api import sync
from anju.domains.fieldwork.api.sync import Decision, OperationView, Side
from anju.domains.regions import api as regions
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.texts.field_app import APP_WORDS
from anju.interfaces.texts.labels import DWELLINGS, label_in
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.field.views_phones import queue_field
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

PERMISSION = "review.decide"
NEW_HOME = "new"
"""Chosen in place of a home that may be the same."""


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """What waits, oldest first, each with what is needed to decide it."""
    request.actor.require(PERMISSION)
    page = page_of(request)
    found, total = sync.open_operations(request.actor, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    if found:
        audit.record_list(
            request.actor,
            action="field.list",
            subject_kind="field_operation",
            subject_id=found[0].id,
            fields=["name"],
            at=request.at,
        )
    names = regions.names({o.region[:12] for o in found})
    return render(
        request,
        "office/field/list.html",
        {
            "lines": [_line(o, names) for o in found],
            "queue": queue_field(),
            "paging": list_parts(request, page, len(found), total),
        },
    )


def _line(operation: OperationView, names: dict[str, str]) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    kind = f"kind_{operation.kind}"
    return {
        "o": operation,
        "title": label_in(APP_WORDS, kind, language) if kind in APP_WORDS else _("无法读取的记录"),
        "place": names.get(operation.region[:12], ""),
        "reason": reason_text(operation.reason),
        "content": _content(operation, language),
        "both": _both(operation, language),
        "decidable": [d.value for d in operation.decidable],
    }


def _content(operation: OperationView, language: str) -> list[tuple[str, Any]]:
    """Its fields in words; numbers are masked already."""
    shown = {name: value for name, value in operation.content.items() if f"of_{name}" in APP_WORDS}
    return [
        (label_in(APP_WORDS, f"of_{name}", language), _value(name, value, language))
        for name, value in shown.items()
    ]


def _value(name: str, value: Any, language: str) -> Any:  # noqa: ANN401 - shown as it is
    if name == "dwelling":
        return label(DWELLINGS, str(value))
    if name == "result":
        return label_in(APP_WORDS, f"visit_{value}", language)
    return value


def _both(operation: OperationView, language: str) -> list[dict[str, Any]]:
    """Fields that both sides changed, with both values."""
    return [
        {
            "name": name,
            "label": label_in(APP_WORDS, f"field_{name}", language),
            "device": _value(name, values["device"], language),
            "office": _value(name, values["office"], language),
        }
        for name, values in operation.facts.get("conflicts", {}).items()
    ]


@require_POST
def decide(request: ActorRequest, operation_id: int) -> HttpResponse:
    """Accept, refuse, or close as seen to by other means."""
    sides = {
        name.removeprefix("side-"): Side(value)
        for name, value in request.POST.items()
        if name.startswith("side-") and value in list(Side)
    }
    wanted, meant = request.POST.get("decision", ""), request.POST.get("home_code", "")[:20]
    if wanted not in list(Decision):
        raise NotFound("operation_unknown")
    try:
        sync.decide_operation(
            operation_id,
            decision=Decision(wanted),
            actor=request.actor,
            at=request.at,
            sides=sides,
            home_code="" if meant == NEW_HOME else meant,
            note=request.POST.get("note", "")[:300],
        )
    except AnjuError as refused:
        messages.error(request, reason_text(refused.code, **refused.params))
    else:
        messages.success(request, _("已处理。"))
    return redirect("office:field")


@require_safe
def photo(request: ActorRequest, operation_id: int, photo_id: int) -> HttpResponse:
    """A photograph of an entry, for whoever decides about it."""
    request.actor.require(PERMISSION)
    view = sync.operation_view(operation_id)
    if view is None or all(p.id != photo_id for p in view.photos):
        raise NotFound("photo_unknown")
    request.actor.require(PERMISSION, region=view.region)
    return HttpResponse(sync.photo_content(photo_id), content_type="image/jpeg")
