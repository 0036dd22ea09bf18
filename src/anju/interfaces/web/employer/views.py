"""The employer's pages: at a glance, rosters, people, dormitory."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import rosters as weekly
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.declaring import signed_in
from anju.interfaces.web.employer.dormitory import dormitory_buildings, floors
from anju.interfaces.web.employer.own_employer import (
    employer_of,
    own_employers,
    page_context,
    sender_of,
)
from anju.interfaces.web.employer.worker_lists import listed, next_month, show_of
from anju.interfaces.web.employers import chips, service_days
from anju.interfaces.web.imports import uploading
from anju.interfaces.web.imports.listing import lines
from anju.interfaces.web.session import ActorRequest

PAGE = 50


@require_safe
@signed_in
def own_home(request: ActorRequest) -> HttpResponse:
    """The employer's home; a choice for who acts for several, and how to begin for who acts for none yet."""
    own = own_employers(request.actor)
    if len(own) == 1:
        return redirect("employer:home", own[0].id)
    return render(request, "employer/choose.html", {"firms": own})


@require_safe
def home(request: ActorRequest, employer_id: int) -> HttpResponse:
    """Head count, comings and goings of the month, free beds, the last rosters."""
    employer = employer_of(request, employer_id)
    today = local_date(request.at)
    past = register.imports(limit=5, employer_id=employer.id)
    counted, its = weekly.employer_overview(
        employer, actor=request.actor, at=request.at, within=(weekly.SOON,)
    )
    context = {
        **page_context(employer, "home"),
        "count": counted.counts.now,
        "joined": register.workforce(employer.id, as_of=today, since=today.replace(day=1), limit=0)[
            1
        ],
        "joined_url": f"{reverse('employer:workers', args=[employer.id])}?show=new",
        "left": register.job_turnover(
            employer.id, since=today.replace(day=1), until=next_month(today)
        ).left,
        "left_url": f"{reverse('employer:workers', args=[employer.id])}?show=left",
        "houses": dormitory_buildings(employer, today),
        "imports": lines(past, "employer", {"employer_id": employer.id}),
        **chips.standing(its),
        "weeks": counted.weeks,
        "ending": counted.ending[0],
        "days": service_days.lines(
            employers.service_days_of([employer.id], since=today)[:3], employer=employer
        ),
    }
    context["free"] = sum(h.free for h in context["houses"])
    context["rooms"] = sum(h.rooms for h in context["houses"])
    return render(request, "employer/home.html", context)


@require_http_methods(["GET", "POST"])
def rosters(request: ActorRequest, employer_id: int) -> HttpResponse:
    """Drop in a roster; the rosters sent before."""
    employer = employer_of(request, employer_id)
    error = ""
    if request.method == "POST":
        try:
            kept = uploading.take(request, form="employer-roster", sender=sender_of(employer))
        except AnjuError as refused:
            error = sentence(refused, get_language() or "zh-hans")
        else:
            return redirect("employer:import", employer.id, kept.id)
    past = lines(
        register.imports(limit=PAGE, employer_id=employer.id),
        "employer",
        {"employer_id": employer.id},
    )
    return render(
        request,
        "employer/rosters.html",
        {**page_context(employer, "rosters"), "imports": past, "error": error},
        status=422 if error else 200,
    )


@require_safe
def workers(request: ActorRequest, employer_id: int) -> HttpResponse:
    """Who works here, by page, found by name."""
    employer = employer_of(request, employer_id)
    q, number = request.GET.get("q", "").strip(), _number(request.GET.get("page"))
    today, show = local_date(request.at), show_of(request.GET.get("show"))
    found, total = listed(
        employer.id, show, today=today, q=q, limit=PAGE, offset=(number - 1) * PAGE
    )
    ids = [w.person_id for w in found if w.name]
    known = people.persons(ids)
    rooms = places.homes([w.home_id for w in found if w.home_id])
    audit.record_read(
        request.actor,
        person_ids=ids,
        fields=("name", "document", "phone"),
        action="employer.workers",
        at=request.at,
    )
    drawn = [
        {"worker": w, "person": known.get(w.person_id), "room": rooms.get(w.home_id or 0)}
        for w in found
    ]
    asked = urlencode({"q": q, "show": show})
    address = f"?{asked}&page="
    return render(
        request,
        "employer/workers.html",
        {
            **page_context(employer, "workers"),
            "rows": drawn,
            "q": q,
            "show": show,
            "file_url": f"{reverse('employer:workers_file', args=[employer.id])}?{asked}",
            "total": total,
            "first": (number - 1) * PAGE + 1,
            "last": (number - 1) * PAGE + len(found),
            "previous_url": f"{address}{number - 1}" if number > 1 else "",
            "next_url": f"{address}{number + 1}" if number * PAGE < total else "",
        },
    )


@require_safe
def dormitory(request: ActorRequest, employer_id: int) -> HttpResponse:
    """The employer's own dormitories, one of them room by room."""
    employer = employer_of(request, employer_id)
    today = local_date(request.at)
    all_houses = dormitory_buildings(employer, today)
    wanted = _number(request.GET.get("building"))
    chosen = next((h for h in all_houses if h.id == wanted), all_houses[0] if all_houses else None)
    context = {
        **page_context(employer, "dormitory"),
        "houses": all_houses,
        "chosen": chosen,
        "floors": floors(chosen.id, today) if chosen else [],
    }
    return render(request, "employer/dormitory.html", context)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 and int(text) else 1
