"""Reads of activities: those of groups, one, one's own places, and who takes part for its organisers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from anju.domains.groups.activities.data import (
    Activity,
    ActivityKind,
    ActivityState,
    Signup,
    SignupState,
)
from anju.domains.groups.activities.models import ActivityRow, SignupRow
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.errors import NotFound

SIGNUP_NAME = "groups.signup_name"
BOUND = (BoundColumn("groups_signup", "name_cipher", "id", (SIGNUP_NAME,)),)
PAGE = 50


def activity_of(row: ActivityRow) -> Activity:
    """A row as a value."""
    return Activity(
        row.pk,
        row.group_id,
        ActivityKind(row.kind),
        row.title,
        row.text,
        row.place,
        row.begins_at,
        row.ends_at,
        row.seats,
        row.skill,
        row.post,
        row.employer,
        ActivityState(row.state),
        row.reason,
        row.booked,
        row.waiting,
        row.attended,
        row.placed,
    )


def activities(
    group_ids: Collection[int], *, since: datetime | None = None, size: int = PAGE
) -> list[Activity]:
    """Activities of groups that end at or after `since`, the next first; without it all, the latest first. One
    query."""
    rows = ActivityRow.objects.filter(group_id__in=list(group_ids))
    if since is not None:
        rows = rows.filter(ends_at__gte=since).exclude(state=ActivityState.CALLED_OFF.value)
        return [activity_of(r) for r in rows.order_by("begins_at", "id")[:size]]
    return [activity_of(r) for r in rows.order_by("-begins_at", "-id")[:size]]


def activity(activity_id: int) -> Activity:
    """One activity. `NotFound` ``activity_unknown``."""
    row = ActivityRow.objects.filter(id=activity_id).first()
    if row is None:
        raise NotFound("activity_unknown")
    return activity_of(row)


def signups_of(rows: Sequence[SignupRow]) -> list[Signup]:
    """Rows as values; `ahead` counts among these rows."""
    names = decrypt_many(
        [r.name_cipher for r in rows], SIGNUP_NAME, rows=[row_of(r.pk) for r in rows]
    )
    queue: dict[int, int] = {}
    found = []
    for r, name in zip(rows, names, strict=True):
        waits = r.state == SignupState.WAITING.value
        ahead = queue.get(r.activity_id, 0)
        queue[r.activity_id] = ahead + waits
        found.append(
            Signup(
                r.pk,
                r.activity_id,
                r.user_id,
                name,
                SignupState(r.state),
                r.at,
                ahead if waits else 0,
                r.certificate,
                r.case_id,
                r.placed_at,
            )
        )
    return found


def own_signup(activity_id: int, actor: Actor) -> Signup | None:
    """The actor's latest place in an activity."""
    if actor.user_id is None:
        return None
    rows = SignupRow.objects.filter(activity_id=activity_id, user_id=actor.user_id)
    found = list(rows.order_by("-id")[:1])
    return signups_of(found)[0] if found else None


def own_signups(actor: Actor, *, size: int = PAGE) -> list[tuple[Activity, Signup]]:
    """Activities the actor takes or took part in, the latest first. One query."""
    if actor.user_id is None:
        return []
    rows = SignupRow.objects.filter(user_id=actor.user_id).exclude(
        state=SignupState.WITHDRAWN.value
    )
    found = list(rows.select_related("activity").order_by("-id")[:size])
    return [(activity_of(r.activity), s) for r, s in zip(found, signups_of(found), strict=True)]


def signups(activity_id: int) -> list[Signup]:
    """Who signed up, in turn, for the contact people of its group (others see themselves). One query."""
    rows = SignupRow.objects.filter(activity_id=activity_id).exclude(
        state=SignupState.WITHDRAWN.value
    )
    return signups_of(list(rows.order_by("id")))
