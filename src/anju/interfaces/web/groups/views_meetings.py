"""Meetings on the phone: calling one, the agenda, attendance, proxies, voting, minutes to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.groups.api import meetings, membership
from anju.domains.groups.api.meetings import AgendaItem, Item, ItemKind, Meeting, OwnPart
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.texts import groups as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import new_key, signed_in
from anju.interfaces.web.groups import shown
from anju.interfaces.web.groups.moments import moment
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.session import ActorRequest

ROWS = 6
"""Points that the form of a meeting offers; one more each time all are filled."""
CHIPS = {
    "called": ("aj-chip aj-chip-soon", "clock"),
    "open": ("aj-chip aj-chip-soon", "progress"),
    "closed": ("aj-chip aj-chip-good", "circle-check"),
    "called_off": ("aj-chip", "calendar-off"),
}
GOOD = ("carried", "chosen")


def line(meeting: Meeting) -> dict[str, Any]:
    """A meeting as a line of a list."""
    css, icon = CHIPS[meeting.state.value]
    text = label(words.MEETING_STATES, meeting.state.value)
    return {"meeting": meeting, "state": {"text": text, "css": css, "icon": icon}}


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest, group_id: int) -> HttpResponse:
    """Call a meeting; the notice goes to every member."""
    group, today, post, error = membership.group(group_id), local_date(request.at), request.POST, ""
    if not membership.holds(group_id, request.actor, today):
        raise NotAllowed("group_not_yours")
    if request.method == "POST":
        try:
            made = _call(request, group_id)
        except (Refused, Conflict) as fault:
            error = shown.error_text(fault)
        else:
            messages.success(request, _("已发出通知。"))
            return redirect("groups:meeting", made)
    kind = membership.kind(group.kind, group.region, today)
    return render(
        request,
        "groups/meeting_new.html",
        {
            "group": group,
            "notice_days": kind.notice_days,
            "rows": _rows(request),
            "kinds": [(k.value, label(words.ITEM_KINDS, k.value)) for k in ItemKind],
            "majorities": [(m, label(words.MAJORITY_NAMES, m)) for m in meetings.MAJORITIES],
            "typed": post,
            "key": post.get("key") or new_key(),
            "error": error,
            "back_url": reverse("groups:one", args=[group_id]),
        },
        status=422 if error else 200,
    )


def _rows(request: ActorRequest) -> list[dict[str, Any]]:
    """The points of the form as they were typed."""
    names = ("title", "kind", "text", "options", "majority")
    lists = [request.POST.getlist(f"item_{n}") for n in names]
    typed = [dict(zip(names, one, strict=False)) for one in zip(*lists, strict=False)]
    filled = sum(bool(t["title"].strip()) for t in typed)
    wanted = min(max(ROWS, filled + 1), meetings.MOST_ITEMS)
    return [{"n": n, **(typed[n] if n < len(typed) else {})} for n in range(wanted)]


def _call(request: ActorRequest, group_id: int) -> int:
    post = request.POST
    begins = moment(post.get("begins", ""))
    if begins is None:
        raise Refused("meeting_when")
    items = [
        AgendaItem(
            row["title"],
            next((k for k in ItemKind if k.value == row["kind"]), ItemKind.REPORT),
            row["text"],
            tuple(o for o in row["options"].replace(",", "，").replace("、", "，").split("，")),
            row["majority"] if row["majority"] in meetings.MAJORITIES else "simple",
        )
        for row in _rows(request)
        if row.get("title", "").strip()
    ]
    return meetings.call_meeting(
        group_id,
        post.get("title", ""),
        post.get("place", ""),
        begins,
        items,
        key=post.get("key", "")[:80] or new_key(),
        actor=request.actor,
        at=request.at,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, meeting_id: int) -> HttpResponse:
    """One meeting; a POST takes part or leads it (``act``)."""
    found = meetings.meeting(meeting_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        code = _do(request, found)
    except (Refused, Conflict, NotFound, NotAllowed) as error:
        return _page(request, meetings.meeting(meeting_id), error)
    if code:
        return _page(request, meetings.meeting(meeting_id), code=code)
    return redirect("groups:meeting", meeting_id)


def _do(request: ActorRequest, found: Meeting) -> str:
    """Do what was asked; the code of a proxy that was given, else nothing."""
    post, code = request.POST, ""
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    item = record_number(post.get("item", "")) or 0
    voter = record_number(post.get("voter", ""))
    acts: dict[str, Callable[[], object]] = {
        "come": lambda: meetings.come(found.id, **common),
        "go": lambda: meetings.go(found.id, **common),
        "give_proxy": lambda: meetings.give_proxy(found.id, **common),
        "take_proxy": lambda: meetings.take_proxy(found.id, post.get("code", ""), **common),
        "end_proxy": lambda: meetings.end_proxy(
            record_number(post.get("proxy", "")) or 0, **common
        ),
        "cast": lambda: meetings.cast(item, post.get("choice", ""), voter_id=voter, **common),
        "open": lambda: meetings.open_meeting(found.id, **common),
        "call_off": lambda: meetings.call_off(found.id, post.get("reason", ""), **common),
        "open_vote": lambda: meetings.open_vote(item, **common),
        "close_vote": lambda: meetings.close_vote(item, **common),
        "close": lambda: meetings.close_meeting(found.id, post.get("minutes", ""), **common),
    }
    act = post.get("act", "")
    if act not in acts:
        raise Refused("group_act")
    done = acts[act]()
    if act == "give_proxy":
        code = str(done)
    elif act == "cast":
        messages.success(request, _("已投票。结束表决前可以改。"))
    return code


def _page(
    request: ActorRequest, found: Meeting, error: AnjuError | None = None, code: str = ""
) -> HttpResponse:
    today = local_date(request.at)
    group = membership.group(found.group_id)
    own = meetings.own_part(found.id, request.actor)
    return render(
        request,
        "groups/meeting.html",
        {
            **line(found),
            "group": group,
            "own": own,
            "there": own.came is not None and own.went is None,
            "items": [item_line(i, own) for i in found.items],
            "leads": membership.holds(found.group_id, request.actor, today),
            "may_open": local_date(found.begins_at) <= today,
            "unit": label(words.UNITS, found.unit),
            "code": code,
            "error": shown.error_text(error) if error else "",
            "typed": request.POST,
            "back_url": reverse("groups:one", args=[found.group_id]),
        },
        status=422 if error else 200,
    )


def item_line(item: Item, own: OwnPart | None = None) -> dict[str, Any]:
    """A point of the agenda with its figures in words, and the ballots one may cast."""
    names = {c: label(words.BALLOTS, c) if c in words.BALLOTS else c for c in item.choices}
    speaks: list[tuple[int, str]] = []
    if own is not None and own.voter_id is not None:
        speaks = [(own.voter_id, "")] if own.units else []
        speaks += [(p.giver_id, p.giver_name) for p in own.held]
    return {
        "item": item,
        "kind": label(words.ITEM_KINDS, item.kind.value),
        "majority": label(words.MAJORITY_NAMES, item.majority)
        if item.kind is ItemKind.MOTION
        else "",
        "outcome": label(words.OUTCOMES, item.outcome.value) if item.outcome else "",
        "good": item.outcome is not None and item.outcome.value in GOOD,
        "leading": [names.get(x, x) for x in item.leading] if item.kind is ItemKind.CHOICE else [],
        "tally": [(names[c], item.tally.get(c, 0)) for c in item.choices],
        "ballots": [
            {
                "voter": voter,
                "name": name,
                "choices": [
                    (c, names[c], own is not None and own.ballots.get((item.id, voter)) == c)
                    for c in item.choices
                ],
            }
            for voter, name in speaks
        ],
    }


@require_http_methods(["GET", "POST"])
@signed_in
def roll(request: ActorRequest, meeting_id: int) -> HttpResponse:
    """Who is there, for contact people; a POST notes that somebody came or went."""
    found, error = meetings.meeting(meeting_id), ""
    if not membership.holds(found.group_id, request.actor, local_date(request.at)):
        raise NotAllowed("group_not_yours")
    if request.method == "POST":
        step = meetings.go if request.POST.get("act") == "go" else meetings.come
        voter = record_number(request.POST.get("voter", "")) or 0
        try:
            step(meeting_id, voter_id=voter, actor=request.actor, at=request.at)
        except (Conflict, NotFound) as fault:
            error = shown.error_text(fault)
        else:
            return redirect("groups:meeting_roll", meeting_id)
    audit.record_list(
        request.actor,
        action="groups.attendance_shown",
        subject_kind="meeting",
        subject_id=meeting_id,
        fields=["name"],
        at=request.at,
    )
    return render(
        request,
        "groups/meeting_roll.html",
        {
            "meeting": found,
            "rows": [
                {"one": a, "there": a.came is not None and a.went is None}
                for a in meetings.attendance(meeting_id)
            ],
            "error": error,
            "back_url": reverse("groups:meeting", args=[meeting_id]),
        },
        status=422 if error else 200,
    )


@require_safe
@signed_in
def sheet(request: ActorRequest, meeting_id: int) -> HttpResponse:
    """The minutes on paper: decisions and figures, no names of who was there."""
    found = meetings.meeting(meeting_id)
    return render(
        request,
        "groups/meeting_print.html",
        {
            **line(found),
            "group": membership.group(found.group_id),
            "items": [item_line(i) for i in found.items],
            "unit": label(words.UNITS, found.unit),
            "printed_at": request.at,
            "printed_by": "",
        },
    )
