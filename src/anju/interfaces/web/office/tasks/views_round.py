"""The round of today: what waits at each door, its outcome in two taps; and the same on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.api.tasks import (
    HomeTasks,
    Proposal,
    Round,
    RoundStop,
    VisitDone,
    VisitView,
    Waiting,
)
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound, Refused
from anju.interfaces.texts.fieldwork import BASES, CAUSES, OUTCOMES, PARTS
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.addresses import public_link
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import act_key, new_key
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.office.naming import area_filter, names_for, prefix_requested
from anju.interfaces.web.office.tasks.areas import regions_asked
from anju.interfaces.web.pieces.qr import qr_of_link
from anju.interfaces.web.session import ActorRequest

WALK = "declare"
ICONS = {
    "met": "user-check",
    "nobody": "door-off",
    "declined": "hand-stop",
    "moved": "truck-delivery",
    "not_found": "map-off",
}
USUAL_DOORS = 30
"""Doors of a round, where no other number is asked for."""


@require_safe
def page(request: ActorRequest) -> HttpResponse:
    """The doors of today in walking order."""
    return render(request, "office/tasks/round.html", _round(request))


@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """The same for paper, with a box for each outcome."""
    context = _round(request)
    context |= {"printed_at": request.at, "printed_by": request.actor.label}
    return render(request, "office/tasks/round_print.html", context)


def _round(request: ActorRequest) -> dict[str, Any]:
    asked = request.GET.get("region", "")
    regions = regions_asked(request.actor, WALK, asked)
    most = record_number(request.GET.get("doors", "")) or USUAL_DOORS
    found = tasks.round_of_today(request.actor, at=request.at, regions=regions, most=most)
    own = tasks.own_latest(request.actor, since=request.at - tasks.UNDO_WITHIN)
    names = names_for(
        codes=[d.home.region for d in found.doors], homes=[own.home_id] if own else []
    )
    quiet = tasks.quiet_hours(regions[0].ljust(12, "0"), request.at)
    return {
        "round": found,
        "count": len(found.doors),
        "kilometres": _kilometres(found),
        "houses": _houses(found.doors, names.place),
        "outcomes": _outcomes(),
        "quiet": quiet if tasks.is_quiet(request.at, quiet) else None,
        "quiet_hours": quiet,
        "undo": {
            "visit": own,
            "home": names.homes.get(own.home_id),
            "outcome": label(OUTCOMES, own.outcome),
        }
        if own
        else None,
        "today": local_date(request.at),
        "region": asked,
        "list_url": link("office:tasks", region=asked),
        "shifts_url": link("office:staff_mine"),
        "print_url": link("office:round_print", region=asked, doors=request.GET.get("doors", "")),
        "kept": {},
        "wide": len(regions) > 1 or len(regions[0]) < 12 or prefix_requested(asked),
        **area_filter(request.actor, WALK, asked),
    }


def _kilometres(found: Round) -> str:
    metres = sum(d.metres or 0 for d in found.doors)
    return f"{metres / 1000:.1f}" if metres >= 100 and not found.unplaced else ""


def _outcomes() -> list[dict[str, str]]:
    return [{"code": c, "label": label(OUTCOMES, c), "icon": ICONS[c]} for c in OUTCOMES]


def _items(doors: Sequence[HomeTasks]) -> dict[str, tuple[str, ...]]:
    """What the campaigns ask for at these doors, by the key of their tasks."""
    keys = {w.key for d in doors for w in d.waiting if w.cause == tasks.Cause.CAMPAIGN}
    return {str(i): t for i, t in tasks.items_of([int(k) for k in keys]).items()} if keys else {}


def _houses(doors: Sequence[RoundStop], place: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Doors that follow each other in one building stand together."""
    items = _items([d.tasks for d in doors])
    numbered = list(enumerate(doors, 1))
    return [
        {
            "title": _building_text(members[0][1].home),
            "place": place(members[0][1].home.region[:12]),
            "metres": members[0][1].metres,
            "doors": [_line(n, d.tasks, d.home, items) for n, d in members],
        }
        for _building, group in groupby(numbered, key=lambda m: m[1].tasks.building_id)
        if (members := list(group))
    ]


def _building_text(home: HomeView) -> str:
    """The address without the room, which stands at each door."""
    room = _room_text(home)
    return home.text.removesuffix(room) or home.text


def _room_text(home: HomeView) -> str:
    return next(
        (
            t
            for t in (f"{home.unit}{home.room}室", f"{home.room}室", home.room)
            if t and home.text.endswith(t)
        ),
        home.room,
    )


def _line(
    number: int, waiting: HomeTasks, home: HomeView, items: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    return {
        "number": number,
        "due": waiting.due,
        "home": home,
        "room": _room_text(home) or home.text,
        "waiting": [
            {"cause": label(CAUSES, w.cause), "due": w.due, "url": _done_at(w, home)}
            for w in waiting.waiting
        ],
        "checks": [
            i
            for w in waiting.waiting
            for i in items.get(w.key, ())
            if w.cause == tasks.Cause.CAMPAIGN
        ],
        "last": label(OUTCOMES, waiting.last) if waiting.last else "",
        "key": new_key(),
        "url": link("office:door", home.code),
        "visit_url": link("office:door_visit", home.code),
    }


def _done_at(waiting: Waiting, home: HomeView) -> str:
    """The page on which a task is done that no visit settles; empty for the others."""
    if waiting.cause == tasks.Cause.SECOND_LOOK:
        return link("office:inspection", int(waiting.key))
    if waiting.cause == tasks.Cause.INSPECTION:
        return link("office:inspections_due", region=home.region[:12])
    return ""


@require_safe
def home_page(request: ActorRequest, code: str) -> HttpResponse:
    """One door: what waits there, how earlier visits ended, what to do next."""
    return _home_page(request, _home(request, code))


def _home(request: ActorRequest, code: str) -> HomeView:
    home = places.home_by_code(code)
    if home is None or not request.actor.may("home.see", region=home.region):
        raise NotFound("home_unknown")
    return home


def _home_page(
    request: ActorRequest, home: HomeView, *, error: str = "", status: int = 200
) -> HttpResponse:
    doors = tasks.open_doors([home.region], homes=[home.id])
    visits = tasks.visits_at(home.id, limit=12)
    tries, next_time = tasks.what_next(home, visits, at=request.at)
    may = request.actor.may(WALK, region=home.region)
    return render(
        request,
        "office/tasks/door.html",
        {
            "home": home,
            "place": names_for(codes=[home.region]).place(home.region[:12]),
            "line": _line(1, doors[0], home, _items(doors)) if doors else None,
            "visits": [_visit_line(v) for v in visits[:5]],
            "tries": tries,
            "proposal": _proposal(next_time) if next_time and doors else "",
            "give_link": tries and next_time is None,
            "may": may,
            "key": new_key(),
            "outcomes": _outcomes(),
            "home_url": link("office:home", home.code),
            "round_url": link("office:round"),
            "error": error,
            "note": request.POST.get("note", ""),
            "region": request.POST.get("region", ""),
        },
        status=status,
    )


def _visit_line(visit: VisitView) -> dict[str, Any]:
    return {"visit": visit, "outcome": label(OUTCOMES, visit.outcome), "icon": ICONS[visit.outcome]}


@require_POST
def visit(request: ActorRequest, code: str) -> HttpResponse:
    """Enter how a visit ended; then the round goes on."""
    home = _home(request, code)
    try:
        done = tasks.record_visit(
            home_code=home.code,
            outcome=request.POST.get("outcome", ""),
            key=act_key(request),
            note=request.POST.get("note", "").strip(),
            actor=request.actor,
            at=request.at,
        )
    except Refused as refused:
        return _home_page(request, home, error=sentence(refused, request.LANGUAGE_CODE), status=422)
    messages.success(request, _message(done))
    if done.give_link:
        return redirect(link("office:door", home.code))
    return redirect(link("office:round", region=request.POST.get("region", "")))


def _message(done: VisitDone) -> str:
    """What came of a visit, in a sentence."""
    outcome = label(OUTCOMES, done.visit.outcome)
    if done.give_link:
        return _("%(outcome)s，已连续 %(n)d 次。请留下自助登记链接，%(day)s 前不再上门。") % {
            "outcome": outcome,
            "n": done.tries,
            "day": done.visit.rest_until,
        }
    if done.proposal:
        return _("%(outcome)s。%(proposal)s") % {
            "outcome": outcome,
            "proposal": _proposal(done.proposal),
        }
    if done.visit.rest_until:
        return _("%(outcome)s，任务保留，%(day)s 再排入。") % {
            "outcome": outcome,
            "day": done.visit.rest_until,
        }
    return _("%(outcome)s，办结 %(n)d 项。") % {"outcome": outcome, "n": done.finished}


def _proposal(plan: Proposal) -> str:
    """When to come again, and what that rests on."""
    return _("建议 %(day)s %(part)s %(first)d–%(last)d 时再来（%(basis)s）。") % {
        "day": plan.day,
        "part": label(PARTS, plan.part),
        "first": plan.first_hour,
        "last": plan.last_hour,
        "basis": label(BASES, plan.basis),
    }


@require_POST
def give_link(request: ActorRequest, code: str) -> HttpResponse:
    """A link to show or leave, with which those who live there register themselves."""
    home = _home(request, code)
    issued = register.invite(
        home_code=home.code,
        actor=request.actor,
        at=request.at,
        link=lambda token: public_link("public:invitation", token),
    )
    return render(
        request,
        "office/tasks/link.html",
        {
            "home": home,
            "qr": qr_of_link(issued.link),
            "link": issued.link,
            "expires": issued.invitation.expires_at,
            "round_url": link("office:round"),
        },
    )


@require_POST
def withdraw(request: ActorRequest, visit_id: int) -> HttpResponse:
    """Take back a visit that one entered by mistake."""
    tasks.withdraw_visit(visit_id, actor=request.actor, at=request.at)
    messages.success(request, _("已撤回，任务恢复为待办。"))
    return redirect(link("office:round", region=request.POST.get("region", "")))
