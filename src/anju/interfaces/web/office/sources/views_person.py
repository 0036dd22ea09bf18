"""What departments say of a person: each fact with its source and dates, for the purpose in hand. Opened on request and
recorded in the person's access log."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.domains.exchange.api import deliveries, sources
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.web.office.sources.mapping_form import words_of
from anju.interfaces.web.session import ActorRequest

MAY = "person.edit"


@require_safe
def facts(request: ActorRequest, person_id: int) -> HttpResponse:
    """The page."""
    request.actor.require(MAY)
    person = visible(person_id)
    found = deliveries.facts_about([person.id, *person.merged_ids], purpose=request.actor.purpose)
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
        {"person": person, "facts": [fact_shown(f) for f in found]},
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
