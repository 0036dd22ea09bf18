"""Supporting documents: identified by their content, kept encrypted, read, deleted when their purpose ends."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from anju.domains.permits.applications.data import ApplicationState
from anju.domains.permits.applications.models import Application, MissingNotice, Paper
from anju.domains.permits.applications.operations import application_rights
from anju.domains.permits.applications.operations.application_rights import Standing
from anju.domains.permits.applications.queries import local_rules
from anju.domains.permits.eligibility.data import SupportingDocumentKind
from anju.domains.permits.production.models import Blob
from anju.domains.permits.production.rules import photos
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.files import cleaned

MOST = 12
"""Supporting documents of one application."""
OPEN_FOR_DOCUMENTS = (
    ApplicationState.DRAFT,
    ApplicationState.CONFIRMING,
    ApplicationState.INCOMPLETE,
)


def add_supporting_document(
    application_id: int, *, kind: SupportingDocumentKind, data: bytes, actor: Actor, at: datetime
) -> int:
    """Add a photographed supporting document; its id. A photograph for the card takes the place of the one before.

    `Refused` for what the content shows (``paper_type``, ``paper_heic``, ``paper_too_large``, ``paper_unreadable``,
    ``paper_pdf_locked``, ``paper_pdf_broken``, ``paper_pdf_heavy``, ``photo_not_fit`` with all reasons),
    ``papers_too_many``, ``paper_not_asked`` while a notice asks for others only;
    `Conflict` ``papers_closed`` once the time limit runs.
    """
    application_rights.see(application_id)
    checks: tuple[photos.Check, ...] = ()
    if kind is SupportingDocumentKind.PHOTO:
        size = local_rules.rule("permit.photo", _region(application_id), at=at)
        clean, content_type = cleaned(data, pdf=False, quality=photos.QUALITY)
        kept, checks = photos.photograph(
            clean,
            width=int(size.get("width", photos.WIDTH)),
            height=int(size.get("height", photos.HEIGHT)),
        )
    else:
        kept, content_type = cleaned(data)
    with transaction.atomic(), as_intake_role():
        row = application_rights.locked(application_id)
        who = application_rights.standing(row, actor)
        _room_for(row, kind)
        if kind is SupportingDocumentKind.PHOTO:
            _replace(row, at)
        (number,) = next_ids("permits_blob", 1)
        blob = Blob.objects.create(
            id=number,
            cipher=encrypt_bytes(kept, context_of(kind), row=row_of(number)),
            content_type=content_type,
            size=len(kept),
            sha256=hashlib.sha256(kept).digest(),
            stored_at=at,
        )
        made = Paper.objects.create(
            application=row,
            kind=kind.value,
            blob=blob,
            by_user=actor.user_id,
            at=at,
            party=row.party if who is Standing.EMPLOYER else "",
            checks=[{"code": c.code, "value": c.value} for c in checks],
        )
        _touch(row)
        audit.record_write(
            actor,
            action="permit.paper",
            subject_kind="application",
            subject_id=row.pk,
            at=at,
            person_id=row.person_id,
            detail={"kind": kind.value, "paper": made.pk},
        )
    return made.pk


def remove_supporting_document(document_id: int, *, actor: Actor, at: datetime) -> int:
    """Take a supporting document back while the application is still being filled in; the application
    it belonged to."""
    seen = Paper.objects.filter(id=document_id, replaced_at=None).first()
    if seen is None:
        raise NotFound("paper_unknown", id=document_id)
    with transaction.atomic(), as_intake_role():
        row = application_rights.locked(seen.application_id)
        application_rights.standing(row, actor)
        if ApplicationState(row.state) not in OPEN_FOR_DOCUMENTS:
            raise Conflict("papers_closed", number=row.number)
        _forget(Paper.objects.select_related("blob").get(id=document_id), at, replaced=True)
        _touch(row)
        audit.record_write(
            actor,
            action="permit.paper_removed",
            subject_kind="application",
            subject_id=row.pk,
            at=at,
            person_id=row.person_id,
            detail={"paper": document_id},
        )
    return row.pk


def date_supporting_documents(row: Application, *, at: datetime) -> None:
    """Say when the supporting documents of a closed application are to be deleted."""
    Paper.objects.filter(application=row, deleted_at=None).update(
        delete_after=local_rules.until("permit.papers", row.region, at)
    )


def delete_supporting_documents(*, at: datetime, limit: int = 500) -> int:
    """Delete supporting documents whose purpose has ended; how many. A photograph that a card shows
    stays with the card."""
    with transaction.atomic(), as_intake_role():
        due = (
            Paper.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("blob")
            .filter(deleted_at=None, delete_after__lte=at)
            .order_by("delete_after")[:limit]
        )
        found = list(due)
        for document in found:
            _forget(document, at)
    return len(found)


def _forget(document: Paper, at: datetime, *, replaced: bool = False) -> None:
    document.deleted_at = at
    if replaced:
        document.replaced_at = at
    document.save(update_fields=["deleted_at", "replaced_at"])
    if not document.blob.cards.exists():
        document.blob.cipher, document.blob.deleted_at = None, at
        document.blob.save(update_fields=["cipher", "deleted_at"])


def _replace(row: Application, at: datetime) -> None:
    before = Paper.objects.select_related("blob").filter(
        application=row, kind=SupportingDocumentKind.PHOTO.value, replaced_at=None
    )
    for document in before:
        _forget(document, at, replaced=True)


def _room_for(row: Application, kind: SupportingDocumentKind) -> None:
    if ApplicationState(row.state) not in OPEN_FOR_DOCUMENTS:
        raise Conflict("papers_closed", number=row.number)
    if Paper.objects.filter(application=row, replaced_at=None).count() >= MOST:
        raise Refused("papers_too_many", most=MOST)
    notice = MissingNotice.objects.filter(application=row).first()
    if notice is not None and not any(kind.value in i["papers"] for i in notice.items):
        raise Refused("paper_not_asked")


def _region(application_id: int) -> str:
    return str(Application.objects.values_list("region", flat=True).get(id=application_id))


def _touch(row: Application) -> None:
    row.version += 1
    row.save(update_fields=["version"])


CONTEXT = "permits.paper"
PHOTO = "permits.photo"


def context_of(kind: str) -> str:
    """What the file is bound to: a photograph belongs to the photo store of cards as well."""
    return PHOTO if kind == SupportingDocumentKind.PHOTO else CONTEXT


def content(document_id: int) -> tuple[int, int, str, bytes]:
    """(application, person, content type, bytes) of a supporting document in sight; record the read. `NotFound`
    paper_unknown for one out of sight, paper_gone once it was deleted."""
    row = (
        Paper.objects.select_related("blob", "application")
        .filter(id=document_id, replaced_at=None)
        .first()
    )
    if row is None:
        raise NotFound("paper_unknown", id=document_id)
    if row.blob.cipher is None or row.deleted_at is not None:
        raise NotFound("paper_gone")
    data = decrypt_bytes(row.blob.cipher, context_of(row.kind), row=row_of(row.blob_id))
    return row.application_id, row.application.person_id, row.blob.content_type, data
