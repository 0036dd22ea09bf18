"""Calling a meeting, its notice, calling it off, opening it, closing it with its minutes. A request that was answered
changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.groups.meetings.data import (
    MOST_MINUTES,
    MOST_PLACE,
    MOST_TITLE,
    AgendaItem,
    MeetingState,
)
from anju.domains.groups.meetings.models import ItemRow, MeetingRow, VoterRow
from anju.domains.groups.meetings.rules import read_agenda
from anju.domains.groups.membership.data import GroupKind, GroupState, Unit
from anju.domains.groups.membership.models import GroupRow, MemberRow
from anju.domains.groups.membership.operations import locked as locked_group
from anju.domains.groups.membership.queries import holds, kind
from anju.domains.groups.membership.rules import sound
from anju.domains.places import api as places
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.request_keys import require_key

MEETING_EVENT = "groups.meeting"
"""The event that a meeting was called, called off or closed (`meeting`, `step`)."""
TEXTS = {
    "called": (
        "【安居】“{group}”定于 {when} 在{place}开会：{title}。议程见“组织和活动”；不能到会的可以委托别人。",
        "[Anju] {group} meets on {when} at {place}: {title}. See the agenda under “Groups”; you may give a proxy.",
    ),
    "called_off": (
        "【安居】“{group}”原定 {when} 的会议“{title}”取消了。",
        "[Anju] The meeting “{title}” of {group} on {when} was called off.",
    ),
    "closed": (
        "【安居】“{group}”会议“{title}”的决定已公布，请到“组织和活动”查看。",
        "[Anju] The decisions of “{title}” ({group}) are published under “Groups”.",
    ),
}


def call_meeting(
    group_id: int,
    title: str,
    place: str,
    begins_at: datetime,
    items: Sequence[AgendaItem],
    *,
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Call a meeting; its id. The roll is fixed with the notice, which goes to every member. By contact people.

    `NotFound` ``group_unknown``; `NotAllowed` ``group_not_yours``; `Conflict` ``group_closed``; `Refused`
    ``meeting_title``, ``meeting_place``, ``meeting_notice_short`` (`days`, `first`), what `read_agenda` raises.
    """
    require_key(key)
    agenda, called = read_agenda(items), sound(title, MOST_TITLE)
    where = sound(place, MOST_PLACE)
    if not called:
        raise Refused("meeting_title")
    if not where:
        raise Refused("meeting_place")
    with transaction.atomic(), as_intake_role():
        group = locked_group(group_id)
        require_leading(group_id, actor, at)
        before = MeetingRow.objects.filter(group=group, key=key).first()
        if before is not None:
            return int(before.pk)
        if group.state != GroupState.OPEN.value:
            raise Conflict("group_closed")
        wanted = kind(group.kind, group.region, local_date(at))
        first = local_date(at) + timedelta(days=wanted.notice_days)
        if local_date(begins_at) < first or begins_at <= at:
            raise Refused("meeting_notice_short", days=wanted.notice_days, first=first)
        row = _new(group, wanted, called, where, begins_at, key, actor, at)
        _put_on_agenda(row, agenda)
        row.units = _fix_roll(row, group, wanted)
        row.save(update_fields=["units"])
        step(row, "called", actor, at)
    return int(row.pk)


def call_off(meeting_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Call a meeting off that was not opened, with the reason. `NotFound` ``meeting_unknown``; `NotAllowed`
    ``group_not_yours``; `Refused` ``group_reason``; `Conflict` ``meeting_state``."""
    stated = sound(reason, 300)
    if not stated:
        raise Refused("group_reason")
    with transaction.atomic(), as_intake_role():
        row = locked(meeting_id, actor, at)
        if row.state == MeetingState.CALLED_OFF.value:
            return
        require_state(row, MeetingState.CALLED)
        row.state, row.reason = MeetingState.CALLED_OFF.value, stated
        row.save(update_fields=["state", "reason"])
        step(row, "called_off", actor, at)


def open_meeting(meeting_id: int, *, actor: Actor, at: datetime) -> None:
    """Open a meeting on its day or later. `NotFound` ``meeting_unknown``; `NotAllowed` ``group_not_yours``; `Conflict`
    ``meeting_state``, ``meeting_early`` (`day`)."""
    with transaction.atomic(), as_intake_role():
        row = locked(meeting_id, actor, at)
        if row.state == MeetingState.OPEN.value:
            return
        require_state(row, MeetingState.CALLED)
        if local_date(at) < local_date(row.begins_at):
            raise Conflict("meeting_early", day=local_date(row.begins_at))
        row.state = MeetingState.OPEN.value
        row.save(update_fields=["state"])
        record(row, "groups.meeting_opened", actor, at)


def close_meeting(meeting_id: int, minutes: str, *, actor: Actor, at: datetime) -> None:
    """Close a meeting with its minutes; decisions and minutes are published to the members. `NotFound`
    ``meeting_unknown``; `NotAllowed` ``group_not_yours``; `Refused` ``meeting_minutes``; `Conflict` ``meeting_state``,
    ``vote_running``."""
    text = sound(minutes, MOST_MINUTES, lines=True)
    if not text:
        raise Refused("meeting_minutes")
    with transaction.atomic(), as_intake_role():
        row = locked(meeting_id, actor, at)
        if row.state == MeetingState.CLOSED.value:
            return
        require_state(row, MeetingState.OPEN)
        if ItemRow.objects.filter(meeting=row, opened_at__isnull=False, closed_at=None).exists():
            raise Conflict("vote_running")
        roll = VoterRow.objects.filter(meeting=row, member__left_at=None, came_at__isnull=False)
        row.present = len({u for units in roll.values_list("units", flat=True) for u in units})
        row.state, row.minutes, row.closed_at = MeetingState.CLOSED.value, text, at
        row.save(update_fields=["state", "minutes", "closed_at", "present"])
        step(row, "closed", actor, at)


def tell_members(meeting_id: int, name: str, *, at: datetime) -> int:
    """Send the message of a step of a meeting to everybody on its roll who still belongs to the group, each in their
    language; to how many. The notice notes the number."""
    with transaction.atomic(), as_intake_role():
        row = MeetingRow.objects.select_related("group").filter(id=meeting_id).first()
        if row is None:
            return 0
        users = VoterRow.objects.filter(meeting=row, member__left_at=None)
        notified = access.notify(
            sorted(set(users.values_list("user_id", flat=True))),
            MEETING_EVENT,
            TEXTS[name],
            at=at,
            context={"meeting": row.pk, "step": name},
            facts={
                "group": row.group.name,
                "title": row.title,
                "place": row.place,
                "when": f"{row.begins_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            },
        )
        if name == "called":
            MeetingRow.objects.filter(pk=row.pk).update(notified=notified)
    return notified


def require_leading(group_id: int, actor: Actor, at: datetime) -> None:
    """Raise `NotAllowed` ``group_not_yours`` unless the actor is a contact person in office."""
    if not holds(group_id, actor, local_date(at)):
        raise NotAllowed("group_not_yours")


def locked(meeting_id: int, actor: Actor, at: datetime) -> MeetingRow:
    """A meeting held for this transaction, for a contact person of its group."""
    row = MeetingRow.objects.select_for_update().filter(id=meeting_id).first()
    if row is None:
        raise NotFound("meeting_unknown")
    require_leading(row.group_id, actor, at)
    return row


def require_state(row: MeetingRow, state: MeetingState) -> None:
    """Raise `Conflict` ``meeting_state`` where the meeting stands otherwise."""
    if row.state != state.value:
        raise Conflict("meeting_state")


def record(
    row: MeetingRow,
    action: str,
    actor: Actor,
    at: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """The audit row of a change of a meeting."""
    audit.record_write(
        actor, action=action, subject_kind="meeting", subject_id=row.pk, at=at, detail=detail
    )


def step(row: MeetingRow, name: str, actor: Actor, at: datetime) -> None:
    """Record a step that members hear of."""
    record(row, f"groups.meeting_{name}", actor, at)
    events.emit(MEETING_EVENT, {"meeting": row.pk, "step": name}, at=at)


def _new(
    group: GroupRow,
    wanted: GroupKind,
    title: str,
    place: str,
    begins_at: datetime,
    key: str,
    actor: Actor,
    at: datetime,
) -> MeetingRow:
    return MeetingRow.objects.create(
        group=group,
        title=title,
        place=place,
        begins_at=begins_at,
        state=MeetingState.CALLED.value,
        unit=wanted.unit.value,
        quorum_numerator=wanted.quorum[0],
        quorum_denominator=wanted.quorum[1],
        quorum_more=wanted.quorum_more,
        proxies=wanted.proxies,
        units=0,
        key=key,
        by_user=actor.user_id,
        called_at=at,
    )


def _put_on_agenda(row: MeetingRow, agenda: Sequence[AgendaItem]) -> None:
    ItemRow.objects.bulk_create(
        ItemRow(
            meeting=row,
            group_id=row.group_id,
            position=n,
            title=one.title,
            text=one.text,
            kind=one.kind.value,
            options=list(one.options),
            majority=one.majority,
        )
        for n, one in enumerate(agenda, 1)
    )


def _fix_roll(row: MeetingRow, group: GroupRow, wanted: GroupKind) -> int:
    """Enter who may vote; how many votes there are."""
    members = list(MemberRow.objects.filter(group=group, left_at=None).order_by("id"))
    homes = _homes([m.party for m in members], group.region) if wanted.unit is Unit.HOME else {}
    units = {
        m.pk: homes.get(m.party, []) if wanted.unit is Unit.HOME else [f"member:{m.pk}"]
        for m in members
    }
    VoterRow.objects.bulk_create(
        VoterRow(
            meeting=row,
            group_id=group.pk,
            member=m,
            user_id=m.user_id,
            units=units[m.pk],
        )
        for m in members
    )
    return len({u for found in units.values() for u in found})


def _homes(parties: Sequence[str], region: str) -> dict[str, list[str]]:
    """Homes of these parties in the area of the group, each as one vote; those of one party are shared by its
    members."""
    found: dict[str, list[str]] = {}
    for _building, homes in places.holdings(sorted(set(parties) - {""})):
        for home in homes:
            if home.region.startswith(region):
                found.setdefault(home.party, []).append(f"home:{home.id}")
    return found
