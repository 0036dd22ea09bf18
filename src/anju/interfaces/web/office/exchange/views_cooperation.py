"""Agreements with other places at the office: all of them, one with its terms and steps, proposing, signing, ending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import cooperation, links, messages
from anju.domains.exchange.api.cooperation import CooperationView, Stage
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.texts import cooperation as stages
from anju.interfaces.texts import exchange as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.exchange.views import LOGGED
from anju.interfaces.web.office.links import day_of
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.purposes import purpose_label
from anju.interfaces.web.session import ActorRequest

Line = dict[str, Any]


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """All agreements, those that wait for this place first."""
    request.actor.require(links.MANAGE)
    return render(
        request,
        "office/exchange/cooperations.html",
        {
            "lines": [_line(v) for v in cooperation.cooperations()],
            "peers": [p for p in links.peers() if not p.test and p.state == "active"],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest, code: str) -> HttpResponse:
    """Propose terms to another place."""
    request.actor.require(links.MANAGE)
    peer = links.peer(code)
    own, name = links.own_place()
    error = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                made = cooperation.propose(
                    code,
                    _terms(request.POST, (own, name), (peer.code, peer.name)),
                    actor=request.actor,
                    at=request.at,
                )
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = reason_text(refused.code, **refused.params)
        else:
            return redirect("office:cooperation", made)
    today = local_date(request.at)
    given = request.POST if request.method == "POST" else None
    start = {
        "number": f"{own}-{peer.code}-{today.year}",
        "title": _("两地流动人口服务合作协议"),
        "first": today.isoformat(),
        "last": (today + timedelta(days=365)).isoformat(),
        "notice_days": 30,
        "office": name,
        "their_office": peer.name,
        "per_day": 1000,
        "their_per_day": 1000,
        "sends": [k for k in messages.CLASSES if k not in messages.NEGOTIATION],
        "their_sends": [k for k in messages.CLASSES if k not in messages.NEGOTIATION],
        "purposes": list(messages.PURPOSES),
    }
    return _form(request, peer.name, given, start, error)


@require_http_methods(["GET", "HEAD", "POST"])
def counter(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """Propose other terms in the place of those that wait here."""
    request.actor.require(links.MANAGE)
    found = cooperation.cooperation(cooperation_id)
    own, name = links.own_place()
    error = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                cooperation.counter(
                    cooperation_id,
                    _terms(request.POST, (own, name), (found.peer_code, found.peer)),
                    actor=request.actor,
                    at=request.at,
                )
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = reason_text(refused.code, **refused.params)
        else:
            return redirect("office:cooperation", cooperation_id)
    given = request.POST if request.method == "POST" else None
    return _form(request, found.peer, given, _held(found, own), error, counter=found)


def _form(
    request: ActorRequest,
    peer: str,
    given: QueryDict | None,
    start: Mapping[str, Any],
    error: str,
    counter: CooperationView | None = None,
) -> HttpResponse:
    language = get_language() or "zh-hans"
    several = ("sends", "their_sends", "purposes")
    typed = dict(start)
    if given is not None:
        named = (*start, "phone", "duties", "their_phone")
        typed |= {k: given.getlist(k) if k in several else given.get(k, "") for k in named}
    kinds = [
        (k, label_in(words.CLASSES, k, language))
        for k in messages.CLASSES
        if k not in messages.NEGOTIATION
    ]
    return render(
        request,
        "office/exchange/cooperation_form.html",
        {
            "peer": peer,
            "given": typed,
            "kinds": kinds,
            "purposes": [(p, purpose_label(LOGGED.get(p, p))) for p in messages.PURPOSES],
            "error": error,
            "counter": counter,
        },
        status=422 if error else 200,
    )


def _held(found: CooperationView, own: str) -> dict[str, Any]:
    """The terms that wait here, as the form shows them."""
    ours = next(s for s in found.terms["sides"] if s["place"] == own)
    theirs = next(s for s in found.terms["sides"] if s["place"] != own)
    return {
        "number": found.number,
        **{k: found.terms[k] for k in ("title", "first", "last", "notice_days", "purposes")},
        "duties": "\n".join(found.terms["duties"]),
        "office": ours["office"],
        "phone": ours.get("phone", ""),
        "sends": ours["sends"],
        "per_day": ours["per_day"],
        "their_office": theirs["office"],
        "their_phone": theirs.get("phone", ""),
        "their_sends": theirs["sends"],
        "their_per_day": theirs["per_day"],
    }


def _terms(given: QueryDict, ours: tuple[str, str], theirs: tuple[str, str]) -> dict[str, Any]:
    """What the form says, as terms."""
    duties = [line.strip()[:500] for line in given.get("duties", "")[:12_000].splitlines()]
    return {
        "number": given.get("number", "").strip()[:40],
        "title": given.get("title", "").strip()[:100],
        "first": given.get("first", "")[:10],
        "last": given.get("last", "")[:10],
        "notice_days": _whole(given, "notice_days"),
        "purposes": [p for p in messages.PURPOSES if p in given.getlist("purposes")],
        "sides": [_side(given, *ours, ""), _side(given, *theirs, "their_")],
        "duties": [d for d in duties if d],
    }


def _whole(given: QueryDict, name: str) -> int:
    """A number as typed; -1, which no terms take, for what is none."""
    text = given.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) <= 7 else -1


def _side(given: QueryDict, place: str, name: str, which: str) -> dict[str, Any]:
    phone = given.get(f"{which}phone", "").strip()[:20]
    return {
        "place": place,
        "name": name,
        "office": given.get(f"{which}office", "").strip()[:100],
        **({"phone": phone} if phone else {}),
        "sends": [k for k in messages.CLASSES if k in given.getlist(f"{which}sends")],
        "per_day": _whole(given, f"{which}per_day"),
    }


@require_safe
def one(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """One agreement: its terms, who has signed, what happened."""
    request.actor.require(links.MANAGE)
    found = cooperation.cooperation(cooperation_id)
    mine = found.drafted_by is not None and found.drafted_by == request.actor.user_id
    return render(
        request,
        "office/exchange/cooperation.html",
        {**_shown(found), "mine": mine, "today": local_date(request.at)},
    )


@require_safe
def printed(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """The agreement on paper, with digest and signatures."""
    request.actor.require(links.MANAGE)
    found = cooperation.cooperation(cooperation_id)
    return render(request, "office/exchange/cooperation_print.html", _shown(found))


@require_safe
def as_json(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """The agreement as a file that proves itself."""
    request.actor.require(links.MANAGE)
    answer = JsonResponse(
        cooperation.evidence(cooperation_id), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = f'attachment; filename="agreement-{cooperation_id}.json"'
    return answer


@require_POST
def decide(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """Sign, decline or withdraw, or end."""
    act = request.POST.get("act", "")
    how: dict[str, Any] = {"actor": request.actor, "at": request.at}
    note = request.POST.get("note", "")[:500]
    if act == "sign":
        digest = request.POST.get("digest", "")[:64]
        saved(request, lambda: cooperation.sign(cooperation_id, digest, **how), _("已签署。"))
    elif act == "decline":
        saved(request, lambda: cooperation.decline(cooperation_id, note, **how), _("已告知对方。"))
    elif act == "end":
        last = day_of(request.POST.get("last", "")) or local_date(request.at)
        saved(
            request, lambda: cooperation.end(cooperation_id, last, note, **how), _("已告知对方。")
        )
    else:
        raise NotFound("cooperation_unknown")
    return redirect("office:cooperation", cooperation_id)


def _line(view: CooperationView) -> Line:
    return {
        "v": view,
        "stage": label_in(stages.STAGES, view.stage.value, get_language() or "zh-hans"),
        "title": view.terms["title"],
    }


def _shown(found: CooperationView) -> Line:
    language = get_language() or "zh-hans"
    signed = {s.place: s for s in found.signatures}
    return {
        **_line(found),
        "terms": found.terms,
        "purposes": [purpose_label(LOGGED.get(p, p)) for p in found.terms["purposes"]],
        "sides": [
            {
                "s": side,
                "sends": [label_in(words.CLASSES, k, language) for k in side["sends"]],
                "signed": signed.get(side["place"]),
            }
            for side in found.terms["sides"]
        ],
        "steps": [
            {
                "s": s,
                "kind": label_in(words.CLASSES, s.kind, language),
                "side": label_in(words.DIRECTIONS, s.direction, language),
            }
            for s in found.steps
        ],
        "signable": found.stage in cooperation.FOR_US,
        "open": found.stage in cooperation.OPEN,
        "endable": found.stage is Stage.IN_FORCE,
    }
