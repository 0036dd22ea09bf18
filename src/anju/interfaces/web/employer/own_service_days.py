"""Service days at the employer: read, confirmed, or another day asked for."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.employers import api as employers
from anju.domains.employers.api import DayStep, ServiceDayView
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.web.declaring import new_key, reason_text
from anju.interfaces.web.employer.own_employer import employer_of, page_context
from anju.interfaces.web.employers import service_days
from anju.interfaces.web.session import ActorRequest

PAST = timedelta(days=365)
"""How far back the list goes."""


@require_safe
def listing(request: ActorRequest, employer_id: int) -> HttpResponse:
    """Days to come and of the last year, the next first."""
    employer = employer_of(request, employer_id)
    today = local_date(request.at)
    found = employers.service_days_of([employer.id], since=today - PAST)
    lines = [
        {**x, "url": reverse("employer:service_day", args=[employer.id, x["day"].id])}
        for x in service_days.lines(found)
    ]
    return render(
        request,
        "employer/service_days.html",
        {
            **page_context(employer, "services"),
            "coming": [x for x in lines if x["plan"].day >= today],
            "past": [x for x in reversed(lines) if x["plan"].day < today],
        },
    )


@require_safe
def one(request: ActorRequest, employer_id: int, day_id: int) -> HttpResponse:
    """One day with what was done about it."""
    employer = employer_of(request, employer_id)
    found = _own(employer.id, day_id)
    return render(
        request,
        "employer/service_day.html",
        {
            **service_days.shown(found, local_date(request.at)),
            **page_context(employer, "services"),
            "key": new_key(),
        },
    )


@require_safe
def notice(request: ActorRequest, employer_id: int, day_id: int) -> HttpResponse:
    """The notice to put up, for paper."""
    employer = employer_of(request, employer_id)
    found = _own(employer.id, day_id)
    return render(
        request, "employers/notice.html", service_days.shown(found, local_date(request.at))
    )


@require_POST
def step(request: ActorRequest, employer_id: int, day_id: int) -> HttpResponse:
    """Confirm it, or ask for another day with a word why."""
    employer = employer_of(request, employer_id)
    _own(employer.id, day_id)
    confirmed = request.POST.get("step") == DayStep.CONFIRMED
    try:
        employers.step_service_day(
            day_id,
            DayStep.CONFIRMED if confirmed else DayStep.DECLINED,
            text=request.POST.get("text", ""),
            key=request.POST.get("key", ""),
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict) as error:
        messages.error(request, reason_text(error.code, **error.params))
    else:
        messages.success(request, _("已确认。") if confirmed else _("已告知主办单位请改期。"))
    return redirect("employer:service_day", employer.id, day_id)


def _own(employer_id: int, day_id: int) -> ServiceDayView:
    found = employers.service_day(day_id)
    if found.employer_id != employer_id:
        raise NotFound("service_day_unknown")
    return found
