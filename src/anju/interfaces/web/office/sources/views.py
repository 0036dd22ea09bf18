"""Departments' data: the sources in use with their last delivery, one source with all of them, decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import deliveries, mapping_versions, sources
from anju.domains.exchange.api.deliveries import Connector, Delivery
from anju.domains.regions import api as regions
from anju.interfaces.exports.source_rows import EXPORT
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sources.mapping_form import language, words_of
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Every source: whether it is in use, how its last delivery went, and the version of its mapping."""
    request.actor.require(sources.MANAGE)
    versions, used = mapping_versions.states(), {c.source: c for c in deliveries.connectors()}
    lines = [
        _line(s, used.get(code), versions.get(code, {})) for code, s in sources.sources().items()
    ]
    lines.sort(key=lambda line: (not line["asking"], line["c"] is None))
    return render(
        request,
        "office/sources/list.html",
        {"lines": lines, "asking": [line for line in lines if line["asking"]]},
    )


def _line(
    source: sources.Source, used: Connector | None, versions: dict[str, int]
) -> dict[str, Any]:
    return {
        "code": source.code,
        "title": words_of(source.title),
        "department": words_of(source.department),
        "subject": label_in(words.SUBJECTS, source.subject.value, language()),
        "version": versions.get("published", 0),
        "draft": versions.get("draft"),
        "c": used,
        "note": _note(used),
        "last": shown(used.last) if used and used.last else None,
        "asking": bool(used and used.asking),
    }


def _note(used: Connector | None) -> str:
    """What the last look found, unless the last delivery says it itself."""
    if not used or not used.note or (used.last and used.last.reason == used.note):
        return ""
    return reason_text(used.note)


def shown(found: Delivery) -> dict[str, Any]:
    """A delivery as a page shows it."""
    return {
        "d": found,
        "state": label_in(words.STATES, found.state.value, language()),
        "why": reason_text(found.reason, **found.params) if found.reason else "",
        "back": found.counts.refused + found.counts.aside,
    }


@require_safe
def source(request: ActorRequest, source: str) -> HttpResponse:
    """One source: in use or not, what it delivered, what waits for a decision."""
    request.actor.require(sources.MANAGE)
    found, page = sources.source(source), page_of(request)
    used = next(iter(deliveries.connectors(source)), None)
    came, total = deliveries.deliveries(source, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render(
        request,
        "office/sources/source.html",
        {
            "code": source,
            "title": words_of(found.title),
            "department": words_of(found.department),
            "s": found,
            "purposes": [label_in(words.PURPOSES, p, language()) for p in found.purposes],
            "c": used,
            "note": _note(used),
            "regions": _regions(request.actor.regions(sources.MANAGE), used),
            "deliveries": [shown(d) for d in came],
            "paging": list_parts(request, page, len(came), total),
        },
    )


def _regions(mine: Iterable[str], used: Connector | None) -> list[tuple[str, str]]:
    """(code, name) of where a source may be put to use, with the region in which it is."""
    codes = list(dict.fromkeys([*([used.region] if used else []), *mine]))
    names = regions.names([c.ljust(12, "0") for c in codes if c])
    return [(c, names.get(c.ljust(12, "0"), c) if c else _("全国")) for c in codes]


@require_POST
def connect(request: ActorRequest, source: str) -> HttpResponse:
    """Put a source to use, or stop it."""
    hours = request.POST.get("hours", "24")
    if "stop" in request.POST:
        return _done(
            request,
            source,
            lambda: deliveries.stop(source, actor=request.actor, at=request.at),
            _("已停用，来文留在文件夹里，不会丢。"),
        )
    return _done(
        request,
        source,
        lambda: deliveries.connect(
            source,
            region=request.POST.get("region", "")[:12],
            every_hours=int(hours) if hours.isdecimal() and len(hours) < 5 else 0,
            actor=request.actor,
            at=request.at,
        ),
        _("已启用。"),
    )


@require_POST
def look_now(request: ActorRequest, source: str) -> HttpResponse:
    """Have the worker look at the source now."""
    return _done(
        request,
        source,
        lambda: deliveries.look_now(source, actor=request.actor, at=request.at),
        _("一分钟内会去取，请刷新页面看结果。"),
    )


@require_POST
def decide(request: ActorRequest, delivery_id: int) -> HttpResponse:
    """Say whether a delivery that shrank is right."""
    found = deliveries.delivery(delivery_id)
    right = "right" in request.POST
    return _done(
        request,
        found.source,
        lambda: deliveries.decide(delivery_id, right=right, actor=request.actor, at=request.at),
        _("已确认，下一次取数时读入。") if right else _("已作废，这份来文不会读入。"),
    )


@require_safe
def refused(request: ActorRequest, delivery_id: int) -> HttpResponseBase:
    """The refused rows of a delivery with their reasons, as a spreadsheet."""
    return send_list(request, EXPORT, {"delivery": str(delivery_id)})


def _done(
    request: ActorRequest, source: str, call: Callable[[], object], done: str
) -> HttpResponse:
    saved(request, call, done)
    return redirect("office:source", source)
