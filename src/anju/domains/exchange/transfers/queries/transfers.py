"""Transfers as values, for the person, for the office, and for the jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anju.domains.exchange.links.data.links import State
from anju.domains.exchange.transfers.data.transfers import Step, TransferState, TransferView
from anju.domains.exchange.transfers.models import Transfer, TransferStep
from anju.domains.people import api as people
from anju.foundation.actor import Actor, system
from anju.foundation.crypto import decrypt_many, encrypt, row_of
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound

BODY = "exchange.transfer"
MOST = 100


def sealed(key: str, body: Mapping[str, Any]) -> bytes:
    """A body as it is kept in the row of this key."""
    return encrypt(json.dumps(body, ensure_ascii=False), BODY, row=row_of(key))


def bodies(rows: Sequence[Transfer]) -> list[dict[str, Any] | None]:
    """What each row holds; None where it was erased."""
    texts = decrypt_many([r.body_cipher for r in rows], BODY, rows=[row_of(r.key) for r in rows])
    return [json.loads(text) if text else None for text in texts]


def own_records(actor: Actor) -> list[int]:
    """The records that stand, or stood, for whose account this is."""
    if actor.person_id is None:
        return []
    person = people.canonical(actor.person_id)
    known = people.persons([person]).get(person)
    return [person, *(known.merged_ids if known else ())]


def transfers_of(actor: Actor) -> list[TransferView]:
    """What the person asked for, the latest first. Without bodies."""
    own = own_records(actor)
    with acting(system("exchange.transfers")):  # whether it was received stands in its message
        rows = _rows().filter(direction="out", requester_id__in=own)
        return [view(r) for r in rows.order_by("-id")[:MOST]]


def own_row(transfer_id: int, actor: Actor) -> Transfer:
    """One of the person's own. `NotFound` ``transfer_unknown``."""
    own = own_records(actor)
    with acting(system("exchange.transfers")):
        found = _rows().filter(pk=transfer_id, direction="out", requester_id__in=own)
        row: Transfer | None = found.first()
    if row is None:
        raise NotFound("transfer_unknown")
    return row


def whole(row: Transfer) -> TransferView:
    """A row with its body and steps."""
    steps = TransferStep.objects.filter(transfer=row).order_by("id")
    found = tuple(Step(s.step, s.at, s.label, s.note) for s in steps)
    return view(row, body=bodies([row])[0], steps=found)


def view(
    row: Transfer, *, body: Mapping[str, Any] | None = None, steps: tuple[Step, ...] = ()
) -> TransferView:
    """A row, whose message is at hand, as a value."""
    return TransferView(
        row.pk,
        row.direction,
        row.kind,
        TransferState(row.state),
        row.place,
        row.place_name,
        row.office,
        row.check_by,
        row.checked_at,
        row.checked_label,
        row.check_due,
        row.send_from,
        row.answer_by,
        row.reason,
        row.note,
        row.person_id,
        row.child_id,
        row.by,
        row.made_at,
        row.done_at,
        _received(row),
        body,
        steps,
    )


def _received(row: Transfer) -> datetime | None:
    sent = row.message
    there = row.direction == "out" and sent is not None and sent.state == State.SENT.value
    return sent.done_at if there and sent is not None else None


def _rows() -> Any:  # noqa: ANN401 - a query set
    return Transfer.objects.select_related("message")
