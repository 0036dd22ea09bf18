"""Health of the links on one page; a link with its keys, agreements and what waits."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import catalogue, links, messages, stamps
from anju.domains.exchange.api.links import Agreement, PeerView
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import NotFound
from anju.interfaces.texts import exchange as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.exchange import views_lists
from anju.interfaces.web.office.exchange.views_sources import source_lines
from anju.interfaces.web.office.links import PER_PAGE, day_of, link, page_of
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.purposes import purpose_label
from anju.interfaces.web.session import ActorRequest

KEY_SOON = timedelta(days=30)
"""Before a place's last key ends the next one has to be entered."""
LOGGED = {"residence_registration": "register"}


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """This place, and every link with its health. Who keeps keys alone sees no messages."""
    links.require_keys(request.actor)
    code = name = ""
    with suppress(NotFound):
        code, name = links.own_place()
    keys = links.own_public_keys()
    return render(
        request,
        "office/exchange/list.html",
        {
            "code": code,
            "name": name,
            "key": keys[0].kid if keys else "",
            "jwk": json.dumps(keys[0].jwk()) if keys else "",
            "lines": _health(request),
            "sources": source_lines(request),
            "strangers": [
                (c, n, _fault(c))
                for c, n in links.refused_of_nobody(local_date(request.at)).items()
            ],
            "manages": (manages := request.actor.may(links.MANAGE)),
            "stamps": stamps.stamps_standing(),
            "standing": links.standing(today=local_date(request.at)) if manages else None,
        },
    )


@require_safe
def health_printed(request: ActorRequest) -> HttpResponse:
    """The health of every link, to be printed."""
    request.actor.require(links.MANAGE)
    shown = {"lines": _health(request), "sources": source_lines(request)}
    return render(request, "office/exchange/health_print.html", shown)


@require_safe
def health_sheet(request: ActorRequest) -> HttpResponse:
    """The health of every link as a spreadsheet."""
    request.actor.require(links.MANAGE)
    titles = [
        *(
            _("地方"),
            _("代码"),
            _("状态"),
            _("上次联系"),
            _("待发"),
            _("最早待发"),
            _("被退回"),
            _("转人工"),
        ),
        *(_("今日退回"), _("协议"), _("今日已用"), _("每日次数"), _("公钥到期")),
    ]
    rows = [
        [
            line["p"].name,
            line["p"].code,
            line["state"],
            _moment(line["p"].seen_at),
            line["p"].waiting,
            _moment(line["p"].oldest),
            line["p"].rejected,
            line["p"].aside,
            line["h"].refused,
            line["h"].agreement,
            line["h"].used,
            line["h"].per_day,
            _moment(line["h"].key_until),
        ]
        for line in _health(request)
    ]
    schema = {f"c{n}": pl.Int64 if n in _NUMBERS else pl.Utf8 for n in range(len(titles))}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return workbook(frame, _("链路状况"), "links.xlsx", titles)


_NUMBERS = {4, 6, 7, 8, 10, 11}
"""Columns of the sheet that hold numbers."""


def _moment(at: datetime | None) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else ""


def _health(request: ActorRequest) -> list[dict[str, Any]]:
    found = links.health(local_date(request.at), request.at)
    return [
        {
            "p": h.peer,
            "h": h,
            "failure": (why := failure(h.peer)),
            "state": _("已暂停") if h.peer.state == "suspended" else why or _("正常"),
            "codes": [(code, n, _fault(code)) for code, n in h.codes],
            "full": h.per_day and h.used * 10 >= h.per_day * 9,
            "key_soon": not h.has_key
            or (h.key_until is not None and h.key_until < request.at + KEY_SOON),
        }
        for h in found
    ]


def _fault(code: str) -> str:
    return (
        label_in(words.CATALOGUE, code, get_language() or "zh-hans")
        if code in words.CATALOGUE
        else code
    )


def failure(peer: PeerView) -> str:
    """Why the last request failed, in words."""
    language, code = get_language() or "zh-hans", peer.failure.removeprefix("answer_")
    if peer.failure in words.FAILURES:
        return label_in(words.FAILURES, peer.failure, language)
    return label_in(words.CATALOGUE, code, language) if code in words.CATALOGUE else code


@require_safe
def peer(request: ActorRequest, code: str) -> HttpResponse:
    """One link: health, keys, agreements, and what waits for somebody. Who keeps keys alone sees no messages."""
    links.require_keys(request.actor)
    manages = request.actor.may(links.MANAGE)
    found, page = links.peer(code), page_of(request)
    waiting, total = (
        links.wanting(found.id, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
        if manages
        else ([], 0)
    )
    language = get_language() or "zh-hans"
    return render(
        request,
        "office/exchange/peer.html",
        {
            "p": found,
            "manages": manages,
            "failure": failure(found),
            "keys": links.peer_keys(found.id),
            "gateways": [
                {"g": g, "name": label_in(words.ASSURANCE, g.scheme, language)}
                for g in links.gateways_of(found.id)
            ],
            "schemes": [
                (s, label_in(words.ASSURANCE, s, language))
                for s in words.ASSURANCE
                if s != "signed"
            ],
            "agreements": [_agreement(a, request) for a in links.agreements_of(found.id)],
            "waiting": [
                {
                    "m": m,
                    "kind": label_in(words.CLASSES, m.kind, language),
                    "why": views_lists.why(m),
                }
                for m in waiting
            ],
            "classes": [(c, label_in(words.CLASSES, c, language)) for c in messages.CLASSES],
            "purposes": [(p, purpose_label(LOGGED.get(p, p))) for p in messages.PURPOSES],
            "resources": [v.entry for v in catalogue.entries()[0]],
            "paging": list_parts(request, page, len(waiting), total),
        },
    )


def _agreement(found: Agreement, request: ActorRequest) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    return {
        "a": found,
        "classes": [label_in(words.CLASSES, c, language) for c in found.classes],
        "own": [label_in(words.CLASSES, c, language) for c in found.own_classes],
        "purposes": [purpose_label(LOGGED.get(p, p)) for p in found.purposes],
        "mine": found.proposed_by == request.actor.user_id,
        "resource_url": link("office:resource", code=found.resource) if found.resource else "",
    }


@require_POST
def place(request: ActorRequest) -> HttpResponse:
    """Say which place this is."""
    return _done(
        request,
        lambda: links.set_place(
            request.POST.get("code", "").strip(),
            request.POST.get("name", ""),
            actor=request.actor,
            at=request.at,
        ),
        "office:exchange",
    )


@require_POST
def key(request: ActorRequest) -> HttpResponse:
    """Sign by a new key from now on."""
    return _done(
        request,
        lambda: links.rotate_key(
            actor=request.actor, at=request.at, replaces=request.POST.get("kid", "")
        ),
        "office:exchange",
    )


def _regions(request: ActorRequest) -> list[str]:
    """The divisions of a form, separated by commas of either kind."""
    text = request.POST.get("regions", "").replace("，", ",").replace("、", ",")
    return [r.strip() for r in text.split(",") if r.strip()][:20]


@require_POST
def change(request: ActorRequest, code: str) -> HttpResponse:
    """Give a place another name, address or other divisions."""
    return _done(
        request,
        lambda: links.change_peer(
            code,
            name=request.POST.get("name", ""),
            url=request.POST.get("url", "").strip(),
            regions=_regions(request),
            actor=request.actor,
            at=request.at,
        ),
        "office:exchange_peer",
        code,
    )


@require_POST
def add(request: ActorRequest) -> HttpResponse:
    """Enter another place."""
    return _done(
        request,
        lambda: links.add_peer(
            request.POST.get("code", "").strip(),
            request.POST.get("name", ""),
            request.POST.get("url", "").strip(),
            regions=_regions(request),
            actor=request.actor,
            at=request.at,
        ),
        "office:exchange",
    )


@require_POST
def state(request: ActorRequest, code: str) -> HttpResponse:
    """Suspend a link, or let it go on."""
    return _done(
        request,
        lambda: links.suspend_peer(
            code, suspended="suspend" in request.POST, actor=request.actor, at=request.at
        ),
        "office:exchange_peer",
        code,
    )


@require_POST
def peer_key(request: ActorRequest, code: str) -> HttpResponse:
    """Enter the place's next public key, or end one."""
    ended = request.POST.get("end", "")

    def change() -> None:
        if ended:
            links.end_key(code, ended, until=request.at, actor=request.actor, at=request.at)
            return
        try:
            jwk = json.loads(request.POST.get("jwk", ""))
        except (ValueError, RecursionError):
            jwk = {}
        found = jwk if isinstance(jwk, dict) else {}
        links.add_key(code, found, since=request.at, actor=request.actor, at=request.at)

    return _done(request, change, "office:exchange_peer", code)


@require_POST
def gateway(request: ActorRequest, code: str) -> HttpResponse:
    """Enter the secret under which a place calls by an older gateway, or end one."""
    given = {n: request.POST.get(n, "").strip() for n in ("scheme", "caller", "service", "secret")}
    if "end" in request.POST:
        return _done(
            request,
            lambda: links.end_secret(
                code, given["scheme"], given["caller"], actor=request.actor, at=request.at
            ),
            "office:exchange_peer",
            code,
        )
    until = day_of(request.POST.get("until", ""))
    return _done(
        request,
        lambda: links.set_secret(
            code,
            given["scheme"],
            given["caller"],
            given["service"],
            given["secret"],
            outgoing="outgoing" in request.POST,
            until=datetime.combine(until + timedelta(days=1), time(), CHINA) if until else None,
            actor=request.actor,
            at=request.at,
        ),
        "office:exchange_peer",
        code,
    )


@require_POST
def agreement(request: ActorRequest, code: str) -> HttpResponse:
    """Write an agreement down; somebody else accepts it."""
    per_day = request.POST.get("per_day", "")
    return _done(
        request,
        lambda: links.propose_agreement(
            code,
            request.POST.get("number", "").strip(),
            classes=request.POST.getlist("classes"),
            own_classes=request.POST.getlist("own_classes"),
            purposes=request.POST.getlist("purposes"),
            first=day_of(request.POST.get("first", "")) or date.max,
            last=day_of(request.POST.get("last", "")) or date.min,
            per_day=int(per_day) if per_day.isdecimal() and len(per_day) < 8 else 0,
            resource=request.POST.get("resource", "")[:60],
            actor=request.actor,
            at=request.at,
        ),
        "office:exchange_peer",
        code,
    )


@require_POST
def decide_agreement(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """Accept an agreement, or end it."""
    decide = links.accept_agreement if "accept" in request.POST else links.end_agreement
    return _done(
        request,
        lambda: decide(agreement_id, actor=request.actor, at=request.at),
        "office:exchange_peer",
        request.POST.get("code", "0"),
    )


def _done(
    request: ActorRequest, call: Callable[[], object], route: str, *args: object
) -> HttpResponse:
    saved(request, call)
    return redirect(link(route, *args) or "office:exchange")
