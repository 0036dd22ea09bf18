"""Operations as they are kept, read again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from anju.domains.fieldwork.sync.data.operations import (
    Answer,
    Operation,
    Outcome,
    Status,
)
from anju.domains.fieldwork.sync.models import Operation as Row
from anju.domains.fieldwork.sync.rules.reading import read_entry
from anju.domains.fieldwork.sync.rules.receiving import answer_to
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.crypto import decrypt, encrypt, row_of

PAYLOAD = "field.operation"
UNDONE = "undone"
MOST_KEYS = 1000


def sealed(user_id: int, key: str, digest: str, text: str) -> bytes:
    """The text of an operation as it is stored, bound to its row."""
    return encrypt(text, PAYLOAD, row=row_of(user_id, key, digest))


def text_of(row: Row) -> str:
    """The text of a stored operation."""
    return decrypt(row.payload_cipher, PAYLOAD, row=row_of(row.user_id, row.key, row.digest))


def operation_of(row: Row) -> Operation | None:
    """The operation again; None for one that could never be read."""
    return read_entry(row.key, text_of(row).encode()).operation


def outcome_of(row: Row) -> Outcome:
    """What became of it, as stored."""
    return Outcome(Status(row.status), row.reason, row.facts)


def standing(keys: Sequence[str], *, actor: Actor) -> list[Answer]:
    """How these operations of the actor stand now: those that came, in the order asked. What the register has decided
    meanwhile is given as it stands there."""
    rows = {r.key: r for r in _first(actor, keys)}
    waiting = {
        r.declaration_id for r in rows.values() if r.declaration_id and r.status == Status.WAITING
    }
    decided = register.standings(sorted(waiting))
    return [
        answer_to(key, rows[key].digest, present(rows[key], decided))
        for key in dict.fromkeys(keys)
        if key in rows
    ]


def present(row: Row, decided: dict[int, tuple[str, str]]) -> Outcome:
    """The outcome now. `decided`: how the declarations of waiting operations stand in the register."""
    status, reason = decided.get(row.declaration_id or 0, ("", ""))
    if row.status != Status.WAITING or not status:
        return outcome_of(row)
    if status == UNDONE:
        return Outcome(Status.REFUSED, UNDONE)
    return Outcome(Status(status), reason, row.facts if status == Status.WAITING else {})


def _first(actor: Actor, keys: Collection[str]) -> list[Row]:
    return list(Row.objects.filter(user_id=actor.user_id or 0, key__in=list(keys), first=True))
