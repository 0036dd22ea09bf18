"""The employer's own sites, markets and dormitories."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.employers import api as employers
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotFound, Refused
from anju.interfaces.web.declaring import new_key, reason_text, typed_day
from anju.interfaces.web.employer.own_employer import employer_of, page_context
from anju.interfaces.web.employers import sites
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def listing(request: ActorRequest, employer_id: int) -> HttpResponse:
    """The sites, and one more."""
    employer = employer_of(request, employer_id)
    today = local_date(request.at)
    form = sites.SiteForm(
        request.POST or None, buildings=sites.buildings_of(employer), initial={"since": today}
    )
    if request.method == "POST" and form.is_valid():
        try:
            employers.add_site(
                employer.id,
                form.draft(request.POST.get("region") or employer.region),
                key=request.POST.get("key", ""),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict, NotFound) as error:
            form.add_error(None, reason_text(error.code, **error.params))
        else:
            messages.success(request, _("已登记场所。"))
            return redirect("employer:sites", employer.id)
    found = employers.sites_of(employer.id)
    names = names_for(codes=[employer.region, *(s.region for s in found)])
    return render(
        request,
        "employer/sites.html",
        {
            **page_context(employer, "sites"),
            "form": form,
            "key": request.POST.get("key") or new_key(),
            "lines": [
                {
                    **line,
                    "place": names.place(line["site"].region[:12]),
                    "step_url": reverse("employer:site_step", args=[employer.id, line["site"].id]),
                }
                for line in sites.lines(found, today)
            ],
            "area": request.POST.get("region") or employer.region,
            "area_text": names.place(employer.region[:12]),
            "today": today,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def step(request: ActorRequest, employer_id: int, site_id: int) -> HttpResponse:
    """It ends on a day, is in use again, or was filed by mistake."""
    employer = employer_of(request, employer_id)
    if employers.site(site_id).employer_id != employer.id:
        raise NotFound("site_unknown")
    try:
        messages.success(request, taken(request, site_id))
    except AnjuError as error:
        messages.error(request, reason_text(error.code, **error.params))
    return redirect("employer:sites", employer.id)


def taken(request: ActorRequest, site_id: int) -> str:
    """Take the step that the form names, and say so."""
    what, actor, at = request.POST.get("step"), request.actor, request.at
    if what == "reopen":
        employers.reopen_site(site_id, actor=actor, at=at)
        return _("场所已恢复使用。")
    if what == "remove":
        employers.remove_site(site_id, actor=actor, at=at)
        return _("已删除误登的场所。")
    if what != "end":
        raise NotFound("site_unknown")
    day, fault = typed_day(request.POST.get("day") or local_date(at).isoformat())
    if day is None:
        raise Refused(fault)
    employers.end_site(site_id, day=day, actor=actor, at=at)
    return _("已记下结束日期。")
