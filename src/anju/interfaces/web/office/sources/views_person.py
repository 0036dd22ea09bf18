"""What departments say of a person: each fact with its source and dates, for the purpose in hand. Opened on request and
recorded in the person's access log."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.domains.exchange.api import deliveries, sources, tickets
from anju.domains.exchange.api.tickets import Outcome, Ticket
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.texts import sources as words
from anju.interfaces.texts.labels import label_in
from anju.interfaces.web.office.sources.mapping_form import language, words_of
from anju.interfaces.web.session import ActorRequest

MAY = "person.edit"


@require_safe
def facts(request: ActorRequest, person_id: int) -> HttpResponse:
    """The page."""
    request.actor.require(MAY)
    person = visible(person_id)
    records, purpose = [person.id, *person.merged_ids], request.actor.purpose
    found = deliveries.facts_about(records, purpose=purpose)
    doubts = [
        ticket_shown(t)
        for t in tickets.of_persons(records)
        if purpose in sources.source(t.source).purposes
    ]
    audit.record_read(
        request.actor,
        person_ids=[person.id],
        fields=["name", "department_facts"],
        action="office.department_facts",
        at=request.at,
    )
    return render(
        request,
        "office/sources/person.html",
        {"person": person, "facts": [fact_shown(f) for f in found], "doubts": doubts},
    )


def visible(person_id: int) -> PersonView:
    """The record that stands for this number. `NotFound` ``person_unknown``."""
    kept = people.canonical(person_id)
    person = people.persons([kept]).get(kept)
    if person is None:
        raise NotFound("person_unknown")
    return person


def fact_shown(fact: deliveries.Fact) -> dict[str, Any]:
    """A fact as a page shows it: fields and codes in words."""
    source = sources.source(fact.source)
    return {
        "f": fact,
        "title": words_of(source.title),
        "department": words_of(source.department),
        "content": [
            (words_of(field.label), words_of(field.codes[value]) if field.codes else value, name)
            for name, field in source.fields.items()
            if (value := fact.content.get(name)) is not None
        ],
    }


def ticket_shown(found: Ticket) -> dict[str, Any]:
    """A ticket as a page shows it."""
    source = sources.source(found.source)
    field = source.fields[found.field]
    codes = field.codes or {}
    return {
        "t": found,
        "title": words_of(source.title),
        "department": words_of(source.department),
        "field": words_of(field.label),
        "stated": words_of(codes[found.stated]) if found.stated in codes else found.stated,
        "state": label_in(words.TICKET_STATES, found.state.value, language()),
        "outcome": label_in(words.OUTCOMES, found.outcome, language()) if found.outcome else "",
        "answer": words_of(codes[found.answer])
        if found.outcome == Outcome.CHANGED and found.answer in codes
        else found.answer,
        "open": found.state in tickets.WAITING,
    }
