"""“我能办居住证吗”: the answer for oneself, with facts, articles, what is missing and the day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anju.domains.permits.api import eligibility
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.office.person.parts import entries
from anju.interfaces.web.pieces.eligibility import eligibility_values
from anju.interfaces.web.resident.permit_card import on_the_way
from anju.interfaces.web.resident.views_mine import for_linked_accounts
from anju.interfaces.web.session import ActorRequest


@require_safe
@for_linked_accounts
def page(request: ActorRequest) -> HttpResponse:
    """Worked out now, from the facts of this moment."""
    person_id, today = int(request.actor.person_id or 0), local_date(request.at)
    found = eligibility.assess([person_id], on=today, at=request.at)[person_id]
    stays, jobs = register.stays_of([person_id]), register.jobs_of([person_id])
    names = names_for(
        homes=[s.home_id for s in stays],
        employer_ids=[j.employer_id for j in jobs],
        codes=[s.region for s in stays],
    )
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=("entitlement", "stays", "jobs"),
        action="own.entitlement",
        at=request.at,
    )
    return render(
        request,
        "resident/eligibility.html",
        {
            "permit": eligibility_values(found),
            "under_way": on_the_way(person_id, at=request.at),
            "today": today,
            "back_url": reverse("resident:home"),
            "entries": [{**e, "url": ""} for e in entries(stays, jobs, names, today)],
        },
    )  # the office's own pages stay there
