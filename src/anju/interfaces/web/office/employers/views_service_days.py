"""Service days of the area: listed, announced, changed, cancelled, restored; the notice for paper."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.domains.employers import api as units
from anju.domains.employers.api import DayStep, EmployerView, ServiceDayView
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts import employers as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import new_key, reason_text
from anju.interfaces.web.employers import service_days
from anju.interfaces.web.exports.answering import send_list
from anju.interfaces.web.office.employers import service_days_file
from anju.interfaces.web.office.employers.areas import employer_seen
from anju.interfaces.web.office.links import PER_PAGE, link, page_of
from anju.interfaces.web.office.naming import area_filter
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest

STEPS = {s.value: s for s in DayStep if s not in (DayStep.ANNOUNCED, DayStep.CHANGED)}
NEXT_WEEK = timedelta(days=7)


@require_safe
def listing(request: ActorRequest) -> HttpResponseBase:
    """Service days of the area; those to come first. Leaves as Excel."""
    request.actor.require("employer.see")
    asked = {k: request.GET.get(k, "") for k in ("region", "show")}
    if request.GET.get("format") == "xlsx":
        return send_list(request, service_days_file.EXPORT, asked)
    show = service_days_file.shown(asked)
    page = page_of(request)
    found, counts = service_days_file.found(
        request, asked, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    return render(
        request,
        "office/employers/service_days.html",
        {
            "lines": [
                {**x, "url": link("office:service_day", x["day"].id)}
                for x in service_days.lines(found)
            ],
            "tabs": [
                {
                    "url": link("office:service_days", show=s, region=asked["region"]),
                    "label": label(words.DAYS_SHOWN, s),
                    "count": counts[s],
                    "here": s == show,
                }
                for s in units.SERVICE_DAYS_SHOWN
            ],
            "kept": {"show": show},
            "total": counts[show],
            "paging": list_parts(request, page, len(found), counts[show]),
            **area_filter(request.actor, "employer.see", asked["region"]),
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, code: str) -> HttpResponse:
    """Announce a day at an employer."""
    employer = employer_seen(request, code)
    request.actor.require("employer.edit")
    form = service_days.PlanForm(
        request.POST or None,
        sites=_sites(employer, request),
        initial={
            "day": local_date(request.at) + NEXT_WEEK,
            "begins": time(9),
            "ends": time(12),
            "site": request.GET.get("site", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = units.announce_service_day(
                employer.id,
                form.plan(),
                key=request.POST.get("key", ""),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, NotFound) as error:
            form.add_error(None, reason_text(error.code, **error.params))
        else:
            _say(request, employer, _("已发布，并通知了单位联系人。"))
            return redirect(link("office:service_day", made.id))
    return _form(request, employer, form, None)


@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, day_id: int) -> HttpResponse:
    """Another day, other hours, another place."""
    found = _seen(request, day_id)
    request.actor.require("employer.edit", region=found.region)
    employer = units.employers([found.employer_id])[found.employer_id]
    form = service_days.PlanForm(
        request.POST or None,
        sites=_sites(employer, request),
        initial=service_days.initial(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            units.change_service_day(
                day_id,
                form.plan(),
                key=request.POST.get("key", ""),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict, NotFound) as error:
            form.add_error(None, reason_text(error.code, **error.params))
        else:
            _say(request, employer, _("已修改，请单位重新确认。"))
            return redirect(link("office:service_day", day_id))
    return _form(request, employer, form, found)


@require_safe
def one(request: ActorRequest, day_id: int) -> HttpResponse:
    """One day, with what was done about it."""
    found = _seen(request, day_id)
    edits = request.actor.may("employer.edit", region=found.region)
    shown: dict[str, Any] = service_days.shown(found, local_date(request.at))
    employer = shown["firm"]
    return render(
        request,
        "office/employers/service_day.html",
        {
            **shown,
            "edits": edits,
            "key": new_key(),
            "firm_url": link("office:employer", employer.code) if employer else "",
        },
    )


@require_safe
def notice(request: ActorRequest, day_id: int) -> HttpResponse:
    """The notice to put up, for paper."""
    found = _seen(request, day_id)
    return render(
        request, "employers/notice.html", service_days.shown(found, local_date(request.at))
    )


@require_POST
def step(request: ActorRequest, day_id: int) -> HttpResponse:
    """Cancel or restore it; confirm or decline it for an employer that rang."""
    found = _seen(request, day_id)
    taken = STEPS.get(request.POST.get("step", ""))
    if taken is None:
        raise NotFound("service_day_unknown")
    request.actor.require("employer.edit", region=found.region)
    try:
        units.step_service_day(
            day_id,
            taken,
            text=request.POST.get("text", ""),
            key=request.POST.get("key", ""),
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict) as error:
        messages.error(request, reason_text(error.code, **error.params))
    else:
        messages.success(request, _("已记下。"))
    return redirect(link("office:service_day", day_id))


def _say(request: ActorRequest, employer: EmployerView, text: str) -> None:
    """That it is done; where no message could reach the employer, that too."""
    if units.phones_of(employer):
        messages.success(request, text)
    else:
        messages.warning(request, _("已保存。单位没有登记手机联系人，短信送不到，请另行告知。"))


def _seen(request: ActorRequest, day_id: int) -> ServiceDayView:
    found = units.service_day(day_id)
    if not request.actor.may("employer.see", region=found.region):
        raise NotFound("service_day_unknown")
    return found


def _sites(employer: EmployerView, request: ActorRequest) -> list[units.SiteView]:
    today = local_date(request.at)
    return [s for s in units.sites_of(employer.id) if s.until is None or s.until >= today]


def _form(
    request: ActorRequest,
    employer: EmployerView,
    form: service_days.PlanForm,
    found: ServiceDayView | None,
) -> HttpResponse:
    return render(
        request,
        "office/employers/service_day_form.html",
        {
            "firm": employer,
            "firm_url": link("office:employer", employer.code),
            "form": form,
            "found": found,
            "key": request.POST.get("key") or new_key(),
        },
        status=422 if form.errors else 200,
    )
