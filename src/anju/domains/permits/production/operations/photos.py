"""The photo store: a photograph for the card, encrypted under a key of its own, read only to print it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from anju.domains.permits.production.models import Blob
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import NotFound
from anju.foundation.files import JPEG, cleaned

CONTEXT = "permits.photo"


def store_photo(data: bytes, *, at: datetime) -> int:
    """Store a photograph, written anew so that nothing but the picture is kept; its id.

    `Refused` for what the content shows: ``paper_type``, ``paper_heic``, ``paper_too_large``, ``paper_unreadable``.
    """
    kept, _ = cleaned(data, pdf=False, quality=92)
    (number,) = next_ids("permits_blob", 1)
    return Blob.objects.create(
        id=number,
        cipher=encrypt_bytes(kept, CONTEXT, row=row_of(number)),
        content_type=JPEG,
        size=len(kept),
        sha256=hashlib.sha256(kept).digest(),
        stored_at=at,
    ).pk


def photo_of(blob_id: int | None) -> bytes:
    """The photograph in clear; b"" when there is none. Raises `NotFound` for one that was deleted or altered."""
    row = Blob.objects.filter(id=blob_id).first() if blob_id else None
    if row is None:
        return b""
    if row.cipher is None:
        raise NotFound("photo_gone")
    try:
        data = decrypt_bytes(row.cipher, CONTEXT, row=row_of(row.pk))
    except ValueError as error:
        raise NotFound("photo_gone") from error
    if hashlib.sha256(data).digest() != bytes(row.sha256):
        raise NotFound("photo_gone")
    return data
