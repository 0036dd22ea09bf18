"""Taking somebody in: few fields, and none that a person without a name or papers could not answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Facts, Intake, Station
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.declaring import new_key
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.rescue.reading import (
    SEXES,
    bed_groups,
    day_sent,
    line_shown,
    mark_choices,
    marks_sent,
    moment_sent,
    number_sent,
    record,
    station_asked,
)
from anju.interfaces.web.session import ActorRequest

AT_FAULT = {
    "rescue_sex": "sex",
    "rescue_age_missing": "age",
    "rescue_age": "age",
    "rescue_whole_number": "age",
    "rescue_born_later": "birth_date",
    "rescue_before_birth": "since",
    "rescue_day_later": "since",
    "rescue_number": "number",
    "rescue_number_differs": "number",
    "rescue_bed_taken": "bed",
    "rescue_ward": "bed",
    "rescue_hospital_bed": "bed",
    "rescue_arrived_later": "arrived_at",
    "rescue_arrived_long_ago": "arrived_at",
}
"""Refusal → the field it is about."""


@require_http_methods(["GET", "POST"])
def take_in(request: ActorRequest) -> HttpResponse:
    """The form; a POST takes somebody in and opens their page."""
    station, _own = station_asked(request)
    request.actor.require(rescue.WORK)
    if request.method != "POST":
        return _page(request, station)
    try:
        made = rescue.admit(
            station.id,
            _intake(request),
            key=request.POST.get("key", "")[:80] or new_key(),
            actor=request.actor,
            at=request.at,
        )
    except (Refused, Conflict, NotFound) as error:
        return _page(request, station, error)
    messages.success(request, _("已接待。"))
    return redirect("office:rescue_stay", made)


def _intake(request: ActorRequest) -> Intake:
    post = request.POST
    return Intake(
        sex=post.get("sex", "")[:1],
        age=number_sent(post.get("age", "")),
        birth_date=day_sent(post.get("birth_date", "")),
        facts=Facts(
            name=post.get("name", ""),
            number=post.get("number", ""),
            origin=post.get("origin", ""),
            kin=post.get("kin", ""),
            since=post.get("since", ""),
        ),
        brought_by=post.get("brought_by", ""),
        needs=post.get("needs", ""),
        marks=marks_sent(post),
        bed_id=record_number(post.get("bed", "")),
        companion=record_number(post.get("companion", "")),
        hospital=post.get("hospital", ""),
        arrived_at=moment_sent(post.get("arrived_at", "")),
    )


def _page(
    request: ActorRequest, station: Station, error: Refused | Conflict | NotFound | None = None
) -> HttpResponse:
    adults = [s for s in rescue.present(station.id, at=request.at) if not s.minor]
    record(request.actor, adults, action="rescue.in", at=request.at)
    text = sentence(error, get_language() or "zh-hans") if error else ""
    post = request.POST
    return render(
        request,
        "office/rescue/in.html",
        {
            "station": station,
            "sexes": SEXES,
            "marks": mark_choices(),
            "marked": [m.value for m in marks_sent(post)] if error else [],
            "groups": bed_groups(station.id),
            "adults": [line_shown(s, request.at) for s in adults],
            "typed": {k: post.get(k, "") for k in post} if error else {},
            "fault": AT_FAULT.get(error.code, "") if error else "",
            "error": text,
            "key": post.get("key", "")[:80] or new_key(),
            "most_age": rescue.MOST_AGE,
            "longest": rescue.MOST_TEXT,
            "late_days": rescue.LATE_ENTRY_DAYS,
            "here_url": link("office:rescue", station=station.id),
        },
        status=422 if error else 200,
    )
