"""A station's week: who is on duty when; shifts added, exchanged, handed over, cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import (
    AbsenceView,
    Duty,
    Placed,
    PostingView,
    ShiftView,
    StationView,
)
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Refused
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.texts.staffing import ABSENCES, DUTIES
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import day_of, link
from anju.interfaces.web.office.sheets import workbook
from anju.interfaces.web.office.staff.reading import hour_of, number_needed
from anju.interfaces.web.office.staff.views_stations import DAYS, held, span_text
from anju.interfaces.web.session import ActorRequest

WEEK = timedelta(days=7)


@require_safe
def page(request: ActorRequest, station_id: int) -> HttpResponse:
    """The week with the day that the address names, else this one."""
    station = held(request, station_id)
    context = _week(request, station)
    monday = context["days"][0]["day"]
    context |= {
        "before_url": link("office:staff_week", station.id, day=monday - WEEK),
        "after_url": link("office:staff_week", station.id, day=monday + WEEK),
        "now_url": link("office:staff_week", station.id),
        "print_url": link("office:staff_week_print", station.id, day=monday),
        "file_url": link("office:staff_week_file", station.id, day=monday),
        "absences_url": link("office:absences"),
        "station_url": link("office:station", station.id),
        "duties": [(d, label(DUTIES, d)) for d in DUTIES],
    }
    return render(request, "office/staff/week.html", context)


@require_safe
def sheet(request: ActorRequest, station_id: int) -> HttpResponse:
    """The same for paper."""
    context = _week(request, held(request, station_id))
    context |= {"printed_at": request.at, "printed_by": request.actor.label}
    return render(request, "office/staff/week_print.html", context)


@require_safe
def workbook_file(request: ActorRequest, station_id: int) -> HttpResponse:
    """The same as Excel, a row a person."""
    week = _week(request, held(request, station_id))
    cells = [(r["name"], *("\n".join(_cell_lines(c)) for c in r["cells"])) for r in week["rows"]]
    names = ["name", *(f"d{n}" for n in range(7))]
    frame = pl.DataFrame(cells, orient="row", schema=dict.fromkeys(names, pl.Utf8))
    titles = [_("姓名"), *(f"{d['name']} {d['day']:%Y-%m-%d}" for d in week["days"])]
    return workbook(frame, _("排班"), "roster.xlsx", titles)


def _cell_lines(cell: Mapping[str, Any]) -> list[str]:
    away = [cell["away"]] if cell["away"] else []
    return away + [f"{s['hours']} {s['duty']}{s['mark']}" for s in cell["shifts"]]


def _week(request: ActorRequest, station: StationView) -> dict[str, Any]:
    chosen = day_of(request.GET.get("day", "")) or local_date(request.at)
    days = staffing.week_of(chosen)
    found = staffing.shifts_at(station.id, first=days[0], last=days[6])
    posted = [p for p in staffing.postings_at(station.id) if any(p.on(d) for d in days)]
    away = staffing.absences((station.plan.region,), since=days[0])
    rows = _rows(found, posted, away, days, request)
    coming = [s for s in found if s.begins > request.at]
    return {
        "station": station,
        "plan": station.plan,
        "days": [_day(d, station, found, request) for d in days],
        "rows": rows,
        "first": days[0],
        "last": days[6],
        "people": [(p.id, p.name) for p in posted],
        "coming": [(s.id, _shift_text(s)) for s in coming],
        "shifts": len(found),
    }


def _day(
    day: date, station: StationView, found: Sequence[ShiftView], request: ActorRequest
) -> dict[str, Any]:
    span = staffing.open_span(station.plan, day)
    present = [s for s in found if s.duty is Duty.STATION and local_date(s.begins) == day]
    return {
        "day": day,
        "name": DAYS[day.weekday()],
        "hours": span_text(span),
        "empty": span is not None and not present,
        "today": day == local_date(request.at),
    }


def _rows(
    found: Sequence[ShiftView],
    posted: Sequence[PostingView],
    away: Sequence[AbsenceView],
    days: Sequence[date],
    request: ActorRequest,
) -> list[dict[str, Any]]:
    people = {p.user_id: p.name for p in posted} | {s.user_id: s.name for s in found}
    own = {p.user_id: p for p in posted}
    return [
        {
            "name": name,
            "cells": [
                {
                    "day": day,
                    "weekday": DAYS[day.weekday()],
                    "off": user in own and not own[user].on(day),
                    "away": _away(away, user, day),
                    "shifts": [
                        _shift(s, request)
                        for s in found
                        if s.user_id == user and local_date(s.begins) == day
                    ],
                }
                for day in days
            ],
        }
        for user, name in people.items()
    ]


def _away(found: Sequence[AbsenceView], user: int, day: date) -> str:
    absence = next((a for a in found if a.user_id == user and a.first <= day <= a.last), None)
    if absence is None:
        return ""
    text = label(ABSENCES, absence.reason)
    return (
        _("%(why)s，%(who)s 代班") % {"why": text, "who": absence.substitute}
        if absence.substitute
        else text
    )


def _shift(shift: ShiftView, request: ActorRequest) -> dict[str, Any]:
    return {
        "id": shift.id,
        "hours": f"{shift.begins:%H:%M}–{shift.ends:%H:%M}",
        "duty": label(DUTIES, shift.duty),
        "kind": shift.duty,
        "mark": _("（代班）") if shift.for_absent else "",
        "coming": shift.begins > request.at,
    }


def _shift_text(shift: ShiftView) -> str:
    return f"{shift.name} {shift.begins:%Y-%m-%d %H:%M}–{shift.ends:%H:%M}"


@require_POST
def add(request: ActorRequest, station_id: int) -> HttpResponse:
    """Put somebody on duty on some days of the week."""
    station, given = held(request, station_id), request.POST

    def act() -> str:
        begins, ends = hour_of(given.get("begins", "")), hour_of(given.get("ends", ""))
        if begins is None or ends is None:
            raise Refused("shift_times")
        days = [d for t in given.getlist("days") if (d := day_of(t)) is not None]
        placed = staffing.add_shifts(
            number_needed(given.get("posting", ""), "posting_unknown"),
            days=days,
            begins=begins,
            ends=ends,
            duty=Duty.FIELD if given.get("duty") == Duty.FIELD else Duty.STATION,
            actor=request.actor,
            at=request.at,
        )
        return _placed(placed)

    return _done(request, station, act)


def _placed(placed: Placed) -> str:
    text = _("已排 %(n)d 个班次。") % {"n": placed.added} if placed.added else _("没有新排的班次。")
    if placed.same:
        text += _("%(n)d 个本来就有。") % {"n": placed.same}
    if placed.busy:
        text += _("%(n)d 个与已有班次重叠，没有排。") % {"n": placed.busy}
    if placed.away:
        text += _("%(n)d 个在请假或不在岗，没有排。") % {"n": placed.away}
    return text


@require_POST
def copy(request: ActorRequest, station_id: int) -> HttpResponse:
    """Take over the week before."""
    station = held(request, station_id)
    week = day_of(request.POST.get("day", "")) or local_date(request.at)
    return _done(
        request,
        station,
        lambda: _placed(
            staffing.copy_week(station.id, week=week, actor=request.actor, at=request.at)
        ),
    )


@require_POST
def swap(request: ActorRequest, station_id: int) -> HttpResponse:
    """Two exchange their shifts."""
    station, given = held(request, station_id), request.POST

    def act() -> str:
        one, two = (number_needed(given.get(k, ""), "shift_unknown") for k in ("first", "second"))
        staffing.swap_shifts(one, two, actor=request.actor, at=request.at)
        return _("两个班次已对调。")

    return _done(request, station, act)


@require_POST
def cancel(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Take one shift off."""
    station = held(request, number_needed(request.POST.get("station", ""), "station_unknown"))

    def act() -> str:
        staffing.cancel_shift(shift_id, actor=request.actor, at=request.at)
        return _("班次已取消。")

    return _done(request, station, act)


@require_POST
def give(request: ActorRequest, shift_id: int) -> HttpResponse:
    """Somebody else takes one shift."""
    given = request.POST
    station = held(request, number_needed(given.get("station", ""), "station_unknown"))

    def act() -> str:
        posting = number_needed(given.get("posting", ""), "posting_unknown")
        staffing.hand_over(shift_id, posting_id=posting, actor=request.actor, at=request.at)
        return _("班次已交给他人。")

    return _done(request, station, act)


def _done(request: ActorRequest, station: StationView, act: Any) -> HttpResponse:  # noqa: ANN401
    """Do it and go back to the week, with what was done or what is wrong."""
    try:
        messages.success(request, act())
    except AnjuError as error:
        messages.error(request, sentence(error, request.LANGUAGE_CODE))
    day = day_of(request.POST.get("day", ""))
    return redirect(link("office:staff_week", station.id, day=day))
