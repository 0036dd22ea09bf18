"""A person asks that something be sent on: what is offered, what would go, the request, taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from anju.domains.exchange.links.data.links import PeerState
from anju.domains.exchange.links.models import Peer
from anju.domains.exchange.links.operations.queueing import Draft, queue
from anju.domains.exchange.links.operations.repairing import recall_queued
from anju.domains.exchange.links.queries.peers import own_place
from anju.domains.exchange.messages.data.classes import WITHDRAWAL
from anju.domains.exchange.transfers.data.transfers import (
    ELSEWHERE,
    MOST_OPEN,
    UNDER_WAY,
    Prepared,
    Preview,
    Subject,
    TransferState,
    TransferView,
    Wanted,
    kinds,
)
from anju.domains.exchange.transfers.models import Transfer
from anju.domains.exchange.transfers.operations.providers import provider, providers
from anju.domains.exchange.transfers.operations.steps import note
from anju.domains.exchange.transfers.queries.transfers import (
    bodies,
    own_records,
    own_row,
    sealed,
    whole,
)
from anju.domains.people import api as people
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.request_keys import require_key

SHOWN = ("name", "document.number", "birth_date")
"""What of a person goes with every transfer."""


def offered(actor: Actor, *, at: datetime) -> list[Subject]:
    """Whose records of which kind the person may have sent on."""
    return [s for kind in kinds() for s in provider(kind).offered(actor, at)]


def places() -> list[tuple[str, str]]:
    """Code and name of the places on a link."""
    found = Peer.objects.filter(state=PeerState.ACTIVE.value, test=False).order_by("code")
    return list(found.values_list("code", "name"))


def preview(wanted: Wanted, *, actor: Actor, at: datetime) -> Preview:
    """What would go, before anything is asked for; recorded as a reading.

    `NotFound` ``transfer_kind``, ``peer_unknown``; `Refused` ``transfer_place`` where none is chosen; what the kind's
    provider raises."""
    found, prepared = _prepared(wanted, actor, at)
    kind = kinds()[wanted.kind]
    if prepared.person_id is not None:
        audit.record_read(
            actor,
            person_ids=[prepared.person_id],
            fields=SHOWN,
            action="exchange.transfer_preview",
            at=at,
            reveal=True,
        )
    return Preview(
        kind,
        prepared.body,
        wanted.place,
        found.name if found else _named(wanted),
        found is not None,
        kind.check if prepared.office else "",
        tuple(kind.law_on(local_date(at))),
    )


def request(wanted: Wanted, *, key: str, actor: Actor, at: datetime) -> int:
    """Ask for it, having seen what goes; the same `key` again changes nothing, nor does the same content for the same
    place while it is under way. Its id.

    Where there is no link with the place the person has the signed file at once. Raises as `preview`; `Refused`
    ``transfers_many``; `NotFound` ``exchange_not_set_up``."""
    require_key(key)
    own = f"{people.canonical(actor.person_id or 0)}:{key}"
    earlier = Transfer.objects.filter(key=own).values_list("pk", flat=True).first()
    if earlier is not None:
        return int(earlier)
    peer, prepared = _prepared(wanted, actor, at)
    own_place()
    open_now = Transfer.objects.filter(
        requester_id__in=own_records(actor), state__in=[s.value for s in UNDER_WAY]
    )
    with acting(system("exchange.transfers")):
        under_way = list(open_now.order_by("id"))
        same = _same(under_way, wanted.kind, peer, prepared.body)
    if same is not None:
        return same
    if len(under_way) >= MOST_OPEN:
        raise Refused("transfers_many", most=MOST_OPEN)
    with acting(system("exchange.transfers")):
        row, new = _entered(wanted, prepared, peer, own, actor, at)
        if not new:  # pressed twice at once
            return int(row.pk)
        consent = "consent" if kinds()[row.kind].recall else ""
        note(row, "requested", actor=actor, at=at, text=consent)
        if peer is None:
            row.state, row.reason, row.done_at = TransferState.IN_HAND.value, "no_link", at
            row.save(update_fields=["state", "reason", "done_at"])
            note(row, "in_hand", actor=actor, at=at, text="no_link", tell=False)
    return int(row.pk)


def _same(
    under_way: Sequence[Transfer], kind: str, peer: Peer | None, body: Mapping[str, Any]
) -> int | None:
    """The request under way with this content for this place, asked for in another tab or on another day."""
    alike = [r for r in under_way if r.kind == kind and peer is not None and r.peer_id == peer.pk]
    wanted = _content(body)
    for row, held in zip(alike, bodies(alike), strict=True):
        if held is not None and _content(held) == wanted:
            return int(row.pk)
    return None


def _content(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body without when it was asked for and who looked at it."""
    return {k: v for k, v in body.items() if k not in ("request", "checked")}


def _prepared(wanted: Wanted, actor: Actor, at: datetime) -> tuple[Peer | None, Prepared]:
    """The link, and what would go."""
    if actor.kind != "public" or actor.person_id is None:
        raise NotFound("person_unknown")
    if wanted.kind not in providers():
        raise NotFound("transfer_kind")
    if not wanted.place:
        raise Refused("transfer_place")
    peer = None
    if wanted.place != ELSEWHERE:
        peer = Peer.objects.filter(
            code=wanted.place, state=PeerState.ACTIVE.value, test=False
        ).first()
        if peer is None:
            raise NotFound("peer_unknown")
    return peer, provider(wanted.kind).prepared(wanted, actor, at)


def _named(wanted: Wanted) -> str:
    """The name of a place without a link, as the person wrote it."""
    return " ".join(visible(wanted.place_name).split())[:60]


def _entered(
    wanted: Wanted,
    prepared: Prepared,
    peer: Peer | None,
    key: str,
    actor: Actor,
    at: datetime,
) -> tuple[Transfer, bool]:
    """The row of this key, and whether it is new."""
    kind = kinds()[wanted.kind]
    checked = bool(prepared.office) and peer is not None
    return Transfer.objects.get_or_create(
        key=key,
        defaults={
            "direction": "out",
            "kind": kind.code,
            "state": TransferState.REQUESTED.value,
            "peer": peer,
            "place": peer.code if peer else "",
            "place_name": peer.name if peer else _named(wanted),
            "office": prepared.office if checked else "",
            "requester_id": people.canonical(actor.person_id or 0),
            "person_id": prepared.person_id,
            "child_id": prepared.child_id,
            "by": prepared.body["request"]["by"],
            "body_cipher": sealed(key, prepared.body),
            "check_by": kind.check if checked else "",
            "check_due": local_date(at) + timedelta(days=kind.check_days) if checked else None,
            "send_from": at + timedelta(minutes=kind.wait_minutes),
            "made_by": actor.user_id,
            "made_at": at,
        },
    )


def one(transfer_id: int, *, actor: Actor, at: datetime) -> TransferView:
    """One of the person's own with what it says and its steps, recorded as a reading. `NotFound`
    ``transfer_unknown``."""
    row = own_row(transfer_id, actor)
    if row.person_id is not None and row.body_cipher is not None:
        audit.record_read(
            actor,
            person_ids=[row.person_id],
            fields=SHOWN,
            action="exchange.transfer_shown",
            at=at,
            reveal=True,
        )
    return whole(row)


def send_now(transfer_id: int, *, actor: Actor, at: datetime) -> None:
    """The person does not want to think again. `NotFound` ``transfer_unknown``, `Conflict` ``transfer_moved_on``."""
    own_row(transfer_id, actor)
    with acting(system("exchange.transfers")):
        row = locked(transfer_id)
        if row.state != TransferState.REQUESTED.value:
            raise Conflict("transfer_moved_on")
        row.send_from = at
        row.save(update_fields=["send_from"])


def withdraw(transfer_id: int, *, actor: Actor, at: datetime) -> None:
    """Take it back: nothing goes, and what is kept of it here is erased. What went by consent is taken back at the
    other place too. Again, nothing changes. `NotFound` ``transfer_unknown``, `Conflict` ``transfer_moved_on``."""
    own_row(transfer_id, actor)
    with acting(system("exchange.transfers")):
        row = locked(transfer_id)
        if row.state == TransferState.WITHDRAWN.value:
            return
        if not _taken_back(row, at):
            raise Conflict("transfer_moved_on")
        row.state, row.body_cipher, row.done_at = TransferState.WITHDRAWN.value, None, at
        row.save(update_fields=["state", "body_cipher", "done_at"])
        note(row, "withdrawn", actor=actor, at=at, tell=False)


def _taken_back(row: Transfer, at: datetime) -> bool:
    """Whether it could be: not sent yet, or sent by consent, which has ended."""
    if row.state in (TransferState.REQUESTED.value, TransferState.RETURNED.value):
        return True
    if row.message is None or row.peer is None:
        return row.state == TransferState.IN_HAND.value
    if row.state == TransferState.SENT.value and recall_queued(row.message_id or 0):
        return True
    if not kinds()[row.kind].recall:
        return False
    draft = Draft(
        WITHDRAWAL,
        {"reason": "at_request"},
        kinds()[row.kind].purpose,
        row.person_id,
        row.message.message_id,
    )
    queue(row.peer, [draft], at=at)
    return True


def locked(transfer_id: int) -> Transfer:
    """The row, held for this transaction. `NotFound` ``transfer_unknown``."""
    row = (
        Transfer.objects.select_for_update(of=("self",))
        .select_related("message", "peer")
        .filter(pk=transfer_id)
        .first()
    )
    if row is None:
        raise NotFound("transfer_unknown")
    return row
