"""Batches of cards: gather, release and export, take results back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.permits.api import life
from anju.domains.permits.api.life import BatchView
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, NotFound
from anju.interfaces.web.files import as_file
from anju.interfaces.web.office.links import PER_PAGE, link, page_of, said
from anju.interfaces.web.office.naming import gathered
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.permits import showing
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.words import permits_life as words

TONES = {"open": "aj-chip-soon", "exported": "aj-chip-soon", "returned": "aj-chip-good", "cancelled": ""}
LARGEST = 64 * 1024 * 1024


@require_http_methods(["GET", "POST"])
def listing(request: ActorRequest) -> HttpResponse:
    """All batches of my area, and what waits; posted: gather the next one."""
    request.actor.require("permit.make")
    areas = request.actor.regions("permit.make")
    problem = ""
    if request.method == "POST":
        chosen = request.POST.get("region", "")
        try:
            with acting(request.actor):
                made = life.prepare_batch(chosen if chosen in areas else areas[0], actor=request.actor, at=request.at)
        except (NotFound, NotAllowed):
            raise
        except AnjuError as error:
            problem = showing.told(error)
        else:
            messages.success(request, _("批次已备好，请由另一人放行。"))
            return redirect("office:production_batch", made)
    return _list(request, problem)


def _list(request: ActorRequest, problem: str) -> HttpResponse:
    page = page_of(request)
    found, total = life.batches(limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    names = gathered(codes=[b.region for b in found] + list(request.actor.regions("permit.make")))
    return render(request, "office/permits/production.html", {
        "batches": [_batch(b) | {"place": names.place(b.region)} for b in found], "problem": problem, "total": total,
        "areas": [(r, names.place(r) if r else _("全国")) for r in request.actor.regions("permit.make")],
        "waiting": life.waiting_cards(request.actor.regions("permit.make")),
        "key": life.signer().id, "centres": life.centres(),
        "paging": list_parts(request, page, len(found), total) | {"export_url": ""}}, status=422 if problem else 200)


def _batch(view: BatchView) -> dict[str, Any]:
    return {"view": view, "status": said(words.BATCHES, view.status), "tone": TONES.get(view.status, ""),
            "url": link("office:production_batch", view.id)}


@require_safe
def one(request: ActorRequest, batch_id: int) -> HttpResponse:
    """One batch with its cards."""
    return _one(request, batch_id)


def _one(request: ActorRequest, batch_id: int, problem: str = "") -> HttpResponse:
    request.actor.require("permit.make")
    view, items = life.batch(batch_id)
    names = gathered(persons=[i.person_id for i in items], codes=[view.region])
    audit.record_read(request.actor, person_ids=list(names.people), fields=["name", "permit"], at=request.at,
                      action="office.production")
    lines = [{"item": i, "name": names.people[i.person_id].name if i.person_id in names.people else "—",
              "number": life.spaced(i.number), "result": said(words.OUTCOMES, i.result), "url": link("office:card", i.card_id)}
             for i in items]
    same = view.status == "open" and view.prepared_by == request.actor.user_id
    return render(request, "office/permits/batch.html", _batch(view) | {
        "lines": lines, "problem": problem, "place": names.place(view.region), "same": same,
        "sheet_url": link("office:card_sheet") + "?" + "&".join(f"card={i.card_id}" for i in items[:50] if not i.result),
    }, status=422 if problem else 200)


@require_POST
def export(request: ActorRequest, batch_id: int) -> HttpResponse:
    """The signed file, to be carried over."""
    try:
        with acting(request.actor):
            name, blob = life.export_batch(batch_id, actor=request.actor, at=request.at)
    except (NotFound, NotAllowed):
        raise
    except AnjuError as error:
        return _one(request, batch_id, showing.told(error))
    return as_file(blob, name, "application/zip")


@require_POST
def cancel(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Take a batch apart before it leaves."""
    life.cancel_batch(batch_id, actor=request.actor, at=request.at)
    messages.success(request, _("批次已取消，卡片重新待制作。"))
    return redirect("office:production")


@require_POST
def results(request: ActorRequest) -> HttpResponse:
    """A file of results: taken whole, or refused with the reason."""
    request.actor.require("permit.make")
    sent = request.FILES.get("file")
    if sent is None or (sent.size or 0) > LARGEST:
        return _list(request, _("请选择制证中心返回的文件（zip，不超过 64 MB）。"))
    try:
        with acting(request.actor):
            taken = life.take_results(sent.read(), actor=request.actor, at=request.at)
    except NotAllowed:
        raise
    except AnjuError as error:
        return _list(request, showing.told(error))
    messages.success(request, _("批次 %(code)s 已入账：制成 %(made)s 张，失败 %(failed)s 张，作废 %(void)s 张。") % {
        "code": taken.code, "made": taken.made, "failed": taken.failed, "void": taken.void})
    return redirect("office:production_batch", taken.batch_id)
