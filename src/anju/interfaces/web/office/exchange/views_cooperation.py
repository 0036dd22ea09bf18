"""Agreements with other places at the office: all of them, one with its terms and steps, proposing, signing, ending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import cooperation, links, messages
from anju.domains.exchange.api.cooperation import CooperationView, Duty, Measure, Stage
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.texts import cooperation as stages
from anju.interfaces.texts import exchange as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.exchange.cooperation_terms import (
    held,
    named,
    start,
    terms,
    typed,
)
from anju.interfaces.web.office.exchange.views import LOGGED
from anju.interfaces.web.office.exchange.views_reports import flow_table, standing
from anju.interfaces.web.office.links import day_of
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.purposes import purpose_label
from anju.interfaces.web.session import ActorRequest

Line = dict[str, Any]


@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """All agreements, those that wait for this place first."""
    request.actor.require(links.MANAGE)
    found, today = cooperation.cooperations(), local_date(request.at)
    due = cooperation.reviews_waiting(today)
    return render(
        request,
        "office/exchange/cooperations.html",
        {
            "lines": [{**_line(v), "review_due": v.id in due} for v in found],
            "flows": flow_table(found, today),
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
                    terms(request.POST, (own, name), (peer.code, peer.name)),
                    actor=request.actor,
                    at=request.at,
                )
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = _reason(refused, (name, peer.name))
        else:
            return redirect("office:cooperation", made)
    shown = start((own, name), (peer.code, peer.name), local_date(request.at))
    return _form(request, ((own, name), (peer.code, peer.name)), shown, error)


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
                    terms(request.POST, (own, name), (found.peer_code, found.peer)),
                    actor=request.actor,
                    at=request.at,
                )
        except AnjuError as refused:
            if refused.code == "not_allowed":
                raise
            error = _reason(refused, (name, found.peer))
        else:
            return redirect("office:cooperation", cooperation_id)
    sides = ((own, name), (found.peer_code, found.peer))
    return _form(request, sides, held(found, own), error, counter=found)


def _reason(refused: AnjuError, sides: tuple[str, str]) -> str:
    """Why terms were refused, with what the form calls the part that is wrong."""
    params = dict(refused.params)
    if "at" in params:
        params["at"] = named(str(params["at"]), sides)
    return reason_text(refused.code, **params)


def _form(
    request: ActorRequest,
    sides: tuple[tuple[str, str], tuple[str, str]],
    shown: Mapping[str, Any],
    error: str,
    counter: CooperationView | None = None,
) -> HttpResponse:
    language = get_language() or "zh-hans"
    kinds = [
        (k, label_in(words.CLASSES, k, language))
        for k in messages.CLASSES
        if k not in messages.NEGOTIATION
    ]
    return render(
        request,
        "office/exchange/cooperation_form.html",
        {
            "peer": sides[1][1],
            "sides": sides,
            "given": typed(request.POST, shown) if request.method == "POST" else shown,
            "kinds": kinds,
            "measures": [(m.value, label_in(stages.MEASURES, m.value, language)) for m in Measure],
            "purposes": [(p, purpose_label(LOGGED.get(p, p))) for p in messages.PURPOSES],
            "error": error,
            "counter": counter,
        },
        status=422 if error else 200,
    )


@require_safe
def one(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """One agreement: its terms, who has signed, what happened."""
    request.actor.require(links.MANAGE)
    found = cooperation.cooperation(cooperation_id)
    mine = found.drafted_by is not None and found.drafted_by == request.actor.user_id
    return render(
        request,
        "office/exchange/cooperation.html",
        {
            **_shown(found),
            **standing(found, local_date(request.at)),
            "mine": mine,
            "today": local_date(request.at),
        },
    )


@require_safe
def printed(request: ActorRequest, cooperation_id: int) -> HttpResponse:
    """The agreement on paper, with digest and signatures."""
    request.actor.require(links.MANAGE)
    found = cooperation.cooperation(cooperation_id)
    shown = {**_shown(found), **standing(found, local_date(request.at))}
    return render(request, "office/exchange/cooperation_print.html", shown)


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
        last = day_of(request.POST.get("last", ""))
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
        "duties": [_duty(d, found) for d in cooperation.duties_of(found.terms)],
        "service_days": [
            {**d, "name": _name(found, d["place"])} for d in found.terms.get("service_days", ())
        ],
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


def _duty(duty: Duty, found: CooperationView) -> Line:
    measure = (
        label_in(stages.MEASURES, duty.measure.value, get_language() or "zh-hans")
        if duty.measure
        else ""
    )
    return {"d": duty, "by": _name(found, duty.by), "measure": measure}


def _name(found: CooperationView, place: str) -> str:
    return next((s["name"] for s in found.terms["sides"] if s["place"] == place), "")
