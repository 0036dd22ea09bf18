"""Answers while the clerk types: the number, the home, the deadline, another row of the family."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from anju.domains.people import api as people
from anju.domains.people.api import NumberFacts, PersonView
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.days import age_on, day_in
from anju.foundation.errors import NotFound
from anju.interfaces.texts import labels
from anju.interfaces.web.declaring import reason_text
from anju.interfaces.web.office.counter import form_labels, reading
from anju.interfaces.web.office.counter.views import choices, inputs
from anju.interfaces.web.session import ActorRequest


@require_POST
def number(request: ActorRequest) -> HttpResponse:
    """What the typed number says, and the person who holds it if the clerk may see them.

    Posted, so that no number stands in an access log. A person out of sight and nobody at all look the same.
    """
    request.actor.require("declare")
    prefix = request.POST.get("prefix", "m0")
    kind = request.POST.get(f"{prefix}-doc_type", "111")
    typed = "".join(request.POST.get(f"{prefix}-doc_number", "").split()).upper()
    issuer = reading.nationality_of(
        {f: request.POST.get(f"{prefix}-{f}", "") for f in ("doc_type", "nationality")}
    )
    today = local_date(request.at)
    facts = people.read_number(kind, typed, known_areas=regions.known_areas(), today=today)
    person = None
    if typed and issuer and facts.problem == "":
        person = _visible(people.holder_of(kind, issuer, facts.number))
    stays = register.stays_of([person.id]) if person else []
    if person:
        audit.record_read(
            request.actor,
            person_ids=[person.id],
            fields=["name", "phone", "stays"],
            action="counter.number",
            at=request.at,
        )
    homes = places.homes([s.home_id for s in stays if s.home_id])
    context: dict[str, Any] = {
        "typed": typed,
        "facts": facts,
        "person": person,
        "prefix": prefix,
        "today": today,
        "why": reason_text(facts.problem) if facts.problem else "",
        "doubts": [] if person else _doubts(kind, facts, today),
        "area": _area(facts),
        "sex": form_labels.label(labels.SEXES, facts.sex),
        "age": _age(facts, today),
        "stays": [
            (s, homes[s.home_id].text if s.home_id in homes else "") for s in reversed(stays[-3:])
        ],
    }
    return render(request, "office/counter/number.html", context)


def _doubts(kind: str, facts: NumberFacts, today: date) -> list[str]:
    """What is unlikely about a number without a fault, by the layer that judges the whole form."""
    if facts.problem != "":
        return []
    row = {"doc_type": kind, "doc_number": facts.number, "birth_date": facts.birth_date}
    frame = pl.DataFrame([row], schema={c: register.ITEM_SCHEMA[c] for c in row})
    found = register.unlikely(frame, today=today)
    return [reason_text(m.reason) for m in found if m.reason in register.OF_PERSON]


def _visible(person_id: int | None) -> PersonView | None:
    return people.persons([person_id]).get(person_id) if person_id else None


def _area(facts: NumberFacts) -> dict[str, str]:
    """What the first six digits meant in the year of birth, and what the place is called now if that differs."""
    if not facts.area or facts.birth_date is None:
        return {}
    try:
        then = regions.area(facts.area, year=facts.birth_date.year)
    except NotFound:
        return {}
    now = regions.names([then.successor.ljust(12, "0")]) if then.successor else {}
    return {"name": then.full_name, "now": next(iter(now.values()), "") if not then.valid else ""}


def _age(facts: NumberFacts, today: date) -> int | None:
    born = facts.birth_date
    return None if born is None else age_on(born, today)


@require_safe
def homes(request: ActorRequest) -> HttpResponse:
    """Homes for what was typed or scanned, inside the clerk's area."""
    request.actor.require("declare")
    q = request.GET.get("q", "").strip()
    q = q.rsplit("/", 1)[-1] if "/" in q else q  # a scanner types the whole address on the plate
    found = places.suggest(q, regions=request.actor.regions("declare"))
    names = regions.names([h.region[:12] for h in found])
    living: dict[int, int] = {}
    for stay in register.occupants([h.id for h in found], as_of=local_date(request.at)):
        living[stay.home_id or 0] = living.get(stay.home_id or 0, 0) + 1
    options = [
        {
            "value": h.code,
            "text": h.text,
            "icon": "home",
            "hint": f"{names.get(h.region[:12], '')[-8:]} · {living.get(h.id, 0)}/{h.capacity}",
        }
        for h in found
    ]
    return render(request, "anju/partials/options.html", {"options": options, "q": q})


@require_POST
def deadline(request: ActorRequest) -> HttpResponse:
    """By when this arrival had to be registered."""
    request.actor.require("declare")
    start = day_in(request.POST.get("start", ""))
    home = (
        places.home_by_code(request.POST.get("home_code", ""))
        if request.POST.get("home_code")
        else None
    )
    region = (
        home.region
        if home
        else request.POST.get("region", "") or next(iter(request.actor.regions("declare")), "")
    )
    found = (
        register.timeliness(
            start,
            region=region,
            nationality=reading.nationality_of(
                {f: request.POST.get(f"m0-{f}", "") for f in ("doc_type", "nationality")}
            )
            or "",
            at=request.at,
            change=bool(request.POST.get("m0-person")),
        )
        if start
        else None
    )
    return render(request, "office/counter/deadline.html", {"found": found, "now": request.at})


@require_safe
def member(request: ActorRequest) -> HttpResponse:
    """One more row for the family, and the button for the next."""
    request.actor.require("declare")
    given = request.GET.get("i", "")
    i = min(max(int(given), 1), 99) if given.isdecimal() else 1
    blank = {
        **dict.fromkeys(reading.PERSON_FIELDS, ""),
        "doc_type": "111",
        "relation": "",
    }
    row = {
        "n": i,
        "p": f"m{i}",
        "value": blank,
        "known": None,
        "errors": {},
        "fresh": True,
        "more": inputs(reading.OF_PERSON, blank, {}, prefix=f"m{i}-"),
    }
    return render(request, "office/counter/more.html", {"row": row, "next_row": i + 1, **choices()})
