"""Employing units: the list with head counts, and the page of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from anju.domains.employers import api as units
from anju.domains.employers.api import EmployerView
from anju.domains.register import api as register
from anju.domains.register.api import Staffing, rosters
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.ordering import order_in
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.employers import chips, contracts, service_days, sites
from anju.interfaces.web.office.employers.areas import employer_seen, employers_seen
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.office.ordering import list_parts, order_of
from anju.interfaces.web.session import ActorRequest

ORDERS = {
    "name": gettext_lazy("单位"),
    "place": gettext_lazy("社区"),
    "now": gettext_lazy("在职"),
    "joined": gettext_lazy("近 30 天入职"),
    "left": gettext_lazy("近 30 天离职"),
}


def _key(column: str, employer: EmployerView, counts: Staffing) -> tuple[int, str]:
    """What the list is sorted by."""
    number = {"now": counts.now, "joined": counts.joined, "left": counts.left}.get(column, 0)
    return number, employer.region if column == "place" else employer.name


@require_safe
def employers(request: ActorRequest) -> HttpResponse:
    """Employers of the actor's regions, the largest first; by name with ``q``."""
    request.actor.require("employer.see")
    today = local_date(request.at)
    q, page = request.GET.get("q", "").strip()[:60], page_of(request)
    found = employers_seen(request.actor, q=q)
    counts = register.staffing(found, actor=request.actor, today=today)
    found.sort(key=lambda e: (-counts[e.id].now, e.name))
    if order := order_of(request, ORDERS):
        column, down = order_in(order)
        found.sort(key=lambda e: _key(column, e, counts[e.id]), reverse=down)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    names = names_for(codes=[e.region for e in shown])
    return render(
        request,
        "office/employers/employers.html",
        {
            "q": q,
            "total": len(found),
            "new_url": link("office:employer_new") if request.actor.may("employer.edit") else "",
            "working": sum(c.now for c in counts.values()),
            "lines": [
                {
                    "firm": e,
                    "counts": counts[e.id],
                    "place": names.place(e.region[:12]),
                    "url": link("office:employer", e.code),
                }
                for e in shown
            ],
            "paging": {
                **list_parts(request, page, len(shown), len(found), ORDERS),
                "export_url": "",
            },
        },
    )


@require_safe
def employer(request: ActorRequest, code: str) -> HttpResponse:
    """One employer: how many, who joined and left, who works there, its rosters."""
    employer = employer_seen(request, code)
    today, page = local_date(request.at), page_of(request)
    counts = register.staffing([employer], actor=request.actor, today=today)[employer.id]
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
    """This week's roster, turnover, contracts, liaison people, sites and service days of an employer."""
    actor, today = request.actor, local_date(request.at)
    edits = actor.may("employer.edit", region=employer.region)
    contacts, found = units.contacts(employer.id), units.sites_of(employer.id)
    need = units.liaison_need(
        employer, workers=counts.now, has=sum(c.liaison for c in contacts), day=today
    )
    ending = rosters.contract_counts(
        [employer], actor=actor, today=today, within=(rosters.SOON, rosters.LATER)
    )[employer.id]
    names = names_for(codes=[s.region for s in found])
    its = rosters.roster_standings([employer], actor=actor, at=request.at)[employer.id]
    return {
        **chips.standing(its),
        "weeks": rosters.turnover_by_week(employer, actor=actor, today=today),
        "ending": ending,
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
            for x in service_days.lines(units.service_days_of([employer.id], since=today))
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
