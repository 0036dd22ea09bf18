"""Batches of cards: gather, release and export, take results back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.lifecycle import BatchView
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, NotFound
from anju.interfaces.texts import permit_lifecycle as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.files import as_file
from anju.interfaces.web.office.links import PER_PAGE, link, page_of, record_number
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import list_parts, order_of
from anju.interfaces.web.office.permits import permit_page
from anju.interfaces.web.session import ActorRequest
from anju.interfaces.web.uploads import UPLOADS, too_large

TONES = {
    "open": "aj-chip-soon",
    "exported": "aj-chip-soon",
    "returned": "aj-chip-good",
    "cancelled": "",
}
ORDERS = {
    "code": gettext_lazy("批次号"),
    "status": gettext_lazy("状态"),
    "place": gettext_lazy("辖区"),
    "cards": gettext_lazy("张数"),
    "prepared": gettext_lazy("准备"),
    "left": gettext_lazy("放行"),
}


@require_http_methods(["GET", "POST"])
def listing(request: ActorRequest) -> HttpResponse:
    """All batches of my area, and what waits; posted: collect the next one, of chosen cards or of all that wait."""
    request.actor.require("permit.make")
    areas = request.actor.regions("permit.make")
    problem = ""
    if request.method == "POST":
        chosen = request.POST.get("region", "")
        cards = [
            n
            for c in request.POST.getlist("card")[: lifecycle.MOST]
            if (n := record_number(c)) is not None
        ]
        if request.POST.get("chosen") and not cards:
            return _list(request, _("还没有勾选卡片。请在待制作的卡片中勾选后再备。"))
        try:
            with acting(request.actor):
                made = lifecycle.prepare_batch(
                    chosen if chosen in areas else areas[0],
                    actor=request.actor,
                    at=request.at,
                    cards=cards,
                )
        except (NotFound, NotAllowed):
            raise
        except AnjuError as error:
            problem = permit_page.error_text(error)
        else:
            messages.success(request, _("批次已备好，请由另一人放行。"))
            if left := len(set(cards)) - lifecycle.batch(made)[0].counts["cards"] if cards else 0:
                messages.warning(
                    request,
                    _("选中的有 %(n)s 张没有入批：缺材料、已入别的批次，或不在所选辖区。")
                    % {"n": left},
                )
            return redirect("office:production_batch", made)
    return _list(request, problem)


def _list(request: ActorRequest, problem: str) -> HttpResponse:
    page, status = page_of(request), request.GET.get("status", "")
    status = status if status in set(lifecycle.BatchStatus) else ""
    found, total = lifecycle.batches(
        limit=PER_PAGE, offset=(page - 1) * PER_PAGE, status=status, order=order_of(request, ORDERS)
    )
    counts = lifecycle.count_batches()
    names = names_for(codes=[b.region for b in found] + list(request.actor.regions("permit.make")))
    return render(
        request,
        "office/permits/production.html",
        {
            "batches": [_batch(b) | {"place": names.place(b.region)} for b in found],
            "problem": problem,
            "total": total,
            "tabs": [
                {
                    "label": _("全部"),
                    "count": sum(counts.values()),
                    "url": _at(request),
                    "here": not status,
                }
            ]
            + [
                {
                    "label": label(words.BATCHES, s),
                    "count": counts.get(s, 0),
                    "url": _at(request, s),
                    "here": s == status,
                }
                for s in lifecycle.BatchStatus
            ],
            "areas": _areas(request, names),
            "waiting": lifecycle.waiting_cards(request.actor.regions("permit.make")),
            "key": lifecycle.signer().id,
            "centres": lifecycle.centres(),
            "paging": list_parts(request, page, len(found), total, ORDERS) | {"export_url": ""},
        },
        status=422 if problem else 200,
    )


def _at(request: ActorRequest, status: str = "") -> str:
    return link("office:production", status=status, order=order_of(request, ORDERS))


def _areas(request: ActorRequest, names: Names) -> list[tuple[str, str]]:
    return [(r, names.place(r) if r else _("全国")) for r in request.actor.regions("permit.make")]


CARD_ORDERS = {
    "since": gettext_lazy("等候自"),
    "number": gettext_lazy("居住证编号"),
    "place": gettext_lazy("社区"),
}


@require_safe
def cards(request: ActorRequest) -> HttpResponse:
    """Cards that wait to be made, to be chosen for a batch, or that wait to be collected (``?status=made``)."""
    request.actor.require("permit.make")
    areas, page = request.actor.regions("permit.make"), page_of(request)
    status = (
        lifecycle.CardStatus.MADE
        if request.GET.get("status") == "made"
        else lifecycle.CardStatus.WAITING
    )
    found, total = lifecycle.cards_page(
        areas,
        status=status,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
        order=order_of(request, CARD_ORDERS),
    )
    names = names_for(
        persons=[c.person_id for c in found], codes=[*(c.region for c in found), *areas]
    )
    audit.record_read(
        request.actor,
        person_ids=list(names.people),
        fields=["name", "permit"],
        at=request.at,
        action="office.cards",
    )
    waiting = status is lifecycle.CardStatus.WAITING
    lacking = lifecycle.cards_lacking([c.id for c in found], actor=request.actor) if waiting else {}
    return render(
        request,
        "office/permits/cards.html",
        {
            "cards": [
                {
                    "view": c,
                    "name": names.people[c.person_id].name if c.person_id in names.people else "—",
                    "number": lifecycle.spaced(c.number),
                    "place": names.place(c.region[:12]),
                    "url": link("office:card", c.id),
                    "lacking": [label(words.PRINTED, g) for g in lacking.get(c.id, ())],
                }
                for c in found
            ],
            "to_be_made": waiting,
            "total": total,
            "areas": _areas(request, names),
            "paging": list_parts(request, page, len(found), total, CARD_ORDERS)
            | {"export_url": ""},
        },
    )


def _batch(view: BatchView) -> dict[str, Any]:
    url = link("office:production_batch", view.id)
    counts = [
        (label(words.OUTCOMES, r), view.counts.get(r, 0), f"{url}?result={r}")
        for r in ("made", "failed", "void")
    ]
    return {
        "view": view,
        "status": label(words.BATCHES, view.status),
        "tone": TONES.get(view.status, ""),
        "url": url,
        "counts": [(label, n, at if n else "") for label, n, at in counts]
        if view.returned_at
        else (),
    }


@require_safe
def one(request: ActorRequest, batch_id: int) -> HttpResponse:
    """One batch with its cards."""
    return _one(request, batch_id)


def _one(request: ActorRequest, batch_id: int, problem: str = "") -> HttpResponse:
    request.actor.require("permit.make")
    view, items = lifecycle.batch(batch_id)
    names = names_for(persons=[i.person_id for i in items], codes=[view.region])
    audit.record_read(
        request.actor,
        person_ids=list(names.people),
        fields=["name", "permit"],
        at=request.at,
        action="office.production",
    )
    result = request.GET.get("result", "")
    shown = (
        [i for i in items if i.result == result] if result in ("made", "failed", "void") else items
    )
    lines = [
        {
            "item": i,
            "name": names.people[i.person_id].name if i.person_id in names.people else "—",
            "number": lifecycle.spaced(i.number),
            "result": label(words.OUTCOMES, i.result),
            "url": link("office:card", i.card_id),
        }
        for i in shown
    ]
    same = view.status == "open" and view.prepared_by == request.actor.user_id
    return render(
        request,
        "office/permits/batch.html",
        _batch(view)
        | {
            "lines": lines,
            "all": len(items),
            "problem": problem,
            "place": names.place(view.region),
            "same": same,
            "sheet_url": link("office:card_sheet")
            + "?"
            + "&".join(f"card={i.card_id}" for i in items[:50] if not i.result),
        },
        status=422 if problem else 200,
    )


@require_POST
def export(request: ActorRequest, batch_id: int) -> HttpResponse:
    """The signed file, to be carried over."""
    try:
        with acting(request.actor):
            name, blob = lifecycle.export_batch(batch_id, actor=request.actor, at=request.at)
    except (NotFound, NotAllowed):
        raise
    except AnjuError as error:
        return _one(request, batch_id, permit_page.error_text(error))
    return as_file(blob, name, "application/zip")


@require_POST
def cancel(request: ActorRequest, batch_id: int) -> HttpResponse:
    """Take a batch apart before it leaves."""
    lifecycle.cancel_batch(batch_id, actor=request.actor, at=request.at)
    messages.success(request, _("批次已取消，卡片重新待制作。"))
    return redirect("office:production")


@require_POST
def results(request: ActorRequest) -> HttpResponse:
    """A file of results: taken whole, or refused with the reason."""
    request.actor.require("permit.make")
    sent = request.FILES.get("file")
    if sent is None:
        return _list(request, _("请选择制证中心返回的文件（zip）。"))
    if (sent.size or 0) > UPLOADS["results"]:
        return _list(request, too_large("results", get_language() or "zh-hans"))
    try:
        with acting(request.actor):
            taken = lifecycle.take_results(sent.read(), actor=request.actor, at=request.at)
    except NotAllowed:
        raise
    except AnjuError as error:
        return _list(request, permit_page.error_text(error))
    messages.success(
        request,
        _("批次 %(code)s 已入账：制成 %(made)s 张，失败 %(failed)s 张，作废 %(void)s 张。")
        % {"code": taken.code, "made": taken.made, "failed": taken.failed, "void": taken.void},
    )
    return redirect("office:production_batch", taken.batch_id)
