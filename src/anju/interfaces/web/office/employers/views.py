"""The page of one employing unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.domains.employers import api as units
from anju.domains.employers.api import EmployerView
from anju.domains.register import api as register
from anju.domains.register.api import rosters
from anju.domains.register.api.staffing import Staffing
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.employers import chips, contracts, service_days, sites
from anju.interfaces.web.office.employers.areas import employer_seen
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest


@require_safe
def employer(request: ActorRequest, code: str) -> HttpResponse:
    """One employer: how many, who joined and left, who works there, its rosters."""
    employer = employer_seen(request, code)
    today, page = local_date(request.at), page_of(request)
    counted, its = rosters.employer_overview(
        employer, actor=request.actor, at=request.at, within=(rosters.SOON, rosters.LATER)
    )
    counts = counted.counts
    jobs = register.workers(employer.id, as_of=today, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    names = names_for(persons=[j.person_id for j in jobs], codes=[employer.region])
    audit.record_read(
        request.actor,
        person_ids=list(names.people),
        fields=["name", "jobs"],
        action="office.employer",
        at=request.at,
    )
    imports = (
        register.imports(limit=10, employer_id=employer.id)
        if request.actor.may("import.run")
        else None
    )
    return render(
        request,
        "office/employers/employer.html",
        {
            "firm": employer,
            "place": names.place(employer.region[:12]),
            "counts": counts,
            **chips.standing(its),
            "weeks": counted.weeks,
            "ending": counted.ending,
            **_about(request, employer, counts),
            "lines": [_worker(j, names) for j in jobs if j.person_id in names.people],
            "imports": None
            if imports is None
            else [{"view": i, "url": link("office:import", i.id)} for i in imports],
            "import_url": link("office:imports", employer=employer.code)
            if imports is not None
            else "",
            "paging": {**list_parts(request, page, len(jobs), counts.now), "export_url": ""},
        },
    )


def _about(request: ActorRequest, employer: EmployerView, counts: Staffing) -> dict[str, Any]:
    """Liaison people, sites and service days of an employer."""
    actor, today = request.actor, local_date(request.at)
    edits = actor.may("employer.edit", region=employer.region)
    contacts, found = units.contacts(employer.id), units.sites_of(employer.id)
    need = units.liaison_need(
        employer, workers=counts.now, has=sum(c.liaison for c in contacts), day=today
    )
    names = names_for(codes=[s.region for s in found])
    return {
        "contracts_url": link("office:employer_contracts", employer.code),
        "contacts": contacts,
        "need": need,
        "source": reader_text(need.rule.source) if need.rule else "",
        "sites": [
            {
                **line,
                "place": names.place(line["site"].region[:12]),
                "step_url": link("office:employer_site_step", employer.code, line["site"].id)
                if edits
                else "",
            }
            for line in sites.lines(found, today)
        ],
        "today": today,
        "days": [
            {**x, "url": link("office:service_day", x["day"].id)}
            for x in service_days.lines(
                units.service_days_of([employer.id], since=today), employer=employer, sites=found
            )
        ],
        "edits": edits,
        "change_url": link("office:employer_change", employer.code),
        "site_url": link("office:employer_site_new", employer.code),
        "day_url": link("office:service_day_new", employer.code),
        "remind_url": link("office:employer_remind", employer.code),
    }


@require_safe
def contracts_ending(request: ActorRequest, code: str) -> HttpResponse:
    """Whose contract at an employer ends in thirty or sixty days."""
    employer = employer_seen(request, code)
    counts = rosters.contract_counts(
        [employer],
        actor=request.actor,
        today=local_date(request.at),
        within=contracts.WITHIN,
    )
    shown = contracts.context(
        request,
        employer,
        action="office.contracts",
        url=lambda person: link("office:person", person),
        export=False,
        counts=counts[employer.id],
    )
    return render(request, "office/employers/contracts.html", {"firm": employer, **shown})


def _worker(job: register.JobView, names: Names) -> dict[str, Any]:
    person = names.people[job.person_id]
    return {
        "name": person.name,
        "born": f"{person.birth_date:%Y}" if person.birth_date else "",
        "position": job.position,
        "since": job.since,
        "channel": job.channel,
        "said": job.recorded_at,
        "url": link("office:person", person.id),
    }
