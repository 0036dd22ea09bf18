"""What the office does with messages that could not go their way: reading, repairing, resending, deciding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from anju.domains.exchange.links.data.links import IN, OUT, MessageView, MoveState, State
from anju.domains.exchange.links.models import Message, Move
from anju.domains.exchange.links.operations.arriving import ended
from anju.domains.exchange.links.operations.enquiries import MANAGE, by_register
from anju.domains.exchange.links.operations.queueing import FIELDS, Draft, queue
from anju.domains.exchange.links.queries.messages import PAYLOAD, bound_to, contents, message
from anju.domains.exchange.messages.data.classes import (
    ARRIVAL,
    CARER,
    DEPARTURE,
    ENQUIRY,
    IMPLAUSIBLE,
    LEFT_BEHIND,
    REPLY,
    TRANSFER,
    WITHDRAWAL,
)
from anju.domains.exchange.messages.data.messages import Fault, Occasion
from anju.domains.exchange.messages.rules.canonical import canonical, digest
from anju.domains.exchange.messages.rules.checking import faults, kept_out
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import encrypt
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number

FIXED = ("version", "id", "class", "from", "to", "subject", "epoch", "sequence")
"""Members of a message that a repair keeps: it stays the same message in the same place of its order."""
DECISIONS: dict[str, tuple[str, ...]] = {
    ARRIVAL: ("same_person", "left", "other_person"),
    ENQUIRY: ("by_register", "not_known", "declined"),
    TRANSFER: (),
    CARER: (),
    LEFT_BEHIND: (),
}
"""What the office may decide about a message set aside: of records, contacts and needs nothing, they have a desk of
their own (topic `transfers`); of the other classes that it has seen to it."""
OF_ONE_PERSON = ("same_person", "by_register")
"""Decisions that need the one person of this register whom the message is held to be about."""
SEEN = "seen_to"


def read_message(pk: int, *, actor: Actor, at: datetime) -> MessageView:
    """A message with its content, recorded as read. `NotFound` ``message_unknown``."""
    actor.require(MANAGE)
    found = message(pk)
    if found.person_id is not None:
        audit.record_read(
            actor,
            person_ids=[found.person_id],
            fields=FIELDS,
            action="exchange.read",
            at=at,
            reveal=True,
        )
    else:
        audit.record_list(
            actor,
            action="exchange.read",
            subject_kind="exchange_message",
            subject_id=pk,
            fields=FIELDS,
            at=at,
            reveal=True,
        )
    return found


def resend(pk: int, content: Mapping[str, Any], *, actor: Actor, at: datetime) -> None:
    """Send a rejected message again, repaired, in its place of the order.

    `NotFound` ``message_unknown``, `Conflict` ``message_not_waiting``, `Refused` ``message_fixed`` (member) when the
    repair changes which message it is, ``message_unsound`` (code, at) while it would be rejected again.
    """
    actor.require(MANAGE)
    row = _waiting(pk, OUT, State.REJECTED)
    before = contents([row])[0]
    for member in FIXED:
        if content.get(member) != before[member] and not _emptied(content, before, member):
            raise Refused("message_fixed", member=member)
    wrong = faults(content, Occasion(row.peer.code, before["from"], at))
    if kept_out(wrong):
        worst: Fault = next(f for f in wrong if f.severity == "error")
        raise Refused("message_unsound", why=worst.code, at=worst.at)
    row.kind, row.digest = content["class"], digest(content)
    row.purpose, row.agreement = content["purpose"], content["agreement"]
    row.reply_to = UUID(content["reply_to"]) if "reply_to" in content else None
    row.payload_cipher = encrypt(
        canonical(content), PAYLOAD, row=bound_to(OUT, row.peer_id, row.message_id)
    )
    row.state, row.errors, row.next_at = State.QUEUED.value, [], None
    row.save()
    _record(actor, "exchange.resent", row, at)


def empty_place(pk: int, *, actor: Actor, at: datetime) -> None:
    """Give a rejected message up: a withdrawal of itself takes its place in the order, so that what follows is not held
    up. Raises as `resend`."""
    row = _waiting(pk, OUT, State.REJECTED)
    before = contents([row])[0]
    rest = {k: v for k, v in before.items() if k not in ("answer_by", "grade")}
    resend(
        pk,
        {**rest, "class": WITHDRAWAL, "reply_to": before["id"], "body": {"reason": "mistake"}},
        actor=actor,
        at=at,
    )
    Move.objects.filter(notice_id=pk).update(state=MoveState.WITHDRAWN.value)


def recall_queued(pk: int) -> bool:
    """Take an own message back that waits to be sent and is not under way: a withdrawal of itself takes its place, and
    nothing of it goes. False where it has gone, may be going at this moment, or may have come there without an
    answer that reached us. Inside the caller's transaction."""
    row = (
        Message.objects.select_for_update(of=("self",))
        .filter(pk=pk, direction=OUT, state=State.QUEUED.value, next_at=None, peer__failure="")
        .first()
    )
    if row is None:
        return False
    before = contents([row])[0]
    rest = {k: v for k, v in before.items() if k not in ("answer_by", "grade")}
    content = {
        **rest,
        "class": WITHDRAWAL,
        "reply_to": before["id"],
        "body": {"reason": "at_request"},
    }
    row.kind, row.digest, row.reply_to = WITHDRAWAL, digest(content), row.message_id
    row.answer_by = None
    row.payload_cipher = encrypt(
        canonical(content), PAYLOAD, row=bound_to(OUT, row.peer_id, row.message_id)
    )
    row.save()
    return True


def _emptied(content: Mapping[str, Any], before: Mapping[str, Any], member: str) -> bool:
    return (
        member == "class"
        and content.get("class") == WITHDRAWAL
        and content.get("reply_to") == before["id"]
    )


def decide(pk: int, decision: str, *, note: str, actor: Actor, at: datetime) -> None:
    """Close a message that was set aside; an arrival notice or an enquiry is answered by it.

    `NotFound` ``message_unknown``, `Conflict` ``message_not_waiting``, `Refused` ``exchange_decision``,
    ``exchange_note`` for an answer that is declined without a reason, ``exchange_stay_stays`` when the stay here cannot
    end on that day.
    """
    require_no_identity_number(note)
    actor.require(MANAGE)
    row = _waiting(pk, IN, State.SET_ASIDE)
    if decision not in decisions(row.kind, row.person_id):
        raise Refused("exchange_decision")
    if decision == "declined" and not note.strip():
        raise Refused("exchange_note")
    drafts = _of_register(row, decision, actor, at)
    draft = None if drafts else _answer(row, decision, note.strip()[:500])
    queue(row.peer, drafts or ([draft] if draft is not None else []), at=at)
    row.state, row.result, row.done_at = State.CLOSED.value, decision, at
    row.save(update_fields=["state", "result", "done_at"])
    if decision in ("left", "same_person"):
        Move.objects.filter(notice=row).update(state=MoveState.CONFIRMED.value, settled_at=at)
    _record(actor, "exchange.decided", row, at)


def decisions(kind: str, person_id: int | None) -> tuple[str, ...]:
    """What the office may decide about a message of this class that was set aside."""
    offered = DECISIONS.get(kind, (SEEN,))
    return tuple(d for d in offered if person_id is not None or d not in OF_ONE_PERSON)


def _of_register(row: Message, decision: str, actor: Actor, at: datetime) -> Sequence[Draft]:
    """What is answered from the register: the answers to an enquiry, or that the stay has ended; nothing for the other
    decisions."""
    if decision not in OF_ONE_PERSON or row.person_id is None:
        return ()
    content = contents([row])[0]
    if decision == "by_register":
        return [by_register(row, content, row.person_id, at=at)]
    effect = ended(row, content, row.person_id, actor=actor, at=at)
    if effect.aside:
        raise Refused("exchange_stay_stays")
    return effect.drafts


def prefilled(pk: int, *, actor: Actor, at: datetime) -> Sequence[Mapping[str, str]]:
    """The answers that the register would give to an enquiry set aside, if it is about the person it is held to be."""
    actor.require(MANAGE)
    row = Message.objects.filter(pk=pk, kind=ENQUIRY, state=State.SET_ASIDE.value).first()
    if row is None or row.person_id is None:
        return ()
    draft = by_register(row, contents([row])[0], row.person_id, at=at)
    found: Sequence[Mapping[str, str]] = draft.body["answers"]
    return found


def _answer(row: Message, decision: str, note: str) -> Draft | None:
    if decision == SEEN:
        return None
    content = contents([row])[0]["body"]
    kind, body = {
        "left": (
            DEPARTURE,
            {
                "person": content["person"],
                "until": content.get("since"),
                "outcome": "already_left",
            },
        ),
        "other_person": (IMPLAUSIBLE, {"reason": "other_person"}),
        "not_known": (REPLY, {"outcome": "not_known"}),
        "declined": (REPLY, {"outcome": "declined", "why": note}),
    }[decision]
    return Draft(kind, body, row.purpose, row.person_id, row.message_id)


def _waiting(pk: int, direction: str, state: State) -> Message:
    row = (
        Message.objects.select_for_update(of=("self",))
        .select_related("peer")
        .filter(pk=pk, direction=direction)
        .first()
    )
    if row is None:
        raise NotFound("message_unknown")
    if row.state != state.value:
        raise Conflict("message_not_waiting")
    return row


def _record(actor: Actor, action: str, row: Message, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_message",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"kind": row.kind, "result": row.result},
    )
