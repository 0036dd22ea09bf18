"""The bridge of separated networks at the office: how far each side is, what is to be checked, what was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages as notes
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import bridge, links
from anju.domains.exchange.api.bridge import BridgeView, ItemView, Verdict
from anju.foundation.errors import AnjuError
from anju.interfaces.texts import bridge as words
from anju.interfaces.texts.imports import FIELDS as FIELD_NAMES
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.exchange.values import in_words
from anju.interfaces.web.office.links import PER_PAGE, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

SLOW = timedelta(days=2)
"""How long an unacknowledged file or a waiting item may be before the page marks it."""
_OWN_NAMES = {
    "number": gettext_lazy("申请编号"),
    "application": gettext_lazy("申请类别"),
    "at": gettext_lazy("受理日期"),
}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """Every bridge with its state and keys."""
    request.actor.require(links.MANAGE)
    found = bridge.bridges()
    return render(
        request, "office/exchange/bridges.html", {"lines": [_line(b, request) for b in found]}
    )


def _line(b: BridgeView, request: ActorRequest) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    unconfirmed = b.sent.number - b.acknowledged
    late = bool(unconfirmed and b.sent_at and request.at - b.sent_at > SLOW) or bool(
        b.oldest and request.at - b.oldest > SLOW
    )
    return {
        "b": b,
        "role": label_in(words.ROLES, b.role, language),
        "failure": label_in(words.OUTCOMES, b.failure, language) if b.failure else "",
        "unconfirmed": unconfirmed,
        "late": late,
        "keys": [k for k in bridge.keys(b.id) if k.until is None],
    }


@require_safe
def items(request: ActorRequest, bridge_id: int, which: str) -> HttpResponse:
    """One list of items; what is to be checked is answered here, several at once."""
    if which not in bridge.LISTS:
        raise Http404
    request.actor.require(links.MANAGE)
    found, page = bridge.bridge(bridge_id), page_of(request)
    lines, total = bridge.look_through(
        bridge_id,
        which,
        actor=request.actor,
        at=request.at,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    language = get_language() or "zh-hans"
    return render(
        request,
        "office/exchange/bridge_items.html",
        {
            "b": found,
            "which": which,
            "title": label_in(words.LISTS, which, language),
            "lists": [(w, label_in(words.LISTS, w, language)) for w in _lists_of(found)],
            "lines": [_item_line(i, language) for i in lines],
            "paging": list_parts(request, page, len(lines), total),
        },
    )


def _lists_of(found: BridgeView) -> tuple[str, ...]:
    return ("checks", "checked") if found.role == "inside" else ("differences", "asked", "closed")


def _item_line(i: ItemView, language: str) -> dict[str, Any]:
    return {
        "i": i,
        "kind": label_in(words.KINDS, i.kind, language),
        "verdict": label_in(words.VERDICTS, i.result, language)
        if i.result in words.VERDICTS
        else "",
        "reason": reason_text(i.result) if i.state == "failed" else "",
    }


@require_safe
def item(request: ActorRequest, item_id: int) -> HttpResponse:
    """One item, whole, with its answer or what can be answered."""
    found = bridge.look_at(item_id, actor=request.actor, at=request.at)
    return _shown(request, found)


def _shown(
    request: ActorRequest, found: ItemView, error: str = "", status: int = 200
) -> HttpResponse:
    language = get_language() or "zh-hans"
    differing = (found.answer.get("fields") or "").split(",")
    return render(
        request,
        "office/exchange/bridge_item.html",
        {
            **_item_line(found, language),
            "b": next(b for b in bridge.bridges() if b.id == found.bridge_id),
            "facts": [
                (_name(name, language), in_words(name, value, language), name in differing)
                for name, value in found.content.items()
                if value
            ],
            "comparable": [
                (c, _name(c, language)) for c in bridge.COMPARABLE if found.content.get(c)
            ],
            "verdicts": [(v.value, label_in(words.VERDICTS, v.value, language)) for v in Verdict],
            "given": request.POST,
            "answerable": found.direction == "in" and found.state in ("open", "failed"),
            "different": found.direction == "out"
            and found.state == "answered"
            and found.result != Verdict.AGREES,
            "error": error,
        },
        status=status,
    )


def _name(field: str, language: str) -> str:
    if field in _OWN_NAMES:
        return str(_OWN_NAMES[field])
    return label_in(FIELD_NAMES, field, language) if field in FIELD_NAMES else field


@require_POST
def answer(request: ActorRequest, bridge_id: int) -> HttpResponse:
    """Answer the items that were chosen."""
    chosen = [int(n) for n in request.POST.getlist("item") if n.isdecimal() and len(n) < 19]
    given = request.POST.get("verdict", "")
    verdict = Verdict(given) if given in list(Verdict) else Verdict.AGREES

    def call() -> None:
        bridge.answer(
            chosen[: bridge.MOST_AT_ONCE],
            verdict,
            fields=request.POST.getlist("fields"),
            note=request.POST.get("note", "")[:500],
            actor=request.actor,
            at=request.at,
        )

    one = chosen[0] if len(chosen) == 1 and "one" in request.POST else None
    return _done(request, call, bridge_id, "checks", one)


@require_POST
def close(request: ActorRequest, item_id: int) -> HttpResponse:
    """Close a difference with what was found."""
    found = bridge.look_at(item_id, actor=request.actor, at=request.at)

    def call() -> None:
        bridge.close(
            item_id, request.POST.get("note", "")[:500], actor=request.actor, at=request.at
        )

    return _done(request, call, found.bridge_id, "differences", item_id)


def _done(
    request: ActorRequest, call: Callable[[], None], bridge_id: int, which: str, one: int | None
) -> HttpResponse:
    try:
        with transaction.atomic():
            call()
    except AnjuError as refused:
        if refused.code == "not_allowed":
            raise
        sentence = reason_text(refused.code, **refused.params)
        if one is not None and refused.code != "bridge_item_unknown":
            return _shown(
                request, bridge.look_at(one, actor=request.actor, at=request.at), sentence, 422
            )
        notes.error(request, sentence)
    else:
        notes.success(
            request, _("已保存，下次摆渡时送出。") if which == "checks" else _("已保存。")
        )
    return redirect("office:bridge_items", bridge_id, which)
