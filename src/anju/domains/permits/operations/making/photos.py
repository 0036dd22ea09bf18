"""The photo store: a photograph for the card, encrypted under a key of its own, read only to print it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from anju.domains.permits.models import Blob
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.errors import NotFound, Refused

CONTEXT = "permits.photo"
LARGEST = 2 * 1024 * 1024
KINDS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PN": "image/png"}


def keep_photo(data: bytes, *, at: datetime) -> int:
    """Store a photograph; its id. Raises `Refused` `photo_kind` (JPEG or PNG), `photo_too_large` (2 MB)."""
    kind = KINDS.get(data[:3])
    if kind is None:
        raise Refused("photo_kind")
    if len(data) > LARGEST:
        raise Refused("photo_too_large")
    return Blob.objects.create(cipher=encrypt_bytes(data, CONTEXT), content_type=kind, size=len(data),
                               sha256=hashlib.sha256(data).digest(), stored_at=at).pk


def photo_of(blob_id: int | None) -> bytes:
    """The photograph in clear; b"" when there is none. Raises `NotFound` for one that was deleted or altered."""
    row = Blob.objects.filter(id=blob_id).first() if blob_id else None
    if row is None:
        return b""
    if row.cipher is None:
        raise NotFound("photo_gone")
    try:
        data = decrypt_bytes(row.cipher, CONTEXT)
    except ValueError as error:
        raise NotFound("photo_gone") from error
    if hashlib.sha256(data).digest() != bytes(row.sha256):
        raise NotFound("photo_gone")
    return data


def forget_photo(blob_id: int | None, *, at: datetime) -> None:
    """Empty a photograph that no card needs any more; that it was, stays known by its hash."""
    if blob_id:
        Blob.objects.filter(id=blob_id, cipher__isnull=False).update(cipher=None, deleted_at=at)
