"""Writes of activities: announcing, signing up and giving back, attendance, certificates, looking for work after a
course. A request that was answered changes nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from anju.domains.access import api as access
from anju.domains.casework.api import cases
from anju.domains.groups.activities.data import (
    EMPLOYMENT_MATTER,
    MOST_PLACE,
    MOST_POST,
    MOST_SEATS,
    MOST_SKILL,
    MOST_TEXT,
    MOST_TITLE,
    PLACED,
    ActivityKind,
    ActivityState,
    NewActivity,
    SignupState,
)
from anju.domains.groups.activities.models import ActivityRow, SignupRow
from anju.domains.groups.activities.queries import SIGNUP_NAME
from anju.domains.groups.membership.data import MOST_PERSON, GroupState
from anju.domains.groups.membership.operations import locked as locked_group
from anju.domains.groups.membership.operations import require_user
from anju.domains.groups.membership.queries import holds
from anju.domains.groups.membership.rules import sound
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.request_keys import require_key

ACTIVITY_EVENT = "groups.activity"
"""The event that somebody got a place from the waiting list (`signup`), or an activity was called off (`activity`)."""
GOT_A_PLACE = (
    "【安居】“{title}”（{when}）有名额了，已为您占上；来不了请在“组织和活动”里退出，让给别人。",
    "[Anju] A place in “{title}” ({when}) is yours now. If you cannot come, give it back under “Groups”.",
)
CALLED_OFF = (
    "【安居】“{title}”（{when}）取消了。",
    "[Anju] “{title}” ({when}) was called off.",
)


def announce(group_id: int, new: NewActivity, *, key: str, actor: Actor, at: datetime) -> int:
    """Announce an activity; its id. By contact people of the group.

    `NotFound` ``group_unknown``; `NotAllowed` ``group_not_yours``; `Conflict` ``group_closed``; `Refused`
    ``activity_title``, ``activity_place``, ``activity_when``, ``activity_seats`` (`most`), ``activity_skill`` for a
    course without what is learnt.
    """
    require_key(key)
    texts = {
        "title": sound(new.title, MOST_TITLE),
        "text": sound(new.text, MOST_TEXT, lines=True),
        "place": sound(new.place, MOST_PLACE),
        "skill": sound(new.skill, MOST_SKILL),
        "post": sound(new.post, MOST_POST),
        "employer": sound(new.employer, 100),
    }
    if not texts["title"]:
        raise Refused("activity_title")
    if not texts["place"]:
        raise Refused("activity_place")
    if not at < new.begins_at < new.ends_at:
        raise Refused("activity_when")
    if not 0 < new.seats <= MOST_SEATS:
        raise Refused("activity_seats", most=MOST_SEATS)
    if new.kind is ActivityKind.COURSE and not texts["skill"]:
        raise Refused("activity_skill")
    with transaction.atomic(), as_intake_role():
        group = locked_group(group_id)
        _require_leading(group_id, actor, at)
        before = ActivityRow.objects.filter(group=group, key=key).first()
        if before is not None:
            return int(before.pk)
        if group.state != GroupState.OPEN.value:
            raise Conflict("group_closed")
        row = ActivityRow.objects.create(
            group=group,
            kind=new.kind.value,
            begins_at=new.begins_at,
            ends_at=new.ends_at,
            seats=new.seats,
            state=ActivityState.OPEN.value,
            key=key,
            by_user=actor.user_id,
            at=at,
            **texts,
        )
        _record(row, "groups.activity_announced", actor, at)
    return int(row.pk)


def sign_up(activity_id: int, own_name: str, *, actor: Actor, at: datetime) -> SignupState:
    """Take a place, or the last turn of the waiting list; what one has. Who has one keeps it.

    `NotFound` ``activity_unknown``; `NotAllowed` ``group_public_only``; `Refused` ``group_own_name``; `Conflict`
    ``activity_over``.
    """
    user = require_user(actor)
    if actor.kind != "public":
        raise NotAllowed("group_public_only")
    name = sound(own_name, MOST_PERSON)
    if not name:
        raise Refused("group_own_name")
    with transaction.atomic(), as_intake_role():
        row = _locked(activity_id)
        before = _live(row, user)
        if before is not None:
            return SignupState(before.state)
        if row.state != ActivityState.OPEN.value or at >= row.ends_at:
            raise Conflict("activity_over")
        state = SignupState.BOOKED if row.booked < row.seats else SignupState.WAITING
        (number,) = next_ids("groups_signup", 1)
        SignupRow.objects.create(
            id=number,
            activity=row,
            group_id=row.group_id,
            user_id=user,
            name_cipher=encrypt(name, SIGNUP_NAME, row=row_of(number)),
            state=state.value,
            at=at,
        )
        if state is SignupState.BOOKED:
            row.booked += 1
        else:
            row.waiting += 1
        row.save(update_fields=["booked", "waiting"])
        _record(row, "groups.signed_up", actor, at)
    return state


def give_back(activity_id: int, *, actor: Actor, at: datetime) -> None:
    """Give one's place back, at once and without a reason; who waits first gets it and is notified. `NotFound`
    ``activity_unknown``."""
    user = require_user(actor)
    with transaction.atomic(), as_intake_role():
        row = _locked(activity_id)
        mine = _live(row, user)
        if mine is None or row.state != ActivityState.OPEN.value:
            return
        held = mine.state == SignupState.BOOKED.value
        mine.state = SignupState.WITHDRAWN.value
        mine.save(update_fields=["state"])
        if held:
            row.booked -= 1
        else:
            row.waiting -= 1
        if held and at < row.ends_at:
            _promote(row, at)
        row.save(update_fields=["booked", "waiting"])
        _record(row, "groups.place_given_back", actor, at)


def _promote(row: ActivityRow, at: datetime) -> None:
    first = (
        SignupRow.objects.filter(activity=row, state=SignupState.WAITING.value)
        .order_by("id")
        .first()
    )
    if first is None:
        return
    first.state = SignupState.BOOKED.value
    first.save(update_fields=["state"])
    row.booked, row.waiting = row.booked + 1, row.waiting - 1
    events.emit(ACTIVITY_EVENT, {"activity": row.pk, "signup": first.pk}, at=at)


def note_attendance(activity_id: int, signup_ids: list[int], *, actor: Actor, at: datetime) -> int:
    """Close an activity that has begun: these were there, others who held a place were not; how many were. Of a course
    each of them gets a certificate with a number. By contact people. The same again changes nothing.

    `NotFound` ``activity_unknown``; `NotAllowed` ``group_not_yours``; `Conflict` ``activity_early``,
    ``activity_over``.
    """
    with transaction.atomic(), as_intake_role():
        row = _locked(activity_id)
        _require_leading(row.group_id, actor, at)
        if row.state == ActivityState.CLOSED.value:
            return row.attended
        if row.state != ActivityState.OPEN.value:
            raise Conflict("activity_over")
        if at < row.begins_at:
            raise Conflict("activity_early")
        held = SignupRow.objects.filter(activity=row, state=SignupState.BOOKED.value)
        there = list(held.filter(id__in=signup_ids).order_by("id"))
        held.exclude(id__in=signup_ids).update(state=SignupState.ABSENT.value)
        for n, one in enumerate(there, 1):
            one.state = SignupState.ATTENDED.value
            if row.kind == ActivityKind.COURSE.value:
                one.certificate = f"{local_date(row.ends_at):%Y%m%d}-{row.pk:06d}-{n:03d}"
        SignupRow.objects.bulk_update(there, ["state", "certificate"])
        SignupRow.objects.filter(activity=row, state=SignupState.WAITING.value).update(
            state=SignupState.WITHDRAWN.value
        )
        row.state, row.attended, row.waiting = ActivityState.CLOSED.value, len(there), 0
        row.save(update_fields=["state", "attended", "waiting"])
        _record(row, "groups.attendance_noted", actor, at)
    return len(there)


def call_off_activity(activity_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Call an activity off, with the reason; who signed up is notified. `NotFound` ``activity_unknown``; `NotAllowed`
    ``group_not_yours``; `Refused` ``group_reason``; `Conflict` ``activity_over``."""
    stated = sound(reason, 300)
    if not stated:
        raise Refused("group_reason")
    with transaction.atomic(), as_intake_role():
        row = _locked(activity_id)
        _require_leading(row.group_id, actor, at)
        if row.state == ActivityState.CALLED_OFF.value:
            return
        if row.state != ActivityState.OPEN.value:
            raise Conflict("activity_over")
        row.state, row.reason = ActivityState.CALLED_OFF.value, stated
        row.save(update_fields=["state", "reason"])
        _record(row, "groups.activity_called_off", actor, at)
        events.emit(ACTIVITY_EVENT, {"activity": row.pk}, at=at)


def look_for_work(activity_id: int, *, key: str, actor: Actor, at: datetime) -> int:
    """After a course: look for work with what was learnt; the id of one's own case. Where one is open about work
    already it is that one, and what becomes of it counts for the course. Only the person begins it.

    `NotFound` ``activity_unknown``; `NotAllowed` ``activity_certificate``; `Refused` ``mediation_unlinked`` for an
    account that is linked to no record, what `cases.file_case` raises.
    """
    user = require_user(actor)
    with transaction.atomic(), as_intake_role():
        row = _locked(activity_id)
        mine = SignupRow.objects.filter(activity=row, user_id=user).exclude(certificate="").first()
        if mine is None:
            raise NotAllowed("activity_certificate")
        if mine.case_id is not None:
            return mine.case_id
        if actor.person_id is None:
            raise Refused("mediation_unlinked")
        try:
            mine.case_id = cases.file_case(
                actor.person_id,
                EMPLOYMENT_MATTER,
                {
                    "job_wish": "，".join(filter(None, (row.post or row.skill, row.employer)))[
                        :100
                    ],
                    "skill": f"{row.skill}（{mine.certificate}）"[:100],
                },
                key=key,
                region=row.group.region,
                actor=actor,
                at=at,
            )
        except Conflict as known:
            if known.code != "case_open":
                raise
            mine.case_id = int(known.params["id"])
        mine.save(update_fields=["case_id"])
        _record(row, "groups.work_looked_for", actor, at)
    return mine.case_id


def follow_case(case_id: int, *, actor: Actor, at: datetime) -> None:
    """Note for the course that somebody is in work, once the case about it was closed so by themselves."""
    with transaction.atomic(), as_intake_role():
        mine = SignupRow.objects.select_for_update().filter(case_id=case_id, placed_at=None)
        found = list(mine)
        if not found:
            return
        line = cases.case(case_id, actor=actor, at=at).line
        if line.closed_at is None or line.outcome != PLACED:
            return
        for one in found:
            one.placed_at = at
            one.save(update_fields=["placed_at"])
            ActivityRow.objects.filter(pk=one.activity_id).update(placed=F("placed") + 1)


def tell_activity(activity_id: int, signup_id: int | None, *, at: datetime) -> int:
    """Tell who got a place, or everybody who signed up that it was called off; to how many."""
    with transaction.atomic(), as_intake_role():
        row = ActivityRow.objects.filter(id=activity_id).first()
        if row is None:
            return 0
        wanted = SignupRow.objects.filter(
            activity=row, state__in=[SignupState.BOOKED.value, SignupState.WAITING.value]
        )
        if signup_id is not None:
            wanted = wanted.filter(id=signup_id)
        return access.notify(
            sorted(set(wanted.values_list("user_id", flat=True))),
            ACTIVITY_EVENT,
            CALLED_OFF if signup_id is None else GOT_A_PLACE,
            at=at,
            context={"activity": row.pk},
            facts={
                "title": row.title,
                "when": f"{row.begins_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            },
        )


def _locked(activity_id: int) -> ActivityRow:
    row = (
        ActivityRow.objects.select_for_update(of=("self",))
        .select_related("group")
        .filter(id=activity_id)
        .first()
    )
    if row is None:
        raise NotFound("activity_unknown")
    return row


def _live(row: ActivityRow, user: int) -> SignupRow | None:
    return SignupRow.objects.filter(
        activity=row,
        user_id=user,
        state__in=[SignupState.BOOKED.value, SignupState.WAITING.value],
    ).first()


def _require_leading(group_id: int, actor: Actor, at: datetime) -> None:
    if not holds(group_id, actor, local_date(at)):
        raise NotAllowed("group_not_yours")


def _record(row: ActivityRow, action: str, actor: Actor, at: datetime) -> None:
    audit.record_write(
        actor, action=action, subject_kind="activity", subject_id=row.pk, at=at, detail={}
    )
