"""Who is away, and who stands in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import AbsenceEntered, AbsenceReason
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.texts.staffing import ABSENCES
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import area_filter
from anju.interfaces.web.office.staff.reading import day_needed, number_needed
from anju.interfaces.web.office.tasks.areas import regions_asked
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET", "POST"])
def page(request: ActorRequest) -> HttpResponse:
    """Absences that are not over, and the form for another."""
    if request.method == "GET":
        return _page(request)
    given = request.POST
    try:
        reason = given.get("reason", "")
        done = staffing.enter_absence(
            number_needed(given.get("posting", ""), "posting_unknown"),
            first=day_needed(given.get("first", ""), "absence_days"),
            last=day_needed(given.get("last", ""), "absence_days"),
            reason=AbsenceReason(reason) if reason in ABSENCES else AbsenceReason.OTHER,
            substitute_id=record_number(given.get("substitute", "")),
            give_right=bool(given.get("right")),
            actor=request.actor,
            at=request.at,
        )
    except AnjuError as error:
        return _page(request, error=sentence(error, request.LANGUAGE_CODE))
    messages.success(request, _message(done))
    return redirect(link("office:absences", region=given.get("region", "")))


def _message(done: AbsenceEntered) -> str:
    text = _("已登记请假。")
    if done.taken:
        text += _("%(n)d 个班次由 %(name)s 接替。") % {
            "n": done.taken,
            "name": done.absence.substitute,
        }
    if done.vacant:
        text += _("%(n)d 个班次没有人接，请另排。") % {"n": done.vacant}
    if done.granted:
        text += _("请假期间授予代班人 %(n)d 个网格的权限，期满失效。") % {"n": len(done.granted)}
    return text


def _page(request: ActorRequest, *, error: str = "") -> HttpResponse:
    asked = (request.POST or request.GET).get("region", "")
    areas = regions_asked(request.actor, staffing.PLAN, asked)
    today = local_date(request.at)
    found = staffing.absences(areas, since=today)
    posted = staffing.postings(areas, day=today)
    return render(
        request,
        "office/staff/absences.html",
        {
            "lines": [_line(a, today) for a in found],
            "people": [(p.id, f"{p.name}（{p.station}）") for p in posted],
            "reasons": [(r, label(ABSENCES, r)) for r in ABSENCES],
            "given": request.POST,
            "error": error,
            "today": today,
            "region": asked,
            "staff_url": link("office:staff", region=asked),
            "kept": {},
            **area_filter(request.actor, staffing.PLAN, asked),
        },
        status=422 if error else 200,
    )


def _line(absence: staffing.AbsenceView, today: Any) -> dict[str, Any]:  # noqa: ANN401 - a day
    return {
        "absence": absence,
        "reason": label(ABSENCES, absence.reason),
        "now": absence.first <= today,
        "grids": len(absence.grids),
    }


@require_POST
def withdraw(request: ActorRequest, absence_id: int) -> HttpResponse:
    """They are not away after all."""
    back = staffing.withdraw_absence(absence_id, actor=request.actor, at=request.at)
    messages.success(request, _("请假已撤销，%(n)d 个班次回到本人。") % {"n": back})
    return redirect(link("office:absences", region=request.POST.get("region", "")))
