"""Files of a case: kept as they were sent, with their hash; nobody takes one away."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from anju.domains.casework.cases.data import MOST_EVIDENCE, Side, Step
from anju.domains.casework.cases.models import Case, EvidenceRow
from anju.domains.casework.cases.operations import case_rights, recording
from anju.domains.casework.cases.queries.cases import FILE, FILE_NAME, matter_of
from anju.foundation.actor import Actor
from anju.foundation.characters import visible
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import NotFound, Refused
from anju.foundation.files import LARGEST, cleaned


def add_evidence(
    case_id: int, data: bytes, name: str, *, kind: str, actor: Actor, at: datetime
) -> str:
    """Keep a picture or PDF; its SHA-256, which the receipt shows. The same file again changes nothing.

    `Refused` what `files.cleaned` raises (so that only what can be looked at is kept), ``evidence_kind``,
    ``evidence_many``; `NotFound` ``case_unknown``; `NotAllowed` ``case_not_yours``.
    """
    case_rights.see(case_id)
    with transaction.atomic(), as_intake_role():
        row = case_rights.locked(case_id)
        side = case_rights.side_of(row, actor, at)
        return keep(row, side, data, name, kind=kind, actor=actor, at=at)


def keep(
    row: Case,
    side: Side,
    data: bytes,
    name: str,
    *,
    kind: str,
    actor: Actor,
    at: datetime,
    respondent: int | None = None,
) -> str:
    """Keep a file in a locked case, in the intake role; its SHA-256. Each side has as many as `MOST_EVIDENCE`, so that
    neither can fill the case of the other. Raises what `add_evidence` raises."""
    if len(data) > LARGEST:
        raise Refused("paper_too_large", mb=LARGEST >> 20)
    _clean, content_type = cleaned(data)
    digest = hashlib.sha256(data).hexdigest()
    if kind != "other" and kind not in matter_of(row).kinds:
        raise Refused("evidence_kind")
    held = EvidenceRow.objects.filter(case=row, respondent_id=respondent)
    if held.filter(sha256=digest).exists():
        return digest
    if held.count() >= MOST_EVIDENCE:
        raise Refused("evidence_many", most=MOST_EVIDENCE)
    (number,) = next_ids("casework_evidence", 1)
    EvidenceRow.objects.create(
        id=number,
        case=row,
        kind=kind,
        side=side.value,
        name_cipher=encrypt(visible(name)[:200] or "-", FILE_NAME, row=row_of(number)),
        cipher=encrypt_bytes(data, FILE, row=row_of(number)),
        content_type=content_type,
        size=len(data),
        sha256=digest,
        by_user=actor.user_id,
        by_label=actor.label[:100],
        at=at,
        respondent_id=respondent,
    )
    recording.take(
        row,
        Step.EVIDENCE,
        side,
        key=f"file:{respondent or ''}{digest}"[:80],
        actor=actor,
        at=at,
        detail={"kind": kind, "sha256": digest},
        respondent=respondent,
    )
    return digest


def evidence_content(case_id: int, evidence_id: int, *, original: bool) -> tuple[str, str, bytes]:
    """(name, content type, bytes) of a file in sight: to look at, cleaned of all that cannot be seen, or the
    `original`, whose hash was checked again. `NotFound` ``evidence_unknown``."""
    row = EvidenceRow.objects.filter(id=evidence_id, case_id=case_id).first()
    if row is None:
        raise NotFound("evidence_unknown")
    data = decrypt_bytes(row.cipher, FILE, row=row_of(row.pk))
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise ValueError("a file of a case was altered")
    name = decrypt(row.name_cipher, FILE_NAME, row=row_of(row.pk))
    if original:
        return name, "application/octet-stream", data
    shown, content_type = cleaned(data)
    return name, content_type, shown
