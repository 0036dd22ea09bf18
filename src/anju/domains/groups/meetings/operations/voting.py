"""Attendance, proxies, ballots, and the count. A request that was answered changes nothing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from anju.domains.groups.meetings.data import (
    MAJORITIES,
    Ballot,
    Count,
    Item,
    ItemKind,
    MeetingState,
    Proxy,
    Voter,
    choices_of,
)
from anju.domains.groups.meetings.models import (
    BallotRow,
    ItemRow,
    MeetingRow,
    ProxyRow,
    VoterRow,
)
from anju.domains.groups.meetings.operations.calling import locked, record, require_state
from anju.domains.groups.meetings.queries import PROXY_NAME, item_of, quorum_of
from anju.domains.groups.meetings.rules import count
from anju.domains.groups.membership.operations import require_user
from anju.domains.groups.membership.queries import members_of
from anju.foundation.actor import Actor
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused

_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY3479"
_LENGTH = 8


def come(meeting_id: int, *, actor: Actor, at: datetime, voter_id: int | None = None) -> None:
    """Note that somebody is there: oneself, or by a contact person `voter_id`. `NotFound` ``meeting_unknown``,
    ``voter_unknown``; `NotAllowed` ``group_not_yours``; `Conflict` ``meeting_state``."""
    with transaction.atomic(), as_intake_role():
        row, voter = _voter_there(meeting_id, voter_id, actor, at)
        if voter.came_at is not None and voter.went_at is None:
            return
        voter.came_at, voter.went_at = voter.came_at or at, None
        voter.save(update_fields=["came_at", "went_at"])
        record(row, "groups.came", actor, at, {"voter": voter.pk})


def go(meeting_id: int, *, actor: Actor, at: datetime, voter_id: int | None = None) -> None:
    """Note that somebody went before the end. Raises what `come` raises."""
    with transaction.atomic(), as_intake_role():
        row, voter = _voter_there(meeting_id, voter_id, actor, at)
        if voter.came_at is None or voter.went_at is not None:
            return
        voter.went_at = at
        voter.save(update_fields=["went_at"])
        record(row, "groups.went", actor, at, {"voter": voter.pk})


def give_proxy(meeting_id: int, *, actor: Actor, at: datetime) -> str:
    """Let another vote for oneself at a meeting: the code the other enters, shown this once. One that was given before
    ends. `NotFound` ``meeting_unknown``, ``voter_unknown``; `Conflict` ``meeting_state``."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    with transaction.atomic(), as_intake_role():
        row = _live(meeting_id)
        voter = _own(row, actor)
        ProxyRow.objects.filter(giver=voter, ended_at=None).update(ended_at=at)
        (number,) = next_ids("groups_proxy", 1)
        name = members_of([voter.member])[0].name
        ProxyRow.objects.create(
            id=number,
            meeting=row,
            giver=voter,
            giver_user=voter.user_id,
            giver_name_cipher=encrypt(name, PROXY_NAME, row=row_of(number)),
            digest=_digest(code),
            given_at=at,
        )
        record(row, "groups.proxy_given", actor, at)
    return code


def take_proxy(meeting_id: int, code: str, *, actor: Actor, at: datetime) -> None:
    """Accept to vote for somebody, by the code they gave. `NotFound` ``meeting_unknown``, ``voter_unknown``,
    ``proxy_code``; `Conflict` ``meeting_state``, ``proxy_own``, ``proxy_many`` (`most`)."""
    with transaction.atomic(), as_intake_role():
        row = _live(meeting_id)
        voter = _own(row, actor)
        typed = "".join(code.upper().split())
        proxy = (
            ProxyRow.objects.select_for_update(of=("self",))
            .filter(meeting=row, digest=_digest(typed), ended_at=None, giver__member__left_at=None)
            .first()
        )
        if proxy is None or proxy.holder_id not in (None, voter.pk):
            raise NotFound("proxy_code")
        if proxy.holder_id == voter.pk:
            return
        if proxy.giver_id == voter.pk:
            raise Conflict("proxy_own")
        if ProxyRow.objects.filter(holder=voter, ended_at=None).count() >= row.proxies:
            raise Conflict("proxy_many", most=row.proxies)
        proxy.holder, proxy.holder_user, proxy.accepted_at = voter, voter.user_id, at
        proxy.save(update_fields=["holder", "holder_user", "accepted_at"])
        record(row, "groups.proxy_taken", actor, at)


def end_proxy(proxy_id: int, *, actor: Actor, at: datetime) -> None:
    """Take back a proxy one gave, or give back one that one holds. `NotFound` ``proxy_unknown``."""
    user = require_user(actor)
    with transaction.atomic(), as_intake_role():
        proxy = (
            ProxyRow.objects.select_for_update(of=("self",))
            .select_related("meeting")
            .filter(id=proxy_id)
            .first()
        )
        if proxy is None or user not in (proxy.giver_user, proxy.holder_user):
            raise NotFound("proxy_unknown")
        if proxy.ended_at is None:
            proxy.ended_at = at
            proxy.save(update_fields=["ended_at"])
            record(proxy.meeting, "groups.proxy_ended", actor, at)


def open_vote(item_id: int, *, actor: Actor, at: datetime) -> None:
    """Take ballots on a point of the agenda. `NotFound` ``item_unknown``; `NotAllowed` ``group_not_yours``; `Conflict`
    ``meeting_state``, ``item_report``, ``vote_closed``."""
    with transaction.atomic(), as_intake_role():
        row, item = _item(item_id, actor, at)
        if item.kind == ItemKind.REPORT.value:
            raise Conflict("item_report")
        if item.closed_at is not None:
            raise Conflict("vote_closed")
        if item.opened_at is not None:
            return
        item.opened_at = at
        item.save(update_fields=["opened_at"])
        record(row, "groups.vote_opened", actor, at, {"item": item.pk})


def cast(
    item_id: int, choice: str, *, voter_id: int | None = None, actor: Actor, at: datetime
) -> None:
    """Cast a ballot, for oneself or as the holder of a proxy for `voter_id`; until the vote closes another replaces it.

    `NotFound` ``item_unknown``, ``voter_unknown``; `NotAllowed` ``proxy_unknown``; `Refused` ``ballot_choice``;
    `Conflict` ``vote_not_open``, ``voter_without_vote``.
    """
    with transaction.atomic(), as_intake_role():
        item = ItemRow.objects.select_for_update(of=("self",)).filter(id=item_id).first()
        if item is None:
            raise NotFound("item_unknown")
        mine = _own(item.meeting, actor)
        if item.opened_at is None or item.closed_at is not None:
            raise Conflict("vote_not_open")
        if choice not in choices_of(ItemKind(item.kind), tuple(item.options)):
            raise Refused("ballot_choice")
        voter = mine if voter_id in (None, mine.pk) else _represented(mine, voter_id or 0)
        if not voter.units:
            raise Conflict("voter_without_vote")
        BallotRow.objects.update_or_create(
            item=item,
            voter=voter,
            by=mine,
            defaults={
                "choice": choice,
                "at": at,
                "voter_user": voter.user_id,
                "by_user": mine.user_id,
            },
        )
        record(item.meeting, "groups.ballot_cast", actor, at, {"item": item.pk})


def close_vote(item_id: int, *, actor: Actor, at: datetime) -> Item:
    """Count a vote and note what came of it. `NotFound` ``item_unknown``; `NotAllowed` ``group_not_yours``; `Conflict`
    ``vote_not_open``."""
    with transaction.atomic(), as_intake_role():
        row, item = _item(item_id, actor, at)
        if item.closed_at is None:
            if item.opened_at is None:
                raise Conflict("vote_not_open")
            found = _counted(row, item, at)
            item.closed_at, item.outcome = at, found.outcome.value
            item.units, item.present, item.void = found.units, found.present, found.void
            item.tally, item.winners = dict(found.tally), list(found.leading)
            item.save()
            record(
                row,
                "groups.vote_closed",
                actor,
                at,
                {"item": item.pk, "outcome": found.outcome.value},
            )
        return item_of(item)


def _counted(row: MeetingRow, item: ItemRow, at: datetime) -> Count:
    roll = VoterRow.objects.filter(meeting=row).select_related("member")
    return count(
        [Voter(v.pk, frozenset(v.units), v.member.left_at, v.came_at, v.went_at) for v in roll],
        [
            Proxy(p.giver_id, p.holder_id, p.accepted_at)
            for p in ProxyRow.objects.filter(meeting=row, ended_at=None)
            if p.holder_id is not None and p.accepted_at is not None
        ],
        [
            Ballot(b.voter_id, b.by_id, b.choice)
            for b in BallotRow.objects.filter(item=item).order_by("id")
        ],
        quorum=quorum_of(row),
        majority=MAJORITIES[item.majority],
        options=tuple(item.options) if item.kind == ItemKind.CHOICE.value else (),
        closes=at,
    )


def _live(meeting_id: int) -> MeetingRow:
    row = MeetingRow.objects.select_for_update().filter(id=meeting_id).first()
    if row is None:
        raise NotFound("meeting_unknown")
    if row.state not in (MeetingState.CALLED.value, MeetingState.OPEN.value):
        raise Conflict("meeting_state")
    return row


def _own(row: MeetingRow, actor: Actor) -> VoterRow:
    """The actor's place on the roll, while they belong to the group."""
    voter = (
        VoterRow.objects.select_related("member")
        .filter(meeting=row, user_id=require_user(actor), member__left_at=None)
        .first()
    )
    if voter is None:
        raise NotFound("voter_unknown")
    return voter


def _voter_there(
    meeting_id: int, voter_id: int | None, actor: Actor, at: datetime
) -> tuple[MeetingRow, VoterRow]:
    if voter_id is None:
        row = _live(meeting_id)
        voter: VoterRow | None = _own(row, actor)
    else:
        row = locked(meeting_id, actor, at)
        voter = VoterRow.objects.filter(meeting=row, id=voter_id, member__left_at=None).first()
    require_state(row, MeetingState.OPEN)
    if voter is None:
        raise NotFound("voter_unknown")
    return row, voter


def _represented(mine: VoterRow, voter_id: int) -> VoterRow:
    proxy = (
        ProxyRow.objects.select_related("giver")
        .filter(giver_id=voter_id, holder=mine, ended_at=None, giver__member__left_at=None)
        .first()
    )
    if proxy is None:
        raise NotAllowed("proxy_unknown")
    return proxy.giver


def _item(item_id: int, actor: Actor, at: datetime) -> tuple[MeetingRow, ItemRow]:
    found = ItemRow.objects.filter(id=item_id).first()
    if found is None:
        raise NotFound("item_unknown")
    row = locked(found.meeting_id, actor, at)
    require_state(row, MeetingState.OPEN)
    return row, ItemRow.objects.select_for_update().get(id=item_id)


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
