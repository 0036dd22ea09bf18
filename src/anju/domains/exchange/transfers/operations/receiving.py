"""What the other place's messages do: a record, a contact or a notice that came; what became of one's own; a consent
that ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from anju.domains.exchange.links.data.links import IN, OUT, State
from anju.domains.exchange.links.models import Message, Peer
from anju.domains.exchange.links.operations.applying import Apply, add_effects, effect_of
from anju.domains.exchange.links.operations.arriving import Content, Effect, person_frame
from anju.domains.exchange.links.operations.queueing import Draft
from anju.domains.exchange.links.queries.messages import PAYLOAD, bound_to, contents
from anju.domains.exchange.messages.data.classes import (
    CARER,
    IMPLAUSIBLE,
    LEFT_BEHIND,
    OUTCOME,
    SET_ASIDE,
    TAKEN_IN,
    TRANSFER,
    WITHDRAWAL,
)
from anju.domains.exchange.messages.rules.canonical import canonical
from anju.domains.exchange.shields.queries import shielded_records
from anju.domains.exchange.transfers.data.transfers import ANSWERABLE, TransferState, kinds
from anju.domains.exchange.transfers.models import Transfer
from anju.domains.exchange.transfers.operations.providers import Arrived, Taken, provider
from anju.domains.exchange.transfers.operations.steps import note
from anju.domains.exchange.transfers.queries.transfers import sealed
from anju.domains.people import api as people
from anju.foundation.actor import Actor, system
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt

S = TransferState
NEEDS_OFFICE = "needs_office"


def came(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """A record or contact of the other place: taken in at once where there is no doubt, otherwise somebody looks."""
    body, actor = content["body"], system(peer.name, channel="exchange")
    person, hidden = surely_about(body, at)
    if content["class"] == LEFT_BEHIND:
        person = None  # help is offered; nothing about it is kept with anybody's record
    arrived = Arrived(f"transfer.{message.message_id}", body, person, message.region, hidden)
    kind = kind_of(content["class"], body)
    taken = provider(kind).take_in(arrived, actor, at)
    row = entered(
        kind,
        arrived,
        taken,
        place=(peer.code, peer.name),
        actor=actor,
        at=at,
        message=message,
        answer_by=message.answer_by,
    )
    if not taken.done:
        return Effect(taken.doubt or NEEDS_OFFICE, row.person_id, aside=NEEDS_OFFICE)
    draft = outcome_draft(message, {"outcome": TAKEN_IN}, row.person_id, at)
    return Effect(TAKEN_IN, row.person_id, drafts=(draft,))


def kind_of(name: str, body: Content) -> str:
    """The kind of what a message of this class carries."""
    found = body.get("kind") if name == TRANSFER else None
    return next(k.code for k in kinds().values() if k.name == name and found in (None, k.code))


def surely_about(body: Content, at: datetime) -> tuple[int | None, bool]:
    """The record that this is surely about, and whether the person is shielded."""
    (matched,) = people.match(person_frame([body["person"]])).iter_rows(named=True)
    person = matched["person_id"]
    if person is None or matched["verdict"] in (people.NAME_DIFFERS, people.MAYBE):
        return None, person is not None and bool(shielded_records([person], at))
    return person, bool(shielded_records([person], at))


def entered(
    kind: str,
    arrived: Arrived,
    taken: Taken,
    *,
    place: tuple[str, str],
    actor: Actor,
    at: datetime,
    message: Message | None = None,
    answer_by: date | None = None,
) -> Transfer:
    """Keep what came, once by its key. Inside the caller's transaction, in the platform's scope."""
    state = S.TAKEN_IN if taken.done else S.WAITING
    row, new = Transfer.objects.get_or_create(
        key=arrived.key,
        defaults={
            "direction": IN,
            "kind": kind,
            "state": state.value,
            "peer": message.peer if message else None,
            "place": place[0],
            "place_name": place[1][:60],
            "office": taken.office,
            "person_id": arrived.person_id,
            "child_id": taken.child_id,
            "by": arrived.body["request"]["by"],
            "body_cipher": sealed(arrived.key, arrived.body),
            "message": message,
            "answer_by": answer_by,
            "reason": taken.doubt,
            "made_at": at,
            "done_at": at if taken.done else None,
        },
    )
    if new:
        note(row, "came", actor=actor, at=at)
        note(row, state.value, actor=actor, at=at, text=taken.doubt)
    return row


def outcome_draft(
    message: Message, outcome: dict[str, str], person_id: int | None, at: datetime
) -> Draft:
    """The report of what became of a message."""
    body = {"class": message.kind, **outcome, "day": local_date(at).isoformat()}
    return Draft(OUTCOME, body, message.purpose, person_id, message.message_id)


def _reported(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """The other place says what became of it; late answers count too."""
    effect = _BEFORE[OUTCOME](message, content, peer, at)
    row, body = _asked_for(message, peer), content["body"]
    if row is not None and row.state in [s.value for s in ANSWERABLE]:
        _ended(row, body["outcome"], body.get("reason", ""), body.get("note", ""), peer, at)
    return effect


def _doubted(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """It cannot be, says the other place: as good as refused."""
    row, body = _asked_for(message, peer), content["body"]
    if row is None:
        return _BEFORE[IMPLAUSIBLE](message, content, peer, at)
    if row.state in [s.value for s in ANSWERABLE]:
        _ended(row, S.REFUSED.value, body["reason"], body.get("note", ""), peer, at)
    return Effect(body["reason"], row.person_id)


def _set_aside(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """Somebody looks at it there: the person reads by when."""
    row, body = _asked_for(message, peer), content["body"]
    if row is None:
        return _BEFORE[SET_ASIDE](message, content, peer, at)
    if row.state in [s.value for s in ANSWERABLE]:
        note(row, "set_aside", actor=_named(peer), at=at, text=body["expected_by"])
    return Effect(body["reason"], row.person_id)


def _ended(row: Transfer, state: str, reason: str, text: str, peer: Peer, at: datetime) -> None:
    row.state, row.reason, row.note, row.done_at = state, reason, text[:500], at
    row.save(update_fields=["state", "reason", "note", "done_at"])
    note(row, state, actor=_named(peer), at=at, text=text or reason)


def _named(peer: Peer) -> Actor:
    return system(peer.name, channel="exchange")


def _asked_for(message: Message, peer: Peer) -> Transfer | None:
    """The person's request that a message of the other place is about, held."""
    return (
        Transfer.objects.select_for_update(of=("self",))
        .filter(
            direction=OUT,
            peer=peer,
            message__message_id=message.reply_to or UUID(int=0),
            message__direction=OUT,
        )
        .first()
    )


def _withdrawn(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """Consent has ended: what came goes, whatever was done with it, and nothing of it stays in the message either."""
    target = Transfer.objects.filter(
        direction=IN, peer=peer, message__message_id=message.reply_to or UUID(int=0)
    ).first()
    if target is None or not kinds()[target.kind].recall:
        effect = _BEFORE[WITHDRAWAL](message, content, peer, at)
        if target is not None and effect.result == "withdrawn":
            _close(target, peer, at)
        return effect
    if target.message is not None:
        forget_body(target.message)
    _close(target, peer, at)
    return Effect("withdrawn", target.person_id)


def _close(row: Transfer, peer: Peer, at: datetime) -> None:
    row.state, row.body_cipher, row.done_at, row.note = S.WITHDRAWN.value, None, at, ""
    row.save(update_fields=["state", "body_cipher", "done_at", "note"])
    note(row, S.WITHDRAWN.value, actor=_named(peer), at=at)


def forget_body(message: Message) -> None:
    """Erase what a message that came says; envelope and digest stay, so that it is known should it come again."""
    found: dict[str, Any] = {**contents([message])[0], "body": {}}
    message.payload_cipher = encrypt(
        canonical(found),
        PAYLOAD,
        row=bound_to(message.direction, message.peer_id, message.message_id),
    )
    message.state, message.result = State.WITHDRAWN.value, "withdrawn"
    message.save(update_fields=["payload_cipher", "state", "result"])


_BEFORE: dict[str, Apply] = {k: effect_of(k) for k in (OUTCOME, IMPLAUSIBLE, SET_ASIDE, WITHDRAWAL)}
"""What the links do with these classes where nothing here is about them."""
add_effects(
    {
        TRANSFER: came,
        CARER: came,
        LEFT_BEHIND: came,
        OUTCOME: _reported,
        IMPLAUSIBLE: _doubted,
        SET_ASIDE: _set_aside,
        WITHDRAWAL: _withdrawn,
    }
)
