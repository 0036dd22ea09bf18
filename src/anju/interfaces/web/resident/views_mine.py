"""The resident's home page, and what the register holds about them: only for accounts linked to a record."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.access import api as access
from anju.domains.access.api import PURPOSES
from anju.domains.employers import api as employers
from anju.domains.employers.api import ServiceDayView
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound
from anju.foundation.files import JPEG
from anju.interfaces.texts.benefits import benefit_check_text
from anju.interfaces.texts.department_answers import answered_text, extracted_text
from anju.interfaces.web.declaring import View, reason_text, signed_in
from anju.interfaces.web.files import as_file
from anju.interfaces.web.pieces.benefits import benefit_names
from anju.interfaces.web.resident.forms import RealName
from anju.interfaces.web.resident.permit_card import permit_card
from anju.interfaces.web.resident.status import clock, status_text
from anju.interfaces.web.session import ActorRequest


def for_linked_accounts(view: View) -> View:
    """Only for accounts that are known to belong to a record; others are told how that is done."""

    @signed_in
    @wraps(view)
    def asked(request: ActorRequest, *args: Any, **more: Any) -> HttpResponseBase:  # noqa: ANN401
        return (
            view(request, *args, **more)
            if request.actor.person_id is not None
            else redirect("resident:tie")
        )

    return asked


def coming_days(request: ActorRequest) -> list[ServiceDayView]:
    """The service days to come at the employers of the person whose account this is. Two queries."""
    today = local_date(request.at)
    jobs = register.jobs_of([request.actor.person_id or 0], as_of=today)
    return employers.service_days_of([j.employer_id for j in jobs], since=today, live=True)


@require_safe
@signed_in
def home(request: ActorRequest) -> HttpResponse:
    """How things stand, what is waiting, what can be done."""
    found = register.declared_by(f"user:{request.actor.user_id}", limit=10)
    waiting = [
        {**f, "words": status_text(f, request.at)} for f in found if f["status"] == "waiting"
    ]
    person_id = request.actor.person_id
    context: dict[str, Any] = {
        "waiting": waiting,
        "status": _status(request, found, waiting),
        "tied": person_id is not None,
        "landlord": any(p.startswith("holder:") for p in request.actor.parties("declare")),
    }
    if person_id is not None:
        person = people.persons([person_id]).get(person_id)
        context |= {
            "who": person.name if person else "",
            "family": people.relatives(person_id),
            "looked_count": len(_access_log(request, person_id)),
            "permit": permit_card(person_id, at=request.at),
            "service_days": len(coming_days(request)),
        }
    return render(request, "resident/home.html", context)


def _status(
    request: ActorRequest, found: list[dict[str, Any]], waiting: list[dict[str, Any]]
) -> dict[str, Any]:
    """The one sentence on top."""
    if waiting:
        where = places.homes([waiting[0]["home_id"]]) if waiting[0]["home_id"] else {}
        place = next(iter(h.text for h in where.values()), waiting[0]["item"].get("address", ""))
        return {**waiting[0]["words"], "place": place}
    today = local_date(request.at)
    stays = (
        register.stays_of([request.actor.person_id], as_of=today)
        if request.actor.person_id is not None
        else []
    )
    if stays:
        where = places.homes([s.home_id for s in stays if s.home_id])
        stay = stays[-1]
        return {
            "state": "done",
            "title": _("已登记居住"),
            "place": where[stay.home_id].text if stay.home_id in where else "",
            "text": _("从 %(day)s 起") % {"day": stay.since},
            "channel": stay.channel,
            "recorded": stay.recorded_at,
        }
    if found and found[0]["status"] != "undone":
        return status_text(found[0], request.at)
    due, source = (
        register.due("declare.resident", "", request.at),
        register.rule("declare.resident", "", today, at=request.at)[1],
    )
    return {
        "state": "none",
        "title": _("还没有登记"),
        "rule_source": source,
        "text": _("今天刚到的，请在 %(when)s 前登记。") % {"when": clock(due)},
    }


def _access_log(request: ActorRequest, person_id: int) -> list[Any]:
    """The access log, without the person's own account."""
    return [e for e in audit.reads_of(person_id, limit=100) if e.user_id != request.actor.user_id]


@require_safe
@for_linked_accounts
def mine(request: ActorRequest) -> HttpResponse:
    """What is held, who said it."""
    person_id = int(request.actor.person_id or 0)
    person = people.persons([person_id]).get(person_id)
    stays, jobs = register.stays_of([person_id]), register.jobs_of([person_id])
    homes = places.homes([s.home_id for s in stays if s.home_id])
    by_id = employers.employers([j.employer_id for j in jobs]) if jobs else {}
    names = regions.names({s.region[:12].ljust(12, "0") for s in stays if s.home_id not in homes})
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=("record",),
        action="own.record",
        at=request.at,
    )
    return render(
        request,
        "resident/mine.html",
        {
            "person": person,
            "name_pictures": people.name_pictures(person_id),
            "jobs": [
                {"job": j, "employer": by_id[j.employer_id].name if j.employer_id in by_id else ""}
                for j in reversed(jobs)
            ],
            "family": people.relatives(person_id),
            "stays": [
                {
                    "stay": s,
                    "home": homes.get(s.home_id or 0),
                    "place": names.get(s.region[:12].ljust(12, "0"), ""),
                }
                for s in reversed(stays)
            ],
            "back_url": reverse("resident:home"),
        },
    )


@require_safe
@for_linked_accounts
def name_picture(request: ActorRequest, picture_id: int) -> HttpResponse:
    """One's own picture of the written name."""
    person_id, data = people.name_picture_content(picture_id)
    if person_id != request.actor.person_id:
        raise NotFound("name_picture_unknown")
    audit.record_read(
        request.actor,
        person_ids=[person_id],
        fields=("name_picture",),
        action="own.record",
        at=request.at,
    )
    return as_file(data, "name.jpg", JPEG, shown=True)


@require_safe
@for_linked_accounts
def access_log(request: ActorRequest) -> HttpResponse:
    """The access log: who read the record, when, why, which fields."""
    chinese = (get_language() or "zh-hans").startswith("zh")
    names = {code: p.zh if chinese else p.en for code, p in PURPOSES.items()}
    offered = benefit_names(today=local_date(request.at))
    lines = [
        {
            "entry": e,
            "role": (", ", "、")[chinese].join(
                r.zh if chinese else r.en
                for code in e.role.split(",")
                if (r := access.ROLES.get(code)) is not None
            ),
            "purpose": names.get(e.purpose, e.purpose),
            "asked": benefit_check_text(e.fields, offered, get_language() or "")
            or answered_text(e.fields, chinese)
            or extracted_text(e.action, e.fields, chinese),
        }
        for e in _access_log(request, int(request.actor.person_id or 0))
    ]
    return render(
        request, "resident/access_log.html", {"lines": lines, "back_url": reverse("resident:home")}
    )


@require_http_methods(["GET", "POST"])
@for_linked_accounts
def contest(request: ActorRequest) -> HttpResponse:
    """Something in the record is wrong: say what."""
    stay = request.GET.get("stay", "")
    stay_id, problem = (int(stay) if stay.isdecimal() else None), ""
    meant = next(
        (s for s in register.stays_of([int(request.actor.person_id or 0)]) if s.id == stay_id),
        None,
    )
    if stay and meant is None:
        raise NotFound("stay_unknown")
    homes = places.homes([meant.home_id]) if meant and meant.home_id else {}
    here = next((h.text for h in homes.values()), "")
    if request.method == "POST":
        try:
            register.contest(
                words=request.POST.get("words", ""),
                stay_id=stay_id,
                actor=request.actor,
                at=request.at,
            )
        except AnjuError as error:
            problem = reason_text(error.code, **error.params)
        else:
            messages.success(request, _("已转社区核实，处理结果会通知您。"))
            return redirect("resident:mine")
    return render(
        request,
        "resident/contest.html",
        {
            "stay": meant,
            "place": here,
            "problem": problem,
            "typed": request.POST.get("words", "")[:300],
            "back_url": reverse("resident:mine"),
        },
        status=422 if problem else 200,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def link_account(request: ActorRequest) -> HttpResponse:
    """How an account comes to belong to a record; by the real-name service right here."""
    if request.actor.person_id is not None:
        return redirect("resident:mine")
    form = RealName(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, number = form.cleaned_data["name"], form.cleaned_data["number"]
        try:
            access.link_by_real_name(
                request.actor,
                name=name,
                number=number,
                at=request.at,
                person_of=lambda n: register.own_record(name, n),
            )
        except AnjuError as error:
            form.add_error(None, reason_text(error.code, **error.params))
        else:
            messages.success(request, _("核验通过。"))
            return redirect("resident:home")
    return render(
        request,
        "resident/link_account.html",
        {"form": form, "back_url": reverse("resident:home")},
        status=422 if form.errors else 200,
    )
