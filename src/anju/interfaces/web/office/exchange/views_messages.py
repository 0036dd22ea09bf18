"""Messages that want somebody: read, repaired and resent, or decided; asking another place about a person."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.exchange.api import links, messages
from anju.domains.exchange.api.links import MessageView, State
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError, NotFound
from anju.interfaces.texts import exchange as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.exchange import reading, views_lists
from anju.interfaces.web.office.exchange.views import LOGGED
from anju.interfaces.web.office.links import day_of, link
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.purposes import purpose_label
from anju.interfaces.web.session import ActorRequest

LONGEST = 20_000
"""Characters of a repaired message."""


@require_safe
def message(request: ActorRequest, message_id: int) -> HttpResponse:
    """One message, whole, with what is wrong with it and what can be done."""
    found = links.read_message(message_id, actor=request.actor, at=request.at)
    return _shown(request, found, json.dumps(found.content, ensure_ascii=False, indent=2))


def _shown(
    request: ActorRequest, found: MessageView, text: str, error: str = "", status: int = 200
) -> HttpResponse:
    language = get_language() or "zh-hans"
    content = found.content or {}
    aside = found.state is State.SET_ASIDE
    offered = links.decisions(found.kind, found.person_id) if aside else ()
    grade = str(content.get("grade", ""))
    return render(
        request,
        "office/exchange/message.html",
        {
            "m": found,
            "kind": label_in(words.CLASSES, found.kind, language),
            "peer": content.get("to" if found.direction == "out" else "from", ""),
            "state": label_in(words.STATES, found.state.value, language),
            "facts": reading.facts(content),
            "grade": label_in(words.GRADES, grade, language) if grade in words.GRADES else "",
            "agreement": content.get("agreement", ""),
            "awaited": views_lists.awaited(found),
            "person_url": link("office:person", found.person_id) if found.person_id else "",
            "prefilled": reading.answers(
                links.prefilled(found.id, actor=request.actor, at=request.at)
                if "by_register" in offered
                else ()
            ),
            "assurance": label_in(words.ASSURANCE, found.assurance, language),
            "purpose": purpose_label(LOGGED.get(found.purpose, found.purpose)),
            "result": views_lists.why(replace(found, errors=())),
            "faults": [
                {**e, "words": label_in(words.CATALOGUE, e["code"], language)}
                for e in found.errors
                if e["code"] in words.CATALOGUE
            ],
            "text": text,
            "error": error,
            "repairable": found.state is State.REJECTED,
            "decisions": [(d, label_in(words.DECISIONS, d, language)) for d in offered],
        },
        status=status,
    )


@require_POST
def resend(request: ActorRequest, message_id: int) -> HttpResponse:
    """Send a rejected message again as repaired, or give its place up."""
    text = request.POST.get("content", "")[:LONGEST]
    try:
        with transaction.atomic():
            if "give_up" in request.POST:
                links.empty_place(message_id, actor=request.actor, at=request.at)
            else:
                links.resend(message_id, _content(text), actor=request.actor, at=request.at)
    except AnjuError as refused:
        if refused.code == "not_allowed":
            raise
        found = links.read_message(message_id, actor=request.actor, at=request.at)
        return _shown(request, found, text, reason_text(refused.code, **refused.params), 422)
    notes.success(request, _("已排队重发，次序不变。"))
    return redirect("office:exchange_message", message_id)


def _content(text: str) -> dict[str, Any]:
    try:
        value = messages.read_json(text.encode("utf-8", "replace"))
    except messages.NotReadable:
        return {}
    return value if isinstance(value, dict) else {}


@require_POST
def decide(request: ActorRequest, message_id: int) -> HttpResponse:
    """Close what was set aside."""
    saved(
        request,
        lambda: links.decide(
            message_id,
            request.POST.get("decision", ""),
            note=request.POST.get("note", "")[:500],
            actor=request.actor,
            at=request.at,
        ),
        _("已处理。"),
    )
    return redirect("office:exchange_message", message_id)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, person_id: int) -> HttpResponse:
    """Ask another place about a person: what is asked, of whom, why."""
    request.actor.require(links.MANAGE)
    person = people.persons([people.canonical(person_id)]).get(people.canonical(person_id))
    if person is None:
        raise NotFound("person_unknown")
    error = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                number = _asked(request, person.id)
        except AnjuError as refused:
            error = reason_text(refused.code, **refused.params)
        else:
            notes.success(request, _("协查已排队发出。"))
            return redirect("office:exchange_message", number)
    audit.record_read(
        request.actor, person_ids=[person.id], fields=["name"], action="exchange.ask", at=request.at
    )
    language = get_language() or "zh-hans"
    return render(
        request,
        "office/exchange/ask.html",
        {
            "person": person,
            "places": [p for p in links.peers() if not p.test],
            "questions": [(q, label_in(words.QUESTIONS, q, language)) for q in words.QUESTIONS],
            "grades": [(g, label_in(words.GRADES, g, language)) for g in words.GRADES],
            "purposes": [(p, purpose_label(LOGGED.get(p, p))) for p in messages.PURPOSES],
            "given": request.POST,
            "chosen": request.POST.getlist("questions"),
            "error": error,
        },
        status=422 if error else 200,
    )


def _asked(request: ActorRequest, person_id: int) -> int:
    first, last = (day_of(request.POST.get(n, "")) for n in ("first", "last"))
    known = [q for q in request.POST.getlist("questions") if q in words.QUESTIONS]
    purpose = request.POST.get("purpose", "")
    return links.ask(
        request.POST.get("place", "")[:12],
        person_id,
        questions=list(dict.fromkeys(known)),
        why=request.POST.get("why", "")[:500],
        purpose=purpose if purpose in messages.PURPOSES else messages.PURPOSES[0],
        grade=request.POST.get("grade", ""),
        actor=request.actor,
        at=request.at,
        between=(first, last) if first and last and first <= last else None,
    )
