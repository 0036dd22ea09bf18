"""Changes that partners are given: agreements, who has fetched how far, webhooks with their last requests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any

import polars as pl
from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.access import api as access
from anju.domains.exchange.api import changes, links
from anju.domains.exchange.api.changes import ChangeTerms, HookView
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.texts import changes as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.links import day_of
from anju.interfaces.web.office.naming import division_fault, names_for, prefix_requested, roots
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.purposes import purpose_label
from anju.interfaces.web.session import ActorRequest


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """All agreements about changes with how far their partners are; ``?print=1`` for paper."""
    request.actor.require(changes.MANAGE)
    lines = _lines(request)
    if request.GET.get("print"):
        return render(request, "office/exchange/changes_print.html", {"lines": lines})
    language = get_language() or "zh-hans"
    return render(
        request,
        "office/exchange/changes.html",
        {
            "lines": lines,
            "kinds": [(k, label_in(words.KINDS, k, language)) for k in changes.kinds()],
            "fields": [(f, label_in(words.FIELDS, f, language)) for f in changes.fields()],
            "purposes": [(p, purpose_label(p)) for p in changes.PURPOSES],
            "departments": access.department_accounts(),
            "roots": roots(request.actor, changes.MANAGE),
            "places": [p for p in links.peers() if not p.test],
        },
    )


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The same as Excel."""
    request.actor.require(changes.MANAGE)
    titles = [
        *(_("协议"), _("对方"), _("方式"), _("状态"), _("区划"), _("变更"), _("附带"), _("用途")),
        *(_("从哪天起"), _("到哪天止"), _("待领"), _("今日已给"), _("每日最多"), _("最近一次")),
    ]
    rows = [
        [
            *(x["a"].number, x["a"].name, x["way"], x["state"], x["a"].region),
            *("、".join(x["kinds"]), "、".join(x["fields"]), x["purpose"]),
            *(x["a"].first, x["a"].last, x["a"].waiting, x["a"].given_today, x["a"].per_day),
            _moment(x["last"]),
        ]
        for x in _lines(request)
    ]
    types = {8: pl.Date, 9: pl.Date, 10: pl.Int64, 11: pl.Int64, 12: pl.Int64}
    schema: dict[str, Any] = {f"c{n}": types.get(n, pl.Utf8) for n in range(len(titles))}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("变更推送"), "changes.xlsx", titles)


@require_safe
def one(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """One agreement: what it covers, how far its partner is, and its webhook with the last requests."""
    line = _line_of(request, agreement_id)
    context = line | {"attempts": _attempts(agreement_id), "base": settings.PUBLIC_URL}
    names = names_for(codes=[line["a"].region])
    return render(
        request, "office/exchange/change.html", context | {"place": names.place(line["a"].region)}
    )


@require_safe
def attempts_sheet(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """The last requests to a webhook as Excel."""
    number = _line_of(request, agreement_id)["a"].number
    titles = [_("时间"), _("变更编号"), _("变更"), _("结果"), _("原因"), "HTTP", _("毫秒")]
    rows = [
        [
            *(_moment(x["t"].at), x["t"].event, x["kind"], x["outcome"], x["failure"]),
            *(x["t"].status, x["t"].milliseconds),
        ]
        for x in _attempts(agreement_id, 5_000)
    ]
    schema: dict[str, Any] = {f"c{n}": pl.Int64 if n > 4 else pl.Utf8 for n in range(len(titles))}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("推送记录"), f"webhook-{number}.xlsx", titles)


@require_POST
def propose(request: ActorRequest) -> HttpResponse:
    """Write an agreement down; somebody else accepts it."""
    sent = request.POST
    region = sent.get("region", "").strip()
    if fault := division_fault(request.actor, changes.MANAGE, region, prefix=True):
        notes.error(request, fault)
        return redirect("office:exchange_changes")
    kind, _separator, who = sent.get("partner", "").partition(":")
    made = saved(
        request,
        lambda: changes.propose_changes(
            sent.get("number", "").strip(),
            sent.get("name", ""),
            user_id=_count(who) or None if kind == "user" else None,
            peer=who[:12] if kind == "peer" else "",
            url=sent.get("url", "").strip() if kind == "webhook" else "",
            kinds=sent.getlist("kinds"),
            fields=sent.getlist("fields"),
            purpose=sent.get("purpose", ""),
            basis=sent.get("basis", ""),
            region=prefix_requested(region),
            first=day_of(sent.get("first", "")) or date.max,
            last=day_of(sent.get("last", "")) or date.min,
            per_day=_count(sent.get("per_day", "")),
            actor=request.actor,
            at=request.at,
        ),
    )
    if made is None:
        return redirect("office:exchange_changes")
    return redirect("office:exchange_change", made)


@require_POST
def decide(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Accept an agreement, end it, give everything again from a day, note that the partner was informed of a loss."""
    sent = request.POST
    acts: dict[str, Callable[..., object]] = {
        "accept": changes.accept_changes,
        "end": changes.end_changes,
        "replay": partial(_replayed, sent.get("since", "")),
        "settle": changes.close_loss,
        "pause": changes.pause_webhook,
        "resume": changes.resume_webhook,
        "skip": partial(
            changes.skip_event, event=sent.get("skip", "")[:40], base=settings.PUBLIC_URL
        ),
        "move": partial(changes.move_webhook, url=sent.get("url", "").strip()),
        "confirm": changes.confirm_move,
        "bearer": partial(changes.set_bearer, secret=sent.get("secret", "").strip()),
    }
    chosen = next((act for name, act in acts.items() if name in sent), None)
    if chosen is None:
        raise NotFound("agreement_unknown")
    saved(request, partial(chosen, agreement_id, actor=request.actor, at=request.at))
    return redirect("office:exchange_change", agreement_id)


def _replayed(typed: str, agreement_id: int, *, actor: Actor, at: datetime) -> None:
    """Give everything again from a day that was typed. `Refused` ``date_invalid``."""
    day = day_of(typed)
    if day is None:
        raise Refused("date_invalid", value=typed[:20])
    since = datetime.combine(day, time(), CHINA)
    changes.replay_changes(agreement_id, since=since, actor=actor, at=at)


def _line_of(request: ActorRequest, agreement_id: int) -> dict[str, Any]:
    request.actor.require(changes.MANAGE)
    found = _lines(request, agreement_id)
    if not found:
        raise NotFound("agreement_unknown")
    return found[0]


def _lines(request: ActorRequest, only: int | None = None) -> list[dict[str, Any]]:
    hooks = changes.webhooks()
    return [
        _line(request, a, hooks.get(a.id))
        for a in changes.change_agreements(at=request.at, only=only)
    ]


def _line(request: ActorRequest, found: ChangeTerms, hook: HookView | None) -> dict[str, Any]:
    language, me = get_language() or "zh-hans", request.actor.user_id
    here = request.actor.may(changes.MANAGE, region=found.region)
    in_force = found.state == "active" and found.first <= local_date(request.at) <= found.last
    state = {"proposed": _("待另一人接受"), "ended": _("已终止")}.get(found.state, _("生效"))
    if found.state == "active" and not in_force:
        state = _("不在期限内")
    if hook is not None and in_force:
        state = label_in(words.HOOK_STATES, hook.state, language)
    return {
        "a": found,
        "hook": hook,
        "state": state,
        "way": _("推送") if hook is not None else _("领取"),
        "kinds": [label_in(words.KINDS, k, language) for k in found.kinds],
        "fields": [label_in(words.FIELDS, f, language) for f in found.fields],
        "purpose": purpose_label(found.purpose),
        "mine": found.proposed_by == me,
        "here": here,
        "last": hook.sent_at if hook is not None else found.fetched_at,
        "failure": _failure(hook.failure, language) if hook is not None else "",
        "reason": _failure(hook.reason, language) if hook is not None else "",
        "wrong": bool(
            in_force
            and (
                found.lost_before or (hook is not None and (hook.failure or hook.state == "paused"))
            )
        ),
        "move_mine": hook is not None and hook.next_by == me,
    }


def _attempts(agreement_id: int, limit: int = 50) -> list[dict[str, Any]]:
    language = get_language() or "zh-hans"
    return [
        {
            "t": t,
            "kind": label_in(words.KINDS, t.kind, language) if t.kind in words.KINDS else "",
            "outcome": label_in(words.OUTCOMES, t.outcome, language),
            "failure": _failure(t.failure, language),
        }
        for t in changes.attempts(agreement_id, limit)
    ]


def _failure(code: str, language: str) -> str:
    return label_in(words.FAILURES, code, language) if code in words.FAILURES else code


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _moment(at: datetime | None) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else ""
