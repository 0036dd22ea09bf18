"""Messages that came and go out, as values; whether somebody counts as habitual here."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from anju.domains.exchange.links.data.links import IN, OPEN_MOVES, MessageView, State
from anju.domains.exchange.links.models import Message, Move
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.errors import NotFound

PAYLOAD = "exchange.message"
WANTING = (State.SET_ASIDE.value, State.REJECTED.value)


def bound_to(direction: str, peer_id: int, message_id: UUID | str) -> bytes:
    """What names the row of a message's ciphertext."""
    return row_of(direction, peer_id, str(message_id))


def contents(found: Sequence[Message]) -> list[dict[str, Any]]:
    """The messages themselves."""
    texts = decrypt_many(
        [m.payload_cipher for m in found],
        PAYLOAD,
        rows=[bound_to(m.direction, m.peer_id, m.message_id) for m in found],
    )
    return [json.loads(text) for text in texts]


def wanting(peer_id: int, *, limit: int, offset: int = 0) -> tuple[list[MessageView], int]:
    """What waits for the office: messages of others set aside and own ones rejected, oldest first, and how many there
    are. Without their contents."""
    rows = Message.objects.filter(peer_id=peer_id, state__in=WANTING).order_by("at", "id")
    return [
        message_value(m, None) for m in rows.select_related("peer")[offset : offset + limit]
    ], rows.count()


def message(pk: int) -> MessageView:
    """One message with its content; that it was read is for the caller to record. `NotFound` ``message_unknown``."""
    row = Message.objects.select_related("peer").filter(pk=pk).first()
    if row is None:
        raise NotFound("message_unknown")
    return message_value(row, contents([row])[0])


def moves_under_way(person_ids: Collection[int]) -> set[int]:
    """Those who came here from another place that has neither answered nor let its term pass: until then they count
    as habitual there."""
    return set(
        Move.objects.filter(
            direction=IN, person_id__in=list(person_ids), state__in=[s.value for s in OPEN_MOVES]
        ).values_list("person_id", flat=True)
    )


def last_moves(person_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Person → peer and direction of the last move that was notified."""
    rows = (
        Move.objects.filter(person_id__in=list(person_ids))
        .exclude(state="withdrawn")
        .order_by("person_id", "-day", "-id")
        .distinct("person_id")
    )
    return {m.person_id: (m.peer_id, m.direction) for m in rows}


def message_value(row: Message, content: dict[str, Any] | None) -> MessageView:
    """A row as a value, with its content where that was read."""
    return MessageView(
        row.pk,
        row.peer_id,
        row.peer.name,
        row.direction,
        row.message_id,
        row.kind,
        row.purpose,
        State(row.state),
        row.result,
        tuple(row.errors),
        row.person_id,
        row.answer_by,
        row.at,
        row.assurance,
        content,
    )
