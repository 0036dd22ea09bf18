"""Activities: what is on, taking a place and giving it back, attendance, certificates, looking for work afterwards. The
same pages serve contact people on the phone and in the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from anju.domains.groups.api import activities, membership
from anju.domains.groups.api.activities import (
    Activity,
    ActivityKind,
    ActivityState,
    NewActivity,
    Signup,
    SignupState,
)
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from anju.interfaces.texts import groups as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.declaring import new_key, signed_in
from anju.interfaces.web.groups import shown
from anju.interfaces.web.groups.moments import moment
from anju.interfaces.web.office.links import record_number
from anju.interfaces.web.session import ActorRequest

ICONS = {
    "course": "school",
    "service_day": "calendar-event",
    "job_fair": "briefcase",
    "other": "users-group",
}
CHIPS = {
    "booked": ("aj-chip aj-chip-good", "circle-check"),
    "waiting": ("aj-chip aj-chip-soon", "clock"),
    "attended": ("aj-chip aj-chip-good", "certificate"),
    "absent": ("aj-chip", "circle-x"),
    "withdrawn": ("aj-chip", "circle-x"),
}


def line(found: Activity) -> dict[str, Any]:
    """An activity as a line of a list."""
    ends = found.ends_at.astimezone(CHINA)
    same = found.begins_at.astimezone(CHINA).date() == ends.date()
    return {
        "one": found,
        "icon": ICONS[found.kind.value],
        "kind": label(words.ACTIVITY_KINDS, found.kind.value),
        "until": f"{ends:%H:%M}" if same else f"{ends:%Y-%m-%d %H:%M}",
    }


def signup_line(found: Signup) -> dict[str, Any]:
    """Somebody's place in words."""
    css, icon = CHIPS[found.state.value]
    text = label(words.SIGNUP_STATES, found.state.value)
    return {"signup": found, "state": {"text": text, "css": css, "icon": icon}}


def _frame(*, office: bool) -> dict[str, Any]:
    return {"frame": "anju/staff.html" if office else "base/base.html", "office": office}


def _url(name: str, number: int, *, office: bool) -> str:
    return reverse(f"{'office' if office else 'groups'}:{name}", args=[number])


def _group_url(group_id: int, *, office: bool) -> str:
    return _url("group" if office else "one", group_id, office=office)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: ActorRequest, group_id: int, office: bool = False) -> HttpResponse:
    """Announce an activity."""
    group, post, error = membership.group(group_id), request.POST, ""
    if not membership.holds(group_id, request.actor, local_date(request.at)):
        raise NotAllowed("group_not_yours")
    if request.method == "POST":
        try:
            made = activities.announce(
                group_id,
                _read(request),
                key=post.get("key", "")[:80] or new_key(),
                actor=request.actor,
                at=request.at,
            )
        except (Refused, Conflict) as fault:
            error = shown.error_text(fault)
        else:
            messages.success(request, _("已发布。"))
            return redirect(_url("activity", made, office=office))
    return render(
        request,
        "groups/activity_new.html",
        {
            **_frame(office=office),
            "group": group,
            "kinds": [(k.value, label(words.ACTIVITY_KINDS, k.value)) for k in ActivityKind],
            "typed": post,
            "key": post.get("key") or new_key(),
            "error": error,
            "back_url": _group_url(group_id, office=office),
        },
        status=422 if error else 200,
    )


def _read(request: ActorRequest) -> NewActivity:
    post = request.POST
    begins, ends = moment(post.get("begins", "")), moment(post.get("ends", ""))
    if begins is None or ends is None:
        raise Refused("activity_when")
    return NewActivity(
        next((k for k in ActivityKind if k.value == post.get("kind")), ActivityKind.OTHER),
        post.get("title", ""),
        post.get("place", ""),
        begins,
        ends,
        record_number(post.get("seats", "").strip()) or 0,
        post.get("text", ""),
        post.get("skill", ""),
        post.get("post", ""),
        post.get("employer", ""),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def one(request: ActorRequest, activity_id: int, office: bool = False) -> HttpResponse:
    """One activity; a POST takes a place, gives it back, or leads it (``act``)."""
    found = activities.activity(activity_id)
    if request.method != "POST":
        return _page(request, found, office=office)
    try:
        done = _do(request, found)
    except (Refused, Conflict, NotAllowed, NotFound) as error:
        return _page(request, activities.activity(activity_id), error, office=office)
    messages.success(request, done)
    return redirect(_url("activity", activity_id, office=office))


def _do(request: ActorRequest, found: Activity) -> str:
    post = request.POST
    common: dict[str, Any] = {"actor": request.actor, "at": request.at}
    acts: dict[str, Callable[[], object]] = {
        "sign_up": lambda: activities.sign_up(found.id, post.get("own_name", ""), **common),
        "give_back": lambda: activities.give_back(found.id, **common),
        "work": lambda: activities.look_for_work(
            found.id, key=post.get("key", "")[:80] or new_key(), **common
        ),
        "close": lambda: activities.note_attendance(
            found.id, [n for n in map(record_number, post.getlist("there")) if n], **common
        ),
        "call_off": lambda: activities.call_off_activity(
            found.id, post.get("reason", ""), **common
        ),
    }
    act = post.get("act", "")
    if act not in acts:
        raise Refused("group_act")
    done = acts[act]()
    if act == "sign_up":
        return _("已报上。") if done is SignupState.BOOKED else _("名额已满，已为您排队。")
    return _("已退出，名额让给别人。") if act == "give_back" else _("已记录。")


def _page(
    request: ActorRequest, found: Activity, error: AnjuError | None = None, *, office: bool
) -> HttpResponse:
    leads = membership.holds(found.group_id, request.actor, local_date(request.at))
    mine = activities.own_signup(found.id, request.actor)
    return render(
        request,
        "groups/activity.html",
        {
            **_frame(office=office),
            **line(found),
            "group": membership.group(found.group_id),
            "mine": signup_line(mine) if mine else None,
            "live": mine is not None
            and mine.state in (SignupState.BOOKED, SignupState.WAITING)
            and found.state is ActivityState.OPEN,
            "may_sign": not office
            and found.state is ActivityState.OPEN
            and request.at < found.ends_at,
            "linked": request.actor.person_id is not None,
            "leads": leads,
            "begun": found.begins_at <= request.at,
            "people_url": _url("activity_people", found.id, office=office),
            "typed": request.POST,
            "key": new_key(),
            "error": shown.error_text(error) if error else "",
            "back_url": _group_url(found.group_id, office=office),
        },
        status=422 if error else 200,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def people(request: ActorRequest, activity_id: int, office: bool = False) -> HttpResponse:
    """Who signed up, for contact people; a POST notes who was there and closes the activity."""
    found, error = activities.activity(activity_id), ""
    if not membership.holds(found.group_id, request.actor, local_date(request.at)):
        raise NotAllowed("group_not_yours")
    if request.method == "POST":
        try:
            _do(request, found)
        except (Refused, Conflict) as fault:
            error = shown.error_text(fault)
        else:
            messages.success(request, _("已记录。"))
            return redirect(_url("activity_people", activity_id, office=office))
    audit.record_list(
        request.actor,
        action="groups.signups_shown",
        subject_kind="activity",
        subject_id=activity_id,
        fields=["name"],
        at=request.at,
    )
    rows = [signup_line(s) for s in activities.signups(activity_id)]
    return render(
        request,
        "groups/activity_people.html",
        {
            **_frame(office=office),
            **line(found),
            "booked": [r for r in rows if r["signup"].state is not SignupState.WAITING],
            "waiting": [r for r in rows if r["signup"].state is SignupState.WAITING],
            "open": found.state is ActivityState.OPEN,
            "begun": found.begins_at <= request.at,
            "error": error,
            "back_url": _url("activity", activity_id, office=office),
        },
        status=422 if error else 200,
    )


@require_safe
@signed_in
def certificate(request: ActorRequest, activity_id: int) -> HttpResponse:
    """One's own certificate, for paper."""
    found = activities.activity(activity_id)
    mine = activities.own_signup(activity_id, request.actor)
    if mine is None or not mine.certificate:
        raise NotFound("activity_certificate")
    return render(
        request,
        "groups/certificate.html",
        {
            **line(found),
            "mine": mine,
            "group": membership.group(found.group_id),
            "printed_at": request.at,
            "printed_by": "",
        },
    )
