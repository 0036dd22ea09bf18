"""Putting messages in, in the order of each person, in the transaction of what they report."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from anju.domains.exchange.links.data.links import IN_LOG, OUT, State
from anju.domains.exchange.links.models import Agreement, Message, Peer
from anju.domains.exchange.links.queries.messages import PAYLOAD, bound_to
from anju.domains.exchange.links.queries.peers import own_place
from anju.domains.exchange.messages.data.classes import VERSION
from anju.domains.exchange.messages.rules.canonical import canonical, digest
from anju.foundation.actor import system
from anju.foundation.audit import api as audit
from anju.foundation.audit.api import epoch
from anju.foundation.clock import CHINA, local_date
from anju.foundation.crypto import encrypt_many
from anju.foundation.db.statements import rows

FIELDS = ("name", "document.number", "sex", "birth_date")
"""What of a person goes out with a message about them."""
_NEXT = """
INSERT INTO exchange_stream AS s (direction, peer_id, subject, person_id, epoch, next)
VALUES ('out', %(peer)s, %(subject)s, %(person)s, %(epoch)s, 2)
ON CONFLICT (peer_id, person_id) WHERE direction = 'out'
DO UPDATE SET next = CASE WHEN s.epoch = excluded.epoch THEN s.next + 1 ELSE 2 END, epoch = excluded.epoch
RETURNING subject, next - 1
"""
_NEXT_OF_SUBJECT = _NEXT.replace(
    "(peer_id, person_id) WHERE direction = 'out'", "(peer_id, direction, subject)"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is to go out. `person_id`: of this register, where the person is on file here. `message_id`: its
    own, where it refers to itself. Of negotiation: the number `negotiated`, and the `subject` that keeps its order."""

    kind: str
    body: Mapping[str, Any]
    purpose: str
    person_id: int | None
    reply_to: UUID | None = None
    answer_by: date | None = None
    grade: str = ""
    message_id: UUID | None = None
    negotiated: str = ""
    subject: str = ""


def queue(peer: Peer, drafts: Sequence[Draft], *, at: datetime) -> list[Message]:
    """Put messages in for another place. What leaves of a person stands in the person's access log, with the purpose.
    Nothing goes where no agreement in force lets this place send that class for that purpose: those are left out."""
    agreements = {}
    for row in Agreement.objects.filter(peer=peer, state="active").order_by("first", "id"):
        if row.first <= local_date(at) <= row.last:
            agreements.update({(k, p): row.number for k in row.own_classes for p in row.purposes})
    allowed = [d for d in drafts if d.negotiated or (d.kind, d.purpose) in agreements]
    place, _ = own_place()
    written = [
        _written(d, peer, place, d.negotiated or agreements[d.kind, d.purpose], at=at)
        for d in allowed
    ]
    _record(peer, allowed, at)
    ciphers = encrypt_many(
        [canonical(m) for m in written],
        PAYLOAD,
        rows=[bound_to(OUT, peer.pk, m["id"]) for m in written],
    )
    return Message.objects.bulk_create(
        _row(d, m, cipher, peer, place, at)
        for d, m, cipher in zip(allowed, written, ciphers, strict=True)
    )


def _written(
    draft: Draft, peer: Peer, place: str, agreement: str, *, at: datetime
) -> dict[str, Any]:
    number = epoch().number
    subject, sequence = rows(
        _NEXT_OF_SUBJECT if draft.subject else _NEXT,
        {
            "peer": peer.pk,
            "subject": draft.subject or secrets.token_urlsafe(16),
            "person": draft.person_id,
            "epoch": number,
        },
        often=True,
    )[0]
    optional = {
        "reply_to": str(draft.reply_to) if draft.reply_to else None,
        "answer_by": draft.answer_by.isoformat() if draft.answer_by else None,
        "grade": draft.grade or None,
    }
    return {
        "version": VERSION,
        "id": str(draft.message_id or uuid4()),
        "class": draft.kind,
        "from": place,
        "to": peer.code,
        "agreement": agreement,
        "purpose": draft.purpose,
        "subject": subject,
        "epoch": number,
        "sequence": sequence,
        "created": at.astimezone(CHINA).isoformat(timespec="seconds"),
        **{k: v for k, v in optional.items() if v is not None},
        "body": dict(draft.body),
    }


def _row(
    draft: Draft,
    message: Mapping[str, Any],
    cipher: bytes | None,
    peer: Peer,
    place: str,
    at: datetime,
) -> Message:
    return Message(
        direction=OUT,
        peer=peer,
        message_id=UUID(message["id"]),
        kind=draft.kind,
        agreement=message["agreement"],
        purpose=draft.purpose,
        subject=message["subject"],
        epoch=message["epoch"],
        sequence=message["sequence"],
        reply_to=draft.reply_to,
        answer_by=draft.answer_by,
        digest=digest(message),
        payload_cipher=cipher,
        region=place,
        person_id=draft.person_id,
        written_at=datetime.fromisoformat(message["created"]),
        outcome=str(draft.body.get("outcome", ""))[:20],
        state=State.QUEUED.value,
        at=at,
    )


def _record(peer: Peer, drafts: Sequence[Draft], at: datetime) -> None:
    by_purpose: dict[str, list[int]] = {}
    for draft in drafts:
        if draft.person_id is not None:
            by_purpose.setdefault(draft.purpose, []).append(draft.person_id)
    for purpose, persons in by_purpose.items():
        actor = system(peer.name, channel="exchange").for_purpose(IN_LOG.get(purpose, purpose))
        audit.record_read(
            actor, person_ids=persons, fields=FIELDS, action="exchange.sent", at=at, reveal=True
        )
