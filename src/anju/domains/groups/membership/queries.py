"""Reads of membership: kinds by the law, groups of a place, who speaks for one, one's own, and members for the contact
people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from anju.domains.groups.membership.data import (
    LEADING,
    MANAGE,
    BarredPurpose,
    Group,
    GroupKind,
    GroupState,
    Member,
    OwnGroup,
    Role,
    Seat,
)
from anju.domains.groups.membership.models import GroupRow, MemberRow, SeatRow
from anju.domains.groups.membership.rules import read_barred, read_kind
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.scope import inside
from anju.foundation.errors import NotAllowed, NotFound
from anju.foundation.law import LawFile, Part, Section
from anju.foundation.law.validity import holding_in, narrowest

NAME = "groups.member_name"
BOUND = (BoundColumn("groups_member", "name_cipher", "id", (NAME,)),)
PAGE = 50


def _kind(part: Part, file: LawFile) -> GroupKind:
    return read_kind(part, region=file.region)


def _barred(part: Part, file: LawFile) -> BarredPurpose:
    return read_barred(part, region=file.region)


KINDS = Section("group_kinds", _kind)
BARRED = Section("barred_purposes", _barred)


def kinds(region: str, day: date) -> list[GroupKind]:
    """Kinds of groups that may be entered there on that day."""
    codes = dict.fromkeys(k.code for k in KINDS.entries())
    found = (
        narrowest([k for k in KINDS.entries() if k.code == code], region, day) for code in codes
    )
    return [k for k in found if k is not None]


def kind(code: str, region: str, day: date) -> GroupKind:
    """The kind as it holds there on that day. `NotFound` ``group_kind_unknown``."""
    found = narrowest([k for k in KINDS.entries() if k.code == code], region, day)
    if found is None:
        raise NotFound("group_kind_unknown")
    return found


def barred(region: str, day: date) -> list[BarredPurpose]:
    """What no group is entered for there on that day."""
    return holding_in(BARRED.entries(), region, day)


def group_of(row: GroupRow) -> Group:
    """A row as a value."""
    return Group(
        row.pk,
        row.kind,
        row.name,
        row.region,
        row.purpose,
        row.rules,
        row.contact,
        row.registered,
        GroupState(row.state),
        row.reason,
        row.members,
        row.asked_at,
        row.opened_at,
        row.closed_on,
    )


def seat_of(row: SeatRow, actor: Actor) -> Seat:
    """A row as a value."""
    return Seat(
        row.pk,
        row.group_id,
        Role(row.role),
        row.name,
        row.since,
        row.until,
        row.accepted_at,
        row.ended_at,
        actor.user_id is not None and row.user_id == actor.user_id,
    )


def group(group_id: int) -> Group:
    """A group. `NotFound` ``group_unknown``."""
    row = GroupRow.objects.filter(id=group_id).first()
    if row is None:
        raise NotFound("group_unknown")
    return group_of(row)


def groups(group_ids: Collection[int]) -> dict[int, Group]:
    """Groups by id. One query."""
    return {r.pk: group_of(r) for r in GroupRow.objects.filter(id__in=list(group_ids))}


def open_groups(region: str, *, page: int = 1, size: int = PAGE) -> tuple[list[Group], int]:
    """Groups of an area and of the areas it lies in, by name, and how many there are. Two queries."""
    around = [region[:n] for n in range(2, len(region) + 1)]
    rows = GroupRow.objects.filter(state=GroupState.OPEN.value)
    rows = rows.filter(inside([region])) | rows.filter(region__in=around)
    start = (page - 1) * size
    return [group_of(r) for r in rows.order_by("name", "id")[start : start + size]], rows.count()


def managed_groups(
    actor: Actor, *, state: GroupState | None = None, page: int = 1, size: int = PAGE
) -> tuple[list[Group], int]:
    """Groups of the actor's area, those that ask to be recognised first, and how many. `NotAllowed`; two queries."""
    actor.require(MANAGE)
    rows = GroupRow.objects.filter(inside(actor.regions(MANAGE)))
    if state is not None:
        rows = rows.filter(state=state.value)
    start = (page - 1) * size
    return [group_of(r) for r in rows.order_by("state", "name", "id")[start : start + size]], (
        rows.count()
    )


def manages(actor: Actor, region: str) -> bool:
    """Whether the actor's office recognises groups there."""
    return actor.may(MANAGE, region=region)


def seats(group_ids: Sequence[int], actor: Actor) -> dict[int, list[Seat]]:
    """Seats that were not given back, by group. One query."""
    found: dict[int, list[Seat]] = {g: [] for g in group_ids}
    for row in SeatRow.objects.filter(group_id__in=list(group_ids), ended_at=None).order_by("id"):
        found[row.group_id].append(seat_of(row, actor))
    return found


def holds(group_id: int, actor: Actor, day: date, roles: Collection[Role] = LEADING) -> bool:
    """Whether the actor holds one of these seats of a group on that day."""
    return (
        actor.user_id is not None
        and SeatRow.objects.filter(
            group_id=group_id,
            user_id=actor.user_id,
            role__in=[r.value for r in roles],
            accepted_at__isnull=False,
            ended_at=None,
            until__gte=day,
        ).exists()
    )


def own_groups(actor: Actor) -> list[OwnGroup]:
    """Groups the actor belongs to or holds or is offered a seat in. Three queries."""
    if actor.user_id is None:
        return []
    mine = list(
        MemberRow.objects.filter(user_id=actor.user_id, left_at=None)
        .select_related("group")
        .order_by("group__name", "id")
    )
    held: dict[int, list[Seat]] = {}
    for row in SeatRow.objects.filter(user_id=actor.user_id, ended_at=None).order_by("id"):
        held.setdefault(row.group_id, []).append(seat_of(row, actor))
    return [
        OwnGroup(group_of(row.group), member, tuple(held.get(row.group_id, ())))
        for row, member in zip(mine, members_of(mine), strict=True)
    ]


def own_membership(group_id: int, actor: Actor) -> Member | None:
    """The actor's membership in a group."""
    if actor.user_id is None:
        return None
    rows = list(MemberRow.objects.filter(group_id=group_id, user_id=actor.user_id, left_at=None))
    return members_of(rows)[0] if rows else None


def members_of(rows: Sequence[MemberRow]) -> list[Member]:
    """Rows as values."""
    names = decrypt_many([r.name_cipher for r in rows], NAME, rows=[row_of(r.pk) for r in rows])
    return [
        Member(r.pk, r.group_id, r.user_id, name, r.party, r.joined_at)
        for r, name in zip(rows, names, strict=True)
    ]


def members(group_id: int, actor: Actor, day: date) -> list[Member]:
    """Who belongs to a group, for its contact people. `NotAllowed` ``group_not_yours``."""
    if not holds(group_id, actor, day):
        raise NotAllowed("group_not_yours")
    return members_of(
        list(MemberRow.objects.filter(group_id=group_id, left_at=None).order_by("id"))
    )
