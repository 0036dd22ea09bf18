"""Reads of meetings: those of a group, one with its agenda, what one has to do with it, who is there."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.groups.meetings.data import (
    Attendee,
    GivenProxy,
    Item,
    ItemKind,
    Meeting,
    MeetingState,
    Outcome,
    OwnPart,
    Quorum,
)
from anju.domains.groups.meetings.models import (
    BallotRow,
    ItemRow,
    MeetingRow,
    ProxyRow,
    VoterRow,
)
from anju.domains.groups.membership.queries import members_of
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.errors import NotFound

PROXY_NAME = "groups.proxy_name"
BOUND = (BoundColumn("groups_proxy", "giver_name_cipher", "id", (PROXY_NAME,)),)
PAGE = 20


def item_of(row: ItemRow) -> Item:
    """A row as a value."""
    return Item(
        row.pk,
        row.meeting_id,
        row.position,
        row.title,
        row.text,
        ItemKind(row.kind),
        tuple(row.options),
        row.majority,
        row.opened_at,
        row.closed_at,
        Outcome(row.outcome) if row.outcome else None,
        row.units,
        row.present,
        row.tally,
        row.void,
        tuple(row.winners),
    )


def quorum_of(row: MeetingRow) -> Quorum:
    """The quorum a meeting was called with."""
    return Quorum(row.quorum_numerator, row.quorum_denominator, row.quorum_more, row.proxies)


def meeting_of(row: MeetingRow, items: Sequence[ItemRow]) -> Meeting:
    """A row as a value."""
    return Meeting(
        row.pk,
        row.group_id,
        row.title,
        row.place,
        row.begins_at,
        MeetingState(row.state),
        row.reason,
        row.unit,
        quorum_of(row),
        row.units,
        row.present,
        row.notified,
        row.minutes,
        row.called_at,
        row.closed_at,
        tuple(map(item_of, items)),
    )


def meetings(group_id: int, *, page: int = 1, size: int = PAGE) -> tuple[list[Meeting], int]:
    """Meetings of a group that the transaction sees, the latest first, and how many. Three queries."""
    rows = MeetingRow.objects.filter(group_id=group_id)
    start = (page - 1) * size
    found = list(rows.order_by("-begins_at", "-id")[start : start + size])
    items: dict[int, list[ItemRow]] = {r.pk: [] for r in found}
    for item in ItemRow.objects.filter(meeting_id__in=list(items)).order_by("position"):
        items[item.meeting_id].append(item)
    return [meeting_of(r, items[r.pk]) for r in found], rows.count()


def meeting(meeting_id: int) -> Meeting:
    """One meeting that the transaction sees. `NotFound` ``meeting_unknown``. Two queries."""
    row = MeetingRow.objects.filter(id=meeting_id).first()
    if row is None:
        raise NotFound("meeting_unknown")
    return meeting_of(row, list(ItemRow.objects.filter(meeting=row).order_by("position")))


def own_part(meeting_id: int, actor: Actor) -> OwnPart:
    """What the actor has to do with a meeting. Four queries."""
    mine = (
        VoterRow.objects.filter(meeting_id=meeting_id, user_id=actor.user_id)
        .order_by("-member_id")
        .first()
        if actor.user_id is not None
        else None
    )
    if mine is None:
        return OwnPart(None, 0, None, None, None, (), {})
    proxies = [
        *ProxyRow.objects.filter(meeting_id=meeting_id, giver=mine, ended_at=None),
        *ProxyRow.objects.filter(meeting_id=meeting_id, holder=mine, ended_at=None),
    ]
    names = decrypt_many(
        [p.giver_name_cipher for p in proxies], PROXY_NAME, rows=[row_of(p.pk) for p in proxies]
    )
    values = [
        GivenProxy(p.pk, p.giver_id, name, p.accepted_at)
        for p, name in zip(proxies, names, strict=True)
    ]
    cast = BallotRow.objects.filter(item__meeting_id=meeting_id, by=mine)
    return OwnPart(
        mine.pk,
        len(mine.units),
        mine.came_at,
        mine.went_at,
        next((v for v in values if v.giver_id == mine.pk), None),
        tuple(v for v in values if v.giver_id != mine.pk),
        {(b.item_id, b.voter_id): b.choice for b in cast},
    )


def attendance(meeting_id: int) -> list[Attendee]:
    """The roll with who is there, for contact people (others see themselves); without those who left. Two queries."""
    rows = list(
        VoterRow.objects.filter(meeting_id=meeting_id).select_related("member").order_by("id")
    )
    names = {m.id: m for m in members_of([r.member for r in rows])}
    return [
        Attendee(
            r.pk,
            names[r.member_id].name,
            len(r.units),
            r.came_at,
            r.went_at,
        )
        for r in rows
    ]
