"""Taking in what a device sends."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from anju.domains.fieldwork.sync.data.operations import Answer, Entry, Reason
from anju.domains.fieldwork.sync.models import Device
from anju.domains.fieldwork.sync.models import Operation as Row
from anju.domains.fieldwork.sync.operations.applying import Holder
from anju.domains.fieldwork.sync.operations.store import Tables
from anju.domains.fieldwork.sync.queries.devices import DEVICE, account_now
from anju.domains.fieldwork.sync.queries.offices import DECIDE
from anju.domains.fieldwork.sync.rules.devices import state_of
from anju.domains.fieldwork.sync.rules.reading import digest_of, read_entry
from anju.domains.fieldwork.sync.rules.receiving import receive
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.crypto import open_envelope
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound

CONTEXT = "field operation"
"""What the envelope of an operation is closed for, besides its key."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One operation as it comes: its key, and the envelope around its text."""

    key: str
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """The answers, in the order sent, and how many operations had not come before."""

    answers: tuple[Answer, ...]
    fresh: int


def receive_operations(
    actor: Actor, *, batch_key: str, sent_at: int, sent: Sequence[Sent], at: datetime
) -> Received:
    """Take in what a device sends, in its order; an answer for each. `sent_at`: milliseconds of its clock.

    The same again changes nothing and is answered alike. An operation that cannot be read, applied or
    allowed is kept with its reason; it holds up none but those that build on it. Raises `NotAllowed`
    ``device_missing``; `Conflict` ``key_used_for_another`` for a batch key that came with other operations.
    """
    with transaction.atomic():
        device = _locked(actor)
        opened = [_opened(one) for one in sent]
        texts = {entry.digest: text for entry, text in opened}
        entries = [entry for entry, _ in opened]
        store = Tables(
            Holder(device.user_id, actor.label, actor),
            device,
            state_of(revoked_at=device.revoked_at, expires_at=device.expires_at, at=at),
            at,
            batch=batch_key,
            sent=sent_at,
            texts=texts,
        )
        store.load(e.key for e in entries)
        fresh = [e for e in entries if e.digest not in store.digests(e.key)]
        _require_same_batch(device.user_id, batch_key, entries, fresh)
        answers = receive(entries, store)
        _note(device, fresh, at)
        if fresh:
            _record(
                actor,
                device,
                batch_key,
                [a for a in answers if a.key in {e.key for e in fresh}],
                at,
            )
    return Received(tuple(answers), len(fresh))


def take_queue(
    actor: Actor,
    *,
    device_code: str,
    batch_key: str,
    sent_at: int,
    sent: Sequence[Sent],
    at: datetime,
) -> Received:
    """Take in the queue of a phone as a file that was brought to the office. Nothing of it counts by itself, for
    anybody could have written the file: each operation waits for the office, as declared by the phone's holder.

    `NotFound` ``device_unknown`` for a phone of nobody whose areas the actor decides about; `NotAllowed`; `Conflict`
    ``key_used_for_another``.
    """
    with transaction.atomic():
        row = Device.objects.filter(code=device_code).first()
        if row is None or not any(actor.may(DECIDE, region=area) for area in row.areas):
            raise NotFound("device_unknown")
        holder = replace(account_now(row.user_id, at=at), grants=(), extra={DEVICE: row.code})
        with acting(holder):
            received = receive_operations(
                holder, batch_key=batch_key, sent_at=sent_at, sent=sent, at=at
            )
        record_write(
            actor,
            action="field.take_queue",
            subject_kind="user",
            subject_id=row.user_id,
            at=at,
            detail={"device": row.code, "operations": len(sent), "fresh": received.fresh},
        )
    return received


def _locked(actor: Actor) -> Device:
    """The device; what else its holder sends, from whichever device, waits until this is done."""
    if actor.user_id is None:
        raise NotAllowed("device_missing")
    mine = Device.objects.select_for_update().filter(user_id=actor.user_id).order_by("id")
    code = actor.extra.get(DEVICE, "")
    device = next((d for d in mine if d.code == code), None)
    if device is None:
        raise NotAllowed("device_missing")
    return device


def _opened(sent: Sent) -> tuple[Entry, str]:
    """What came, and its text. An envelope that cannot be opened is kept as it is."""
    try:
        text = open_envelope(sent.envelope, f"{CONTEXT}\0{sent.key}")
        return read_entry(sent.key, text), text.decode("utf-8", "replace")
    except ValueError:
        kept = base64.b64encode(sent.envelope).decode("ascii")
        return Entry(sent.key, digest_of(sent.envelope), fault=Reason.UNREADABLE), kept


def _require_same_batch(
    user_id: int, batch_key: str, entries: Sequence[Entry], fresh: Sequence[Entry]
) -> None:
    kept = set(Row.objects.filter(user_id=user_id, batch=batch_key).values_list("key", "digest"))
    if kept and (fresh or not kept <= {(e.key, e.digest) for e in entries}):
        raise Conflict("key_used_for_another", key=batch_key, count=len(fresh) or 1)


def _note(device: Device, fresh: Sequence[Entry], at: datetime) -> None:
    """When the device was in touch, and whether its operations are numbered as one device numbers them."""
    numbers = [e.operation.number for e in fresh if e.operation]
    used = Row.objects.filter(device=device, number__in=numbers, first=True)
    if used.count() > len(set(numbers)):
        device.numbers_differ = True
    device.seen_at = at
    device.save(update_fields=["numbers_differ", "seen_at"])


def _record(
    actor: Actor, device: Device, batch_key: str, answers: Sequence[Answer], at: datetime
) -> None:
    counts = Counter(a.status.value for a in answers)
    record_write(
        actor,
        action="field.receive",
        subject_kind="user",
        subject_id=device.user_id,
        at=at,
        detail={"device": device.code, "batch": batch_key, **counts},
    )
