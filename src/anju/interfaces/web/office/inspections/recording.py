"""A new inspection, on a phone at the place: which building or home, by which form, question by question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import Answer, InspectionForm, Premises
from anju.domains.places import api as places
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.interfaces.texts.premises import ANSWERS
from anju.interfaces.web.choosing import label, reader_text
from anju.interfaces.web.declaring import new_key, reason_text, typed_day
from anju.interfaces.web.housing import inspection_page
from anju.interfaces.web.office.home.views import visible_building, visible_home
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.session import ActorRequest


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the form was not taken. `number`: of the question it speaks of, 0 for none."""

    text: str = ""
    number: int = 0


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """The form of the premises named in the address (``home`` or ``building``). Needs `home.edit` there."""
    place = _premises(request)
    if place is None:
        request.actor.require("home.edit")
        return redirect("office:buildings")
    request.actor.require("home.edit", region=place.region)
    forms = premises.inspection_forms(place, local_date(request.at))
    chosen = request.POST.get("form") or request.GET.get("form", "")
    form = next((f for f in forms if f.key == chosen), forms[0] if forms else None)
    if form is None or request.method != "POST":
        return _page(request, place, forms, form)
    day, why = typed_day(request.POST.get("day", ""))
    if day is None:
        return _page(request, place, forms, form, Problem(reason_text(why)))
    try:
        record = premises.record_inspection(
            place,
            form.key,
            _answers(request, form),
            day=day,
            note=request.POST.get("note", ""),
            key=request.POST.get("key", "")[:80] or new_key(),
            actor=request.actor,
            at=request.at,
        )
    except Refused as error:
        problem = Problem(reason_text(error.code, **error.params), error.params.get("number", 0))
        return _page(request, place, forms, form, problem)
    if record.recorded_at < request.at:
        messages.warning(
            request, _("这次检查刚才已经保存，没有再存一份。有遗漏的，请在记录里补充。")
        )
        return redirect("office:inspection", record.id)
    messages.success(
        request,
        _("检查已保存，发现 %(n)s 处隐患。") % {"n": len(record.hazards)}
        if record.hazards
        else _("检查已保存，没有发现隐患。"),
    )
    return redirect("office:inspection", record.id)


def _premises(request: ActorRequest) -> Premises | None:
    code, building = request.GET.get("home", ""), record_number(request.GET.get("building", ""))
    if code:
        home = visible_home(request.actor, code)
        return premises.premises_of(home.building_id, home.id)
    if building is not None:
        return premises.premises_of(visible_building(request.actor, building).id)
    return None


def _answers(request: ActorRequest, form: InspectionForm) -> dict[str, Answer]:
    """What was chosen; questions without a choice are left out."""
    found = {}
    for item in form.items:
        answer, days = request.POST.get(f"a-{item.key}", ""), request.POST.get(f"d-{item.key}", "")
        if not answer:
            continue
        found_not_in_order = answer in ("no", "fixed")
        found[item.key] = Answer(
            answer,
            request.POST.get(f"n-{item.key}", "") if found_not_in_order else "",
            (record_number(days) or 0) if answer == "no" and days.strip() else None,
            inspection_page.photos_of(request, f"p-{item.key}") if found_not_in_order else (),
        )
    return found


def _page(
    request: ActorRequest,
    place: Premises,
    forms: tuple[InspectionForm, ...],
    form: InspectionForm | None,
    problem: Problem | None = None,
) -> HttpResponse:
    typed: Mapping[str, Any] = request.POST
    names = names_for(codes=[place.region])
    return render(
        request,
        "office/inspections/new.html",
        {
            "premises": place,
            "place": names.place(place.region[:12]),
            "forms": [
                {
                    **inspection_page.form_words(f),
                    "here": f is form,
                    "url": link("office:inspection_new", **_asked(place), form=f.key),
                }
                for f in forms
            ],
            "form": inspection_page.form_words(form) if form else None,
            "items": _items(form, typed, problem) if form else [],
            "problem": problem,
            "day": typed.get("day") or local_date(request.at).isoformat(),
            "today": local_date(request.at),
            "note": typed.get("note", ""),
            "key": typed.get("key") or new_key(),
            "back_url": link("office:home", place.home_code)
            if place.home_code
            else link("office:building", place.building_id),
            "homes": _homes(place),
        },
        status=422 if problem else 200,
    )


def _asked(place: Premises) -> dict[str, Any]:
    return {"home": place.home_code} if place.home_code else {"building": place.building_id}


def _homes(place: Premises) -> list[dict[str, str]]:
    """The homes of the building, where the building itself is inspected: each has a form of its own."""
    if place.home_id is not None:
        return []
    return [
        {"text": h.room or h.text, "url": link("office:inspection_new", home=h.code)}
        for h in places.homes_of_building(place.building_id)
        if h.closed_on is None
    ]


def _items(
    form: InspectionForm, typed: Mapping[str, Any], problem: Problem | None
) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "key": item.key,
            "text": reader_text(item.words),
            "article": reader_text(item.article),
            "serious": item.serious,
            "days": typed.get(f"d-{item.key}") or item.days,
            "note": typed.get(f"n-{item.key}", ""),
            "error": problem.text if problem and problem.number == number else "",
            "answers": [
                {
                    "code": code,
                    "text": label(ANSWERS, code),
                    "on": typed.get(f"a-{item.key}") == code,
                }
                for code in premises.ANSWERS
            ],
        }
        for number, item in enumerate(form.items, 1)
    ]
