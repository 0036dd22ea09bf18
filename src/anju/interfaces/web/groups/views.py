"""One's own groups and those of one's area; one group: joining, leaving, seats; its members for contact people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.domains.groups.api import activities, meetings, membership
from anju.domains.groups.api.membership import Group, GroupState, Role
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.texts import groups as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import new_key, signed_in
from anju.interfaces.web.groups import shown, views_activities, views_meetings
from anju.interfaces.web.office.links import page_of, record_number
from anju.interfaces.web.office.naming import prefix_chosen
from anju.interfaces.web.office.ordering import list_parts
from anju.interfaces.web.session import ActorRequest


@require_http_methods(["GET"])
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """What one belongs to, and the groups of an area: the own one, or one that is chosen (``region``)."""
    today, region = local_date(request.at), area(request)
    own = membership.own_groups(request.actor)
    page = page_of(request)
    found, total = membership.open_groups(region, page=page) if region else ([], 0)
    mine = {o.group.id for o in own}
    coming = activities.activities([*mine, *(g.id for g in found)], since=request.at)
    taken = [
        views_activities.line(a) | views_activities.signup_line(s)
        for a, s in activities.own_signups(request.actor, size=10)
    ]
    return render(
        request,
        "groups/list.html",
        {
            "own": [
                shown.line(o.group, today) | {"seats": shown.seat_lines(o.seats, today)}
                for o in own
            ],
            "here": [x for x in shown.lines(found, today) if x["group"].id not in mine],
            "paging": list_parts(request, page, len(found), total) | {"export_url": ""},
            "taken": taken,
            "coming": [
                views_activities.line(a) for a in coming if a.id not in {t["one"].id for t in taken}
            ],
            **area_text(region),
            "back_url": reverse("resident:home"),
        },
    )


def area(request: ActorRequest) -> str:
    """The area looked at, as a prefix: what was chosen, or where one lives; "" where neither is known."""
    chosen = prefix_chosen(request.GET.get("region", ""))
    if chosen or request.actor.person_id is None:
        return chosen
    stays = register.stays_of([request.actor.person_id], as_of=local_date(request.at))
    return stays[-1].region[:12] if stays else ""


def area_text(region: str) -> dict[str, str]:
    """The area for the picker of a page."""
    full = region.ljust(12, "0") if region else ""
    return {"area": full, "area_text": regions.names([full]).get(full, "") if full else ""}


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest) -> HttpResponse:
    """Ask for a group to be recognised."""
    post, error = request.POST, ""
    if request.method == "POST":
        try:
            made = membership.found_group(
                post.get("kind", ""),
                prefix_chosen(post.get("region", "")),
                post.get("name", ""),
                post.get("purpose", ""),
                rules=post.get("rules", ""),
                contact=post.get("contact", ""),
                own_name=post.get("own_name", ""),
                key=post.get("key", "")[:80] or new_key(),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, NotFound, NotAllowed, Conflict) as fault:
            error = shown.error_text(fault)
        else:
            messages.success(request, _("已提交，等街道（乡镇）备案。"))
            return redirect("groups:one", made)
    region = prefix_chosen(post.get("region", "")) or area(request)
    return render(
        request,
        "groups/new.html",
        {
            "kinds": shown.kind_choices(region, local_date(request.at)),
            "typed": post,
            "key": post.get("key") or new_key(),
            "error": error,
            **area_text(region),
            "back_url": reverse("groups:list"),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, group_id: int) -> HttpResponse:
    """One group; a POST joins, leaves or answers (``act``)."""
    group = membership.group(group_id)
    if request.method != "POST":
        return _page(request, group)
    try:
        done = _do(request, group)
    except (Refused, Conflict, NotFound, NotAllowed) as error:
        return _page(request, membership.group(group_id), error)
    messages.success(request, done)
    return redirect("groups:one", group_id)


def _do(request: ActorRequest, group: Group) -> str:
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    seat = record_number(post.get("seat", "")) or 0
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "join": (
            lambda: membership.join_group(group.id, post.get("own_name", ""), **common),
            _("已加入。"),
        ),
        "leave": (lambda: membership.leave_group(group.id, **common), _("已退出。")),
        "accept": (
            lambda: membership.answer_seat(seat, accept=True, **common),
            _("已接受，任期开始。"),
        ),
        "decline": (lambda: membership.answer_seat(seat, accept=False, **common), _("已谢绝。")),
        "give_back": (lambda: membership.give_back_seat(seat, **common), _("已辞去。")),
        "change": (
            lambda: membership.change_group(
                group.id,
                purpose=post.get("purpose", ""),
                rules=post.get("rules", ""),
                contact=post.get("contact", ""),
                **common,
            ),
            _("已保存。"),
        ),
        "close": (
            lambda: membership.close_group(group.id, post.get("reason", ""), **common),
            _("已关闭。"),
        ),
    }
    if post.get("act", "") not in acts:
        raise Refused("group_act")
    act, done = acts[post["act"]]
    act()
    return str(done)


def _page(request: ActorRequest, group: Group, error: AnjuError | None = None) -> HttpResponse:
    today = local_date(request.at)
    seats = membership.seats([group.id], request.actor)[group.id]
    member = membership.own_membership(group.id, request.actor)
    leads = any(s.own and s.holds(today) and s.role in membership.LEADING for s in seats)
    if group.state is not GroupState.OPEN and member is None and not leads:
        raise NotFound("group_unknown")
    (line,) = shown.lines([group], today)
    met, met_total = meetings.meetings(group.id, page=page_of(request))
    return render(
        request,
        "groups/one.html",
        {
            **line,
            "seats": [x for x in shown.seat_lines(seats, today) if x["seat"].accepted_at],
            "offered": [
                x for x in shown.seat_lines(seats, today) if x["waiting"] and x["seat"].own
            ],
            "member": member,
            "leads": leads,
            "activities": [
                views_activities.line(a) for a in activities.activities([group.id], size=20)
            ],
            "meetings": [views_meetings.line(m) for m in met],
            "paging": list_parts(request, page_of(request), len(met), met_total)
            | {"export_url": ""},
            "error": shown.error_text(error) if error else "",
            "act": request.POST.get("act", ""),
            "typed": request.POST,
            "back_url": reverse("groups:list"),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def members(request: ActorRequest, group_id: int) -> HttpResponse:
    """Who belongs to the group, for its contact people; a POST offers a seat."""
    group, today, error = membership.group(group_id), local_date(request.at), ""
    found = membership.members(group_id, request.actor, today)
    if request.method == "POST":
        try:
            _offer(request, group_id)
        except (Refused, Conflict, NotFound) as fault:
            error = shown.error_text(fault)
        else:
            messages.success(request, _("已告知，等本人答复。"))
            return redirect("groups:members", group_id)
    audit.record_list(
        request.actor,
        action="groups.members_shown",
        subject_kind="group",
        subject_id=group_id,
        fields=["name"],
        at=request.at,
    )
    seats = membership.seats([group_id], request.actor)[group_id]
    return render(
        request,
        "groups/members.html",
        {
            "group": group,
            "members": found,
            "seats": shown.seat_lines(seats, today),
            "roles": [(r.value, label(words.ROLES, r.value)) for r in Role],
            "chosen": record_number(request.POST.get("member", "")),
            "error": error,
            "back_url": reverse("groups:one", args=[group_id]),
        },
        status=422 if error else 200,
    )


def _offer(request: ActorRequest, group_id: int) -> None:
    post = request.POST
    role = next((r for r in Role if r.value == post.get("role", "")), None)
    if role is None:
        raise Refused("seat_role")
    typed = post.get("until", "").strip()
    until = day_in(typed) if typed else None
    if typed and until is None:
        raise Refused("date_invalid", value=typed)
    membership.offer_seat(
        group_id,
        record_number(post.get("member", "")) or 0,
        role,
        until,
        actor=request.actor,
        at=request.at,
    )
