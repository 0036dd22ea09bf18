"""Writes of membership: a group is asked for and recognised; somebody joins, leaves, takes on a seat, gives it back. A
request that was answered changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from anju.domains.groups.membership.data import (
    MANAGE,
    MOST_CONTACT,
    MOST_NAME,
    MOST_PERSON,
    MOST_PURPOSE,
    MOST_REASON,
    MOST_RULES,
    GroupKind,
    GroupState,
    Joins,
    Role,
)
from anju.domains.groups.membership.models import GroupRow, MemberRow, SeatRow
from anju.domains.groups.membership.queries import NAME, barred, holds, kind, manages, members_of
from anju.domains.groups.membership.rules import require_purpose, sound
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.calendar import months_after
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events import api as events
from anju.foundation.request_keys import require_key

LEFT = "groups.left"
"""The event that somebody left a group; what they had begun in it ends (`group`, `member`, `user`)."""


def found_group(
    kind_code: str,
    region: str,
    name: str,
    purpose: str,
    *,
    rules: str = "",
    contact: str = "",
    own_name: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Ask for a group to be recognised; its id. Who asks becomes its first member and contact. A group that the office
    itself founds is open at once, and whoever enters it is its contact. The same `key` again changes nothing.

    `NotFound` ``group_kind_unknown``; `Refused` ``group_region``, ``group_name``, ``group_purpose``, ``group_long``,
    ``group_own_name``, ``group_purpose_barred``; `NotAllowed` ``signed_out``, ``group_landlords_only``; `Conflict`
    ``group_there`` where one of that name and kind is.
    """
    require_key(key)
    user, day = require_user(actor), local_date(at)
    _require_region(region)
    wanted = kind(kind_code, region, day)
    texts = _texts(region, day, name, purpose, rules, contact)
    person = sound(own_name, MOST_PERSON)
    if not person:
        raise Refused("group_own_name")
    office = actor.kind == "staff"
    if office:
        actor.require(MANAGE, region=region)
    party = "" if office else _party(wanted, region, actor)
    with transaction.atomic(), as_intake_role():
        before = GroupRow.objects.filter(by_user=user, key=key).first()
        if before is not None:
            return int(before.pk)
        live = [GroupState.ASKED.value, GroupState.OPEN.value]
        if GroupRow.objects.filter(
            region=region, kind=wanted.code, name=texts["name"], state__in=live
        ).exists():
            raise Conflict("group_there", name=texts["name"])
        row = GroupRow.objects.create(
            kind=wanted.code,
            region=region,
            state=(GroupState.OPEN if office else GroupState.ASKED).value,
            key=key,
            by_user=user,
            asked_at=at,
            opened_at=at if office else None,
            **texts,
        )
        if not office:
            _add_member(row, person, party, actor, at)
        _seat(row, wanted, user, Role.CONTACT, person, actor, at, accepted=True)
        record(actor, "groups.founded", row, at, {"kind": wanted.code, "region": region})
    return int(row.pk)


def decide_group(
    group_id: int, *, recognise: bool, reason: str = "", actor: Actor, at: datetime
) -> None:
    """Recognise a group that asks for it, or not, with the reason. By the office of its area; the same again changes
    nothing. `NotFound` ``group_unknown``; `NotAllowed`; `Refused` ``group_reason``; `Conflict` ``group_decided``."""
    stated = sound(reason, MOST_REASON)
    with transaction.atomic(), as_intake_role():
        row = locked(group_id)
        actor.require(MANAGE, region=row.region)
        wanted = GroupState.OPEN if recognise else GroupState.REFUSED
        if row.state == wanted.value:
            return
        if row.state != GroupState.ASKED.value:
            raise Conflict("group_decided")
        if not recognise and not stated:
            raise Refused("group_reason")
        row.state, row.reason = wanted.value, stated
        row.opened_at = at if recognise else None
        row.save(update_fields=["state", "reason", "opened_at"])
        record(actor, "groups.decided", row, at, {"state": wanted.value})


def change_group(
    group_id: int,
    *,
    purpose: str,
    rules: str,
    contact: str,
    registered: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Change what a group is for, its rules and how it is reached; by its contact people or the office, which alone
    notes the number under which it is registered as an association.

    `NotFound` ``group_unknown``; `NotAllowed` ``group_not_yours``; `Refused` as `found_group`, ``group_no_register``
    for a kind that is not registered; `Conflict` ``group_closed``.
    """
    day = local_date(at)
    with transaction.atomic(), as_intake_role():
        row = locked(group_id)
        office = manages(actor, row.region)
        if not office and not holds(group_id, actor, day):
            raise NotAllowed("group_not_yours")
        require_live(row)
        texts = _texts(row.region, day, row.name, purpose, rules, contact)
        number = sound(registered, 40) if office else row.registered
        if number and not kind(row.kind, row.region, day).registers:
            raise Refused("group_no_register")
        changed = [f for f, v in {**texts, "registered": number}.items() if getattr(row, f) != v]
        for field, value in {**texts, "registered": number}.items():
            setattr(row, field, value)
        if changed:
            row.save(update_fields=changed)
            record(actor, "groups.changed", row, at, {"fields": changed})


def close_group(group_id: int, reason: str, *, actor: Actor, at: datetime) -> None:
    """Close a group, with the reason; by its contact people or the office. Its members are members no more.

    `NotFound` ``group_unknown``; `NotAllowed` ``group_not_yours``; `Refused` ``group_reason``.
    """
    stated = sound(reason, MOST_REASON)
    if not stated:
        raise Refused("group_reason")
    with transaction.atomic(), as_intake_role():
        row = locked(group_id)
        if not manages(actor, row.region) and not holds(group_id, actor, local_date(at)):
            raise NotAllowed("group_not_yours")
        if row.state == GroupState.CLOSED.value:
            return
        MemberRow.objects.filter(group=row, left_at=None).update(left_at=at)
        SeatRow.objects.filter(group=row, ended_at=None).update(ended_at=at)
        row.state, row.reason, row.members = GroupState.CLOSED.value, stated, 0
        row.closed_on = local_date(at)
        row.save(update_fields=["state", "reason", "members", "closed_on"])
        record(actor, "groups.closed", row, at, {})


def join_group(group_id: int, own_name: str, *, actor: Actor, at: datetime) -> int:
    """Join a group, oneself; the membership's id. Who belongs to it already stays.

    `NotFound` ``group_unknown``; `NotAllowed` ``signed_out``, ``group_public_only``, ``group_landlords_only``;
    `Refused` ``group_own_name``; `Conflict` ``group_closed``.
    """
    user = require_user(actor)
    if actor.kind != "public":
        raise NotAllowed("group_public_only")
    person = sound(own_name, MOST_PERSON)
    if not person:
        raise Refused("group_own_name")
    with transaction.atomic(), as_intake_role():
        row = locked(group_id)
        if row.state != GroupState.OPEN.value:
            raise Conflict("group_closed")
        before = MemberRow.objects.filter(group=row, user_id=user, left_at=None).first()
        if before is not None:
            return int(before.pk)
        wanted = kind(row.kind, row.region, local_date(at))
        return _add_member(row, person, _party(wanted, row.region, actor), actor, at)


def leave_group(group_id: int, *, actor: Actor, at: datetime) -> None:
    """Leave a group, oneself, at once and without a reason; seats are given back with it. Nothing happens where one
    does not belong to it. `NotFound` ``group_unknown``."""
    user = require_user(actor)
    with transaction.atomic(), as_intake_role():
        row = locked(group_id)
        mine = MemberRow.objects.filter(group=row, user_id=user, left_at=None).first()
        if mine is None:
            return
        mine.left_at = at
        mine.save(update_fields=["left_at"])
        SeatRow.objects.filter(group=row, user_id=user, ended_at=None).update(ended_at=at)
        GroupRow.objects.filter(pk=row.pk).update(members=F("members") - 1)
        record(actor, "groups.left", row, at, {})
        events.emit(LEFT, {"group": row.pk, "member": mine.pk, "user": user}, at=at)


def offer_seat(
    group_id: int,
    member_id: int,
    role: Role,
    until: date | None = None,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Offer a member a seat until a day, at longest the term of its kind; it holds once accepted. By contact people.

    `NotFound` ``group_unknown``, ``group_member_unknown``; `NotAllowed` ``group_not_yours``; `Refused` ``seat_until``
    (`last`); `Conflict` ``seat_there``.
    """
    day = local_date(at)
    with transaction.atomic(), as_intake_role():
        row = locked(group_id)
        if not holds(group_id, actor, day):
            raise NotAllowed("group_not_yours")
        member = MemberRow.objects.filter(id=member_id, group=row, left_at=None).first()
        if member is None:
            raise NotFound("group_member_unknown")
        live = SeatRow.objects.filter(group=row, user_id=member.user_id, role=role.value)
        if live.filter(ended_at=None, until__gte=day).exists():
            raise Conflict("seat_there")
        live.filter(ended_at=None).update(ended_at=at)
        wanted = kind(row.kind, row.region, day)
        name = members_of([member])[0].name
        seat = _seat(row, wanted, member.user_id, role, name, actor, at, until=until)
        record(actor, "groups.seat_offered", row, at, {"seat": seat, "role": role.value})
    return seat


def answer_seat(seat_id: int, *, accept: bool, actor: Actor, at: datetime) -> None:
    """Take on a seat one is offered, which publishes one's name with it, or do not. `NotFound` ``seat_unknown``."""
    with transaction.atomic(), as_intake_role():
        seat = _own_seat(seat_id, actor)
        if seat.accepted_at is not None:
            return
        seat.accepted_at, seat.ended_at = (at, None) if accept else (None, at)
        seat.save(update_fields=["accepted_at", "ended_at"])
        record(actor, "groups.seat_answered", seat.group, at, {"seat": seat_id, "accept": accept})


def give_back_seat(seat_id: int, *, actor: Actor, at: datetime) -> None:
    """Give back one's seat, at once and without a reason. `NotFound` ``seat_unknown``."""
    with transaction.atomic(), as_intake_role():
        seat = _own_seat(seat_id, actor)
        seat.ended_at = at
        seat.save(update_fields=["ended_at"])
        record(actor, "groups.seat_given_back", seat.group, at, {"seat": seat_id})


def locked(group_id: int) -> GroupRow:
    """The row, held for this transaction. `NotFound` ``group_unknown``."""
    row = GroupRow.objects.select_for_update().filter(id=group_id).first()
    if row is None:
        raise NotFound("group_unknown")
    return row


def require_user(actor: Actor) -> int:
    """The account that acts. `NotAllowed` ``signed_out``."""
    if actor.user_id is None:
        raise NotAllowed("signed_out")
    return actor.user_id


def require_live(row: GroupRow) -> None:
    """Raise `Conflict` ``group_closed`` for a group that is not asked for or open."""
    if row.state not in (GroupState.ASKED.value, GroupState.OPEN.value):
        raise Conflict("group_closed")


def record(
    actor: Actor, action: str, row: GroupRow, at: datetime, detail: Mapping[str, object]
) -> None:
    """The audit row of a change of a group."""
    audit.record_write(
        actor, action=action, subject_kind="group", subject_id=row.pk, at=at, detail=detail
    )


def _require_region(region: str) -> None:
    full = region.ljust(12, "0")
    if not region.isdigit() or [p.code for p in regions.path(full)[-1:]] != [full]:
        raise Refused("group_region")


def _texts(
    region: str, day: date, name: str, purpose: str, rules: str, contact: str
) -> dict[str, str]:
    found = {
        "name": sound(name, MOST_NAME),
        "purpose": sound(purpose, MOST_PURPOSE),
        "rules": sound(rules, MOST_RULES, lines=True),
        "contact": sound(contact, MOST_CONTACT),
    }
    if not found["name"]:
        raise Refused("group_name")
    if not found["purpose"]:
        raise Refused("group_purpose")
    require_purpose(barred(region, day), found["name"], found["purpose"], found["rules"])
    return found


def _party(wanted: GroupKind, region: str, actor: Actor) -> str:
    """For whose homes somebody who joins speaks: in a committee of landlords one that has homes in its area."""
    if wanted.joins is not Joins.LANDLORD:
        return ""
    for party in actor.parties("home.edit"):
        held = places.holdings([party])
        if any(h.region.startswith(region) for _building, homes in held for h in homes):
            return party
    raise NotAllowed("group_landlords_only")


def _add_member(row: GroupRow, name: str, party: str, actor: Actor, at: datetime) -> int:
    (number,) = next_ids("groups_member", 1)
    MemberRow.objects.create(
        id=number,
        group=row,
        user_id=require_user(actor),
        party=party,
        name_cipher=encrypt(name, NAME, row=row_of(number)),
        joined_at=at,
    )
    GroupRow.objects.filter(pk=row.pk).update(members=F("members") + 1)
    record(actor, "groups.joined", row, at, {})
    return int(number)


def _seat(
    row: GroupRow,
    wanted: GroupKind,
    user_id: int,
    role: Role,
    name: str,
    actor: Actor,
    at: datetime,
    *,
    until: date | None = None,
    accepted: bool = False,
) -> int:
    day = local_date(at)
    last = months_after(day, wanted.term_months)
    if until is not None and not day < until <= last:
        raise Refused("seat_until", last=last)
    made = SeatRow.objects.create(
        group=row,
        user_id=user_id,
        role=role.value,
        name=name,
        since=day,
        until=until or last,
        offered_at=at,
        offered_by=actor.user_id,
        accepted_at=at if accepted else None,
    )
    return int(made.pk)


def _own_seat(seat_id: int, actor: Actor) -> SeatRow:
    seat = (
        SeatRow.objects.select_for_update(of=("self",))
        .select_related("group")
        .filter(id=seat_id, user_id=require_user(actor), ended_at=None)
        .first()
    )
    if seat is None:
        raise NotFound("seat_unknown")
    return seat
