"""The content of a supporting document."""

from __future__ import annotations

from anju.domains.permits.applications.models import Paper
from anju.domains.permits.eligibility.data import SupportingDocumentKind
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import decrypt_bytes
from anju.foundation.errors import NotFound

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
