"""What kept messages do, each once, in the order of their subjects: effect and state in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from anju.domains.exchange.links.data.links import IN, IN_LOG, OUT, MoveState, State
from anju.domains.exchange.links.models import Message, Move, Peer
from anju.domains.exchange.links.operations import enquiries
from anju.domains.exchange.links.operations.arriving import Content, Effect, arrivals
from anju.domains.exchange.links.operations.queueing import FIELDS, Draft, queue
from anju.domains.exchange.links.queries.messages import contents
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    CARER,
    CORRECTION,
    DEFAULT,
    DEPARTURE,
    ENQUIRY,
    IMPLAUSIBLE,
    LEFT_BEHIND,
    OUTCOME,
    REPLY,
    SET_ASIDE,
    TRANSFER,
    WITHDRAWAL,
)
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import AnjuError

AT_ONCE = 200
LOOKED_AT_WITHIN = timedelta(days=10)
"""How soon a person is promised to look at what was set aside."""
_STREAMS = """
INSERT INTO exchange_stream (direction, peer_id, subject, epoch, next)
SELECT DISTINCT 'in', m.peer_id, m.subject, 0, 1 FROM exchange_message m WHERE m.peer_id = %s AND m.state = 'kept'
ON CONFLICT DO NOTHING
"""
_TURN = """
SELECT DISTINCT ON (s.id) m.id, s.id FROM exchange_message m
JOIN exchange_stream s ON s.peer_id = m.peer_id AND s.direction = 'in' AND s.subject = m.subject
WHERE m.peer_id = %s AND m.state = 'kept' AND (m.epoch < s.epoch OR (m.epoch = s.epoch AND m.sequence <= s.next)
  OR (m.epoch > s.epoch AND m.sequence = 1))
ORDER BY s.id, m.epoch, m.sequence LIMIT %s
"""
_ANY_TURN = """
SELECT EXISTS (SELECT FROM exchange_message m JOIN exchange_peer p ON p.id = m.peer_id AND NOT p.test
  LEFT JOIN exchange_stream s ON s.peer_id = m.peer_id AND s.direction = 'in' AND s.subject = m.subject
  WHERE m.state = 'kept' AND (m.epoch < coalesce(s.epoch, 0) OR m.sequence = 1
    OR (m.epoch = coalesce(s.epoch, 0) AND m.sequence <= coalesce(s.next, 1))))
"""
_ADVANCE = """
UPDATE exchange_stream s SET epoch = m.epoch, next = m.sequence + 1 FROM exchange_message m
WHERE m.id = ANY(%s) AND s.peer_id = m.peer_id AND s.direction = 'in' AND s.subject = m.subject
  AND (m.epoch > s.epoch OR (m.epoch = s.epoch AND m.sequence = s.next))
"""


def kept_waiting() -> bool:
    """Something came that has not been looked at since."""
    with acting(system("exchange.apply")):
        return bool(rows(_ANY_TURN)[0][0])


def apply_kept(*, at: datetime, actor: Actor | None = None) -> int:
    """Apply, of every peer, the messages whose turn it is, until none is left; how many. A transaction each
    round."""
    done = 0
    with acting(system("exchange.apply")):
        waiting = Peer.objects.filter(test=False, messages__state=State.KEPT.value)
        peers = list(waiting.distinct())
    for peer in peers:
        who = actor or system(peer.name, channel="exchange")
        while True:
            with acting(who):
                applied = _round(peer, who, at)
            done += applied
            if not applied:
                break
    return done


def _round(peer: Peer, actor: Actor, at: datetime) -> int:
    """The next message of up to `AT_ONCE` subjects. One round of a peer at a time."""
    if not rows("SELECT pg_try_advisory_xact_lock(hashtext('exchange.apply'), %s)", [peer.pk])[0][
        0
    ]:
        return 0
    run(_STREAMS, [peer.pk])
    turn = [r[0] for r in rows(_TURN, [peer.pk, AT_ONCE])]
    if not turn:
        return 0
    found = list(Message.objects.filter(pk__in=turn).order_by("id"))
    by_kind: dict[str, list[tuple[Message, Content]]] = {}
    for message, content in _different_people(found):
        by_kind.setdefault(message.kind, []).append((message, content))
    for kind, some in by_kind.items():
        effects = (
            arrivals(some, peer, actor=actor.for_purpose(some[0][0].purpose), at=at)
            if kind == ARRIVAL
            else [_one(m, c, peer, at) for m, c in some]
        )
        _note_effects(some, effects, peer, at)
    done = [m.pk for some in by_kind.values() for m, _ in some]
    run(_ADVANCE, [done])
    return len(done)


def _different_people(found: Sequence[Message]) -> list[tuple[Message, Content]]:
    """The messages with their contents; of several arrival notices about one document the first, the others have their
    turn in the next round."""
    seen: set[str] = set()
    out: list[tuple[Message, Content]] = []
    for message, content in zip(found, contents(found), strict=True):
        if message.kind == ARRIVAL:
            number = content["body"]["person"]["doc_number"]
            if number in seen:
                continue
            seen.add(number)
        out.append((message, content))
    return out


def _one(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """A message by itself: what fails is set aside, and holds nothing up."""
    try:
        with transaction.atomic():
            return _EFFECTS[message.kind](message, content, peer, at)
    except AnjuError as refused:
        return Effect(refused.code[:40], aside="needs_office")


def _note_effects(
    some: Sequence[tuple[Message, Content]], effects: Sequence[Effect], peer: Peer, at: datetime
) -> None:
    drafts: list[Draft] = []
    for (message, _), effect in zip(some, effects, strict=True):
        message.result, message.person_id, message.done_at = effect.result, effect.person_id, at
        if message.state == State.KEPT.value:
            message.state = (State.SET_ASIDE if effect.aside else State.APPLIED).value
        drafts += effect.drafts
        if effect.aside:
            drafts.append(_aside(message, effect, at))
    Message.objects.bulk_update([m for m, _ in some], ["state", "result", "person_id", "done_at"])
    queue(peer, drafts, at=at)
    _record([m for m, _ in some], peer, at)


def _aside(message: Message, effect: Effect, at: datetime) -> Draft:
    by = local_date(at) + LOOKED_AT_WITHIN
    body = {"reason": effect.aside, "expected_by": by.isoformat()}
    return Draft(SET_ASIDE, body, message.purpose, effect.person_id, message.message_id)


def _record(messages: Sequence[Message], peer: Peer, at: datetime) -> None:
    """What came about people on file stands in their access log."""
    by_purpose: dict[str, list[int]] = {}
    for message in messages:
        if message.person_id is not None:
            by_purpose.setdefault(message.purpose, []).append(message.person_id)
    for purpose, persons in by_purpose.items():
        actor = system(peer.name, channel="exchange").for_purpose(IN_LOG.get(purpose, purpose))
        audit.record_read(
            actor, person_ids=persons, fields=FIELDS, action="exchange.received", at=at
        )


def _departure(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """The other place's stay has ended: the move is confirmed. By itself it is noted."""
    moved = _move_of(message, peer, MoveState.CONFIRMED, at)
    return Effect(content["body"]["outcome"] if moved else "noted", moved)


def _contested(state: MoveState) -> Callable[[Message, Content, Peer, datetime], Effect]:
    """The other place has set aside or doubts what was reported to it: the move goes on, the office reads why."""

    def effect(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
        moved = _move_of(message, peer, state, at)
        return Effect(content["body"]["reason"], moved)

    return effect


def _move_of(message: Message, peer: Peer, state: MoveState, at: datetime) -> int | None:
    """Note what an answer says of the move; its person. A confirmed move stays confirmed."""
    move = (
        Move.objects.filter(
            peer=peer, direction=IN, notice__direction=OUT, notice__message_id=_about(message)
        )
        .select_for_update()
        .first()
    )
    if move is None:
        return None
    if move.state not in (MoveState.CONFIRMED, MoveState.WITHDRAWN):
        move.state = state.value
        move.settled_at = at if state is MoveState.CONFIRMED else None
        move.save(update_fields=["state", "settled_at"])
    return move.person_id


def _enquiry(message: Message, content: Content, _: Peer, at: datetime) -> Effect:
    return enquiries.answered(message, content, at=at)


def _answer(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """An answer belongs to its enquiry, an outcome to what was sent on, however late it comes."""
    asked = Message.objects.filter(peer=peer, direction=OUT, message_id=_about(message)).first()
    outcome = content["body"]["outcome"]
    if asked is not None:
        Message.objects.filter(pk=asked.pk).update(result=outcome, done_at=at)
    return Effect(outcome, asked.person_id if asked else None)


def _for_office(_: Message, content: Content, __: Peer, ___: datetime) -> Effect:
    """A record, a contact or a need: a person hands it on."""
    return Effect("needs_office", aside="needs_office")


def _noted(_: Message, content: Content, __: Peer, ___: datetime) -> Effect:
    return Effect(str(content["body"]["outcome"]))


def _withdrawn(message: Message, _: Content, peer: Peer, at: datetime) -> Effect:
    """What has not counted yet will not; what has is for a person to take back."""
    if message.reply_to == message.message_id:
        return Effect("place_left_empty")
    target = _own(message, peer)
    if target is None or target.state in (State.KEPT.value, State.SET_ASIDE.value):
        if target is not None:
            target.state, target.result, target.done_at = State.WITHDRAWN.value, "withdrawn", at
            target.save(update_fields=["state", "result", "done_at"])
            Move.objects.filter(notice=target).update(state=MoveState.WITHDRAWN.value)
        return Effect("withdrawn")
    return Effect("withdrawn_late", target.person_id, aside="needs_office")


def _corrected(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """Before the corrected message has counted the correction counts in its stead; after, a person decides."""
    target = _own(message, peer)
    if target is None or target.state not in (State.KEPT.value, State.SET_ASIDE.value):
        return Effect("corrected_late", target.person_id if target else None, aside="needs_office")
    target.state, target.result, target.done_at = State.WITHDRAWN.value, "corrected", at
    target.save(update_fields=["state", "result", "done_at"])
    body: Mapping[str, Any] = content["body"]
    if body["class"] == ARRIVAL:
        actor = system(peer.name, channel="exchange").for_purpose(message.purpose)
        stand_in = {**content, "body": body["body"]}
        return arrivals([(message, stand_in)], peer, actor=actor, at=at)[0]
    return _EFFECTS[body["class"]](message, {**content, "body": body["body"]}, peer, at)


def _about(message: Message) -> UUID:
    """What a message refers to; nothing is about one that refers to none."""
    return message.reply_to or UUID(int=0)


def _own(message: Message, peer: Peer) -> Message | None:
    return (
        Message.objects.filter(peer=peer, direction=IN, message_id=_about(message))
        .select_for_update()
        .first()
    )


Apply = Callable[[Message, Content, Peer, datetime], Effect]


def effect_of(kind: str) -> Apply:
    """What messages of a class do, for a topic that adds to it."""
    return _EFFECTS[kind]


def add_effects(effects: Mapping[str, Apply]) -> None:
    """What messages of these classes do, where a topic above this one says so."""
    _EFFECTS.update(effects)


_EFFECTS: dict[str, Apply] = {
    DEPARTURE: _departure,
    ENQUIRY: _enquiry,
    REPLY: _answer,
    OUTCOME: _answer,
    TRANSFER: _for_office,
    CARER: _for_office,
    LEFT_BEHIND: _for_office,
    SET_ASIDE: _contested(MoveState.SET_ASIDE),
    IMPLAUSIBLE: _contested(MoveState.IMPLAUSIBLE),
    WITHDRAWAL: _withdrawn,
    CORRECTION: _corrected,
    DEFAULT: _noted,
}
