"""The integrated picture of a person at the office, and the contradictions between sources that wait for an answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.exchange.api import picture
from anju.domains.exchange.api.picture import Candidate, Chosen, TicketView
from anju.domains.people import api as people
from anju.interfaces.texts import picture as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.exchange.values import in_words
from anju.interfaces.web.office.links import PER_PAGE, day_of, page_of, record_number
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.office.saving import saved
from anju.interfaces.web.session import ActorRequest


@require_safe
def one(request: ActorRequest, person_id: int) -> HttpResponse:
    """One picture, as of today or another day."""
    found, tickets = picture.picture(
        person_id, actor=request.actor, at=request.at, day=day_of(request.GET.get("day", ""))
    )
    language = get_language() or "zh-hans"
    person = people.persons([found.person_id])[found.person_id]
    return render(
        request,
        "office/exchange/picture.html",
        {
            "person": person,
            "day": found.day,
            "fields": [_field(f, language) for f in found.fields],
            "tickets": [_ticket(t, language) for t in tickets],
            "may_answer": request.actor.may("review.decide"),
            "decisions": [(d, label_in(words.DECISIONS, d, language)) for d in picture.DECISIONS],
        },
    )


def _field(found: Chosen, language: str) -> dict[str, Any]:
    side = 0 if language.startswith("zh") else 1
    others = [c for c in found.candidates if c != found.chosen]
    return {
        "name": found.label[side],
        "chosen": _shown(found.chosen, language) if found.chosen else None,
        "others": [{**_shown(c, language), "against": c in found.contradicting} for c in others],
        "since": found.rule.since,
        "by": label_in(words.BY, found.rule.by, language),
        "order": [label_in(words.SOURCES, s, language) for s in found.rule.order],
        "days": found.rule.days,
    }


def _shown(found: Candidate, language: str) -> dict[str, Any]:
    value = found.words or found.value
    return {
        "value": in_words(found.field, value, language),
        "source": label_in(words.SOURCES, found.source, language)
        if found.source in words.SOURCES
        else found.source,
        "day": found.day,
    }


def _ticket(found: TicketView, language: str) -> dict[str, Any]:
    side = 0 if language.startswith("zh") else 1
    return {
        "t": found,
        "name": picture.definitions()[found.field].label[side],
        "sources": [
            label_in(words.SOURCES, s, language) if s in words.SOURCES else s for s in found.sources
        ],
    }


@require_safe
def tickets(request: ActorRequest) -> HttpResponse:
    """Contradictions in the reader's area, what is due first."""
    page = page_of(request)
    found, total = picture.tickets(
        actor=request.actor, at=request.at, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    language = get_language() or "zh-hans"
    names = people.persons([t.person_id for t in found])
    return render(
        request,
        "office/exchange/tickets.html",
        {
            "lines": [{**_ticket(t, language), "person": names.get(t.person_id)} for t in found],
            "paging": list_parts(request, page, len(found), total),
        },
    )


@require_POST
def close_ticket(request: ActorRequest, ticket_id: int) -> HttpResponse:
    """Answer a contradiction."""
    done = saved(
        request,
        lambda: picture.close_ticket(
            ticket_id,
            request.POST.get("decision", ""),
            request.POST.get("note", "")[:500],
            actor=request.actor,
            at=request.at,
        ),
        _("已答复。登记没有因此改变。"),
    )
    person = done.person_id if done else record_number(request.POST.get("person", ""))
    return redirect("office:picture", person) if person else redirect("office:picture_tickets")
