"""The resident keeps the permit alive: endorse with one tap, report a loss, see its history and the residence years."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.eligibility import articles_with_subjects
from anju.domains.permits.api.lifecycle import EndorsementStatus, Life, PermitState, PermitView
from anju.domains.places import api as places
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.texts import permit_lifecycle as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text as in_words
from anju.interfaces.web.resident.views_mine import for_linked_accounts
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
@for_linked_accounts
def endorsement(request: ActorRequest) -> HttpResponse:
    """My permit: how it stands, what to do now, what happened to it."""
    mine = next(iter(lifecycle.permits_of([int(request.actor.person_id or 0)])), None)
    problem = ""
    if request.method == "POST" and mine is not None:
        try:
            with acting(request.actor):
                done = _do(request, mine)
        except AnjuError as error:
            problem = _message(error)
        else:
            messages.success(request, done)
            return redirect("resident:permit_keep")
    context: dict[str, Any] = {
        "back_url": reverse("resident:home"),
        "problem": problem,
        "permit": mine,
    }
    if mine is not None:
        audit.record_read(
            request.actor,
            person_ids=[mine.person_id],
            fields=("permit",),
            action="own.permit",
            at=request.at,
        )
        context |= _visible(request, lifecycle.life_of(mine.id))
    return render(request, "resident/permit_endorse.html", context, status=422 if problem else 200)


def _do(request: ActorRequest, mine: PermitView) -> str:
    action = ACTIONS.get(request.POST.get("do", ""))
    if action is None:
        raise Refused("permit_reason")
    return action(request, mine)


def _endorse(request: ActorRequest, mine: PermitView) -> str:
    done = lifecycle.endorse(mine.id, actor=request.actor, at=request.at)
    return _("已签注，有效至 %(day)s。") % {"day": done.last_day}


def _lost(request: ActorRequest, mine: PermitView) -> str:
    lifecycle.report_loss(mine.id, actor=request.actor, at=request.at)
    return _("已挂失，原卡即刻失效。")


def _found(request: ActorRequest, mine: PermitView) -> str:
    lifecycle.report_found(mine.id, actor=request.actor, at=request.at)
    return _("已撤销挂失。")


def _order(request: ActorRequest, mine: PermitView) -> str:
    lifecycle.order_card(
        mine.id,
        reason="lost" if mine.state == PermitState.LOST else "address",
        actor=request.actor,
        at=request.at,
    )
    return _("已申请新卡，制好后取证码会发到您的手机。")


ACTIONS: dict[str, Callable[[ActorRequest, PermitView], str]] = {
    "endorse": _endorse,
    "lost": _lost,
    "found": _found,
    "order": _order,
}


def _message(error: AnjuError) -> str:
    params = dict(error.params)
    if "before" in params:
        params["before"] = _label(words.STATES, str(params["before"]))
    return in_words(error.code, **params)


def _label(table: words.Table, code: str) -> str:
    return label_in(table, code, get_language() or "zh-hans")


def _visible(request: ActorRequest, found: Life) -> dict[str, Any]:
    view, today = found.permit, local_date(request.at)
    kept = lifecycle.endorsement_status(view, today)
    last = found.cards[0] if found.cards else None
    old_print = (
        view.state in (PermitState.ACTIVE, PermitState.SUSPENDED)
        and last is not None
        and last.status == "delivered"
        and any(
            t.kind == "moved"
            and t.at > last.created_at
            and (t.detail.get("before") or {}).get("home")
            for t in found.transitions
        )
    )
    homes = places.homes([view.home_id]) if view.home_id else {}
    return {
        "state": _label(words.STATES, view.state),
        "code": str(view.state),
        "keep": kept,
        "today": today,
        "live": view.state in lifecycle.LIVE,
        "spaced": lifecycle.spaced(view.number),
        "home": homes[view.home_id].text if view.home_id in homes else "",
        "may_endorse": kept.standing in ("open", "late") and kept.here is not None,
        "may_lose": view.state in (PermitState.ACTIVE, PermitState.SUSPENDED),
        "is_lost": view.state == PermitState.LOST,
        "may_order": (view.state == PermitState.LOST and (last is None or last.status == "void"))
        or old_print,
        "old_print": old_print,
        "coming": _label(words.CARDS, last.status)
        if last and last.status in ("waiting", "batched", "made")
        else "",
        "years": _years(kept),
        "turns": [
            {
                "what": _label(words.TRANSITIONS, t.kind),
                "reason": _label(words.TRANSITION_REASONS, t.reason) if t.reason else "",
                "article": _label(articles_with_subjects(), t.article) if t.article else "",
                "day": t.effective,
                "note": t.detail.get("note", ""),
            }
            for t in reversed(found.transitions)
        ],
        "facts": [
            {
                "text": _("%(day)s 起登记住在本市") % {"day": kept.here.since},
                "source": kept.here.channel,
                "when": kept.here.recorded_at,
            }
        ]
        if kept.here
        else [],
        "articles": [
            {"text": _label(articles_with_subjects(), "663.10"), "url": ""},
            {"text": _label(words.GAPS, kept.way), "url": ""},
            *([{"text": kept.source, "url": ""}] if kept.source else []),
        ],
    }


def _years(kept: EndorsementStatus) -> str:
    """The residence years in a sentence: from when, what was left out, why."""
    if kept.counted_from is None:
        return ""
    text = _("从 %(day)s 起，已满 %(n)s 年。") % {"day": kept.counted_from, "n": kept.years}
    return text + (_("其中中止 %(n)s 天未计入。") % {"n": kept.gap_days} if kept.gap_days else "")
