"""Reviewing an application: the office admits, asks once for what is missing, or does not admit, with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction

from anju.domains.casework.enrolment.data import (
    BY_DOCUMENT,
    MOST_DOCUMENTS,
    VALUES,
    EnrolmentState,
    EnrolmentStep,
    Known,
    RoundState,
)
from anju.domains.casework.enrolment.models import (
    EnrolmentDocumentRow,
    EnrolmentEventRow,
    EnrolmentRow,
)
from anju.domains.casework.enrolment.operations import enrolment_rights, recording
from anju.domains.casework.enrolment.operations.moving_up import join_waiting
from anju.domains.casework.enrolment.operations.qualifying import weighed
from anju.domains.casework.enrolment.queries.enrolments import (
    FILE,
    FILE_NAME,
    kept_facts,
    packed,
    sealed,
    unpacked,
)
from anju.domains.casework.enrolment.rules.school_table import MOST_POINTS
from anju.foundation.actor import Actor
from anju.foundation.characters import visible
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.days import day_in
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.files import LARGEST, cleaned
from anju.foundation.request_keys import require_key


def admit(
    enrolment_id: int,
    shown: Mapping[str, str],
    *,
    text: str = "",
    seen: int,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Admit it to the allocation; once that is published, to the waiting list. `shown`: what the office took from
    documents: fact → first day, or number.

    `NotFound` ``enrolment_unknown``; `NotAllowed`; `Conflict` ``enrolment_changed``, ``enrolment_step``,
    ``round_allocated``; `Refused` ``enrolment_fact``, ``enrolment_not_proved`` (`facts`).
    """
    require_key(key)
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = _reviewed(enrolment_id, key, actor, seen)
        if row is None:
            return
        (facts,) = kept_facts([row])
        read = [_shown(fact, value) for fact, value in shown.items() if value.strip()]
        fresh = {k.fact for k in read if k.fact in VALUES}
        known = [k for k in unpacked(facts["known"]) if k.fact not in fresh] + read
        found = weighed(row, known)
        if found.route is None:
            raise Refused(
                "enrolment_not_proved", facts=[n.fact for group in found.missing for n in group[:1]]
            )
        row.facts_cipher = sealed(row.pk, {**facts, "known": packed(known)})
        recording.take(
            row,
            EnrolmentStep.QUALIFIED,
            key=key,
            actor=actor,
            at=at,
            text=text,
            detail={"route": row.route, "points": str(row.points)},
            by_office=True,
        )
        if row.round.state == RoundState.PUBLISHED.value:
            join_waiting(row, actor=actor, at=at)


def _shown(fact: str, value: str) -> Known:
    """A fact from a document. `Refused` ``enrolment_fact``."""
    if fact not in BY_DOCUMENT:
        raise Refused("enrolment_fact", fact=fact[:20])
    text = value.strip()
    if fact in VALUES:
        try:
            number = Decimal(text)
        except InvalidOperation as error:
            raise Refused("enrolment_fact", fact=fact) from error
        if not number.is_finite() or not 0 <= number < MOST_POINTS or number != round(number, 2):
            raise Refused("enrolment_fact", fact=fact)
        return Known(fact, "document", value=number)
    since = day_in(text)
    if since is None or since > date(2100, 1, 1):
        raise Refused("enrolment_fact", fact=fact)
    return Known(fact, "document", ((since, None),))


def ask_family(
    enrolment_id: int, *, text: str, seen: int, key: str, actor: Actor, at: datetime
) -> None:
    """Name everything that is missing, once. As `admit`; `Refused` ``case_text_missing``, ``case_asked``."""
    _decided(enrolment_id, EnrolmentStep.RETURNED, text, seen, key, actor, at)


def not_admit(
    enrolment_id: int, *, text: str, seen: int, key: str, actor: Actor, at: datetime
) -> None:
    """Do not admit it, with the reason; the office may look again until places are allocated. As `admit`; `Refused`
    ``case_text_missing``."""
    _decided(enrolment_id, EnrolmentStep.REFUSED, text, seen, key, actor, at)


def _decided(
    enrolment_id: int,
    step: EnrolmentStep,
    text: str,
    seen: int,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    require_key(key)
    words = recording.sound(text, needed=True)
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = _reviewed(enrolment_id, key, actor, seen)
        if row is None:
            return
        asked = EnrolmentEventRow.objects.filter(
            enrolment=row, step=EnrolmentStep.RETURNED.value
        ).exists()
        if step is EnrolmentStep.RETURNED and asked:
            raise Refused("case_asked")
        recording.take(row, step, key=key, actor=actor, at=at, text=words, by_office=True)


def _reviewed(enrolment_id: int, key: str, actor: Actor, seen: int) -> EnrolmentRow | None:
    """The row for a decision of the office; None when the same request was answered before."""
    row = enrolment_rights.locked(enrolment_id)
    enrolment_rights.require_office(row, actor)
    if recording.known(row, key):
        return None
    if row.version != seen:
        raise Conflict("enrolment_changed", number=row.number)
    if row.round.state == RoundState.ALLOCATED.value:
        raise Conflict("round_allocated")
    return row


def add_document(
    enrolment_id: int, data: bytes, name: str, *, fact: str, actor: Actor, at: datetime
) -> None:
    """Keep a picture or PDF that proves a fact, by the family or the counter. The same file again changes nothing.

    `Refused` what `files.cleaned` raises, ``enrolment_fact``, ``evidence_many``; `NotFound` ``enrolment_unknown``;
    `NotAllowed` ``enrolment_not_guardian``; `Conflict` ``enrolment_step``.
    """
    enrolment_rights.see(enrolment_id)
    if fact not in BY_DOCUMENT:
        raise Refused("enrolment_fact", fact=fact[:20])
    if len(data) > LARGEST:
        raise Refused("paper_too_large", mb=LARGEST >> 20)
    clean, content_type = cleaned(data)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic(), as_intake_role():
        row = enrolment_rights.locked(enrolment_id)
        enrolment_rights.require_family(row, actor, at)
        held = EnrolmentDocumentRow.objects.filter(enrolment=row)
        if held.filter(sha256=digest).exists():
            return
        if held.count() >= MOST_DOCUMENTS:
            raise Refused("evidence_many", most=MOST_DOCUMENTS)
        (number,) = next_ids("casework_enrolment_document", 1)
        EnrolmentDocumentRow.objects.create(
            id=number,
            enrolment=row,
            fact=fact,
            name_cipher=encrypt(visible(name)[:200] or "-", FILE_NAME, row=row_of(number)),
            cipher=encrypt_bytes(clean, FILE, row=row_of(number)),
            content_type=content_type,
            size=len(clean),
            sha256=digest,
            by_user=actor.user_id,
            by_label=actor.label[:100],
            at=at,
        )
        recording.take(
            row,
            EnrolmentStep.DOCUMENT,
            key=f"file:{digest}",
            actor=actor,
            at=at,
            detail={"fact": fact},
        )


def document_content(enrolment_id: int, document_id: int) -> tuple[str, str, bytes]:
    """(name, content type, bytes) of a file in sight. `NotFound` ``evidence_unknown``."""
    row = EnrolmentDocumentRow.objects.filter(id=document_id, enrolment_id=enrolment_id).first()
    if row is None:
        raise NotFound("evidence_unknown")
    name = decrypt(row.name_cipher, FILE_NAME, row=row_of(row.pk))
    return name, row.content_type, decrypt_bytes(row.cipher, FILE, row=row_of(row.pk))


def answer_office(
    enrolment_id: int, *, text: str = "", key: str, actor: Actor, at: datetime
) -> None:
    """What was missing is there, says the family. `Conflict` ``enrolment_step``; `NotAllowed`."""
    require_key(key)
    enrolment_rights.see(enrolment_id)
    with transaction.atomic(), as_intake_role():
        row = enrolment_rights.locked(enrolment_id)
        enrolment_rights.require_family(row, actor, at)
        if recording.known(row, key):
            return
        if row.state != EnrolmentState.RETURNED.value:
            raise Conflict("enrolment_step", number=row.number)
        recording.take(row, EnrolmentStep.ANSWERED, key=key, actor=actor, at=at, text=text)
