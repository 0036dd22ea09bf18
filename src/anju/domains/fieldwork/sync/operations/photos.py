"""Photographs on their way in: piece after piece, compared with their digest, opened and written anew."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.domains.fieldwork.sync.data.operations import PhotoState
from anju.domains.fieldwork.sync.models import Photo, PhotoPiece
from anju.domains.fieldwork.sync.queries.devices import DEVICE
from anju.domains.fieldwork.sync.rules.photos import LARGEST, MOST_PIECE, place
from anju.foundation import files
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.crypto import open_envelope, row_of
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.errors import NotAllowed, NotFound, Refused

CONTEXT = "field photo"
"""What the envelope of a photograph is closed for."""
STORED = "field.photo"


@dataclass(frozen=True, slots=True)
class PhotoStanding:
    """How far a photograph has come: go on at byte `received`."""

    sha256: str
    size: int
    received: int
    state: PhotoState
    reason: str


def photo_standing(actor: Actor, *, sha256: str) -> PhotoStanding:
    """Where to go on with a photograph. `NotFound` ``photo_unknown`` until the operation that announces it is here."""
    return _standing(_mine(actor, sha256))


def add_piece(
    actor: Actor, *, sha256: str, offset: int, content: bytes, at: datetime
) -> PhotoStanding:
    """Take in a piece. What is here already is not kept again; a whole that is not of its digest begins anew.

    `NotFound` ``photo_unknown`` until the operation that announces it is here; `Refused` ``photo_piece_size``
    (most), ``photo_too_large`` (most).
    """
    if not content or len(content) > MOST_PIECE:
        raise Refused("photo_piece_size", most=MOST_PIECE)
    with transaction.atomic():
        row = _mine(actor, sha256, locked=True)
        if row.size > LARGEST:
            raise Refused("photo_too_large", most=LARGEST)
        if row.state != PhotoState.MISSING:
            return _standing(row)
        step = place(received=row.received, size=row.size, offset=offset, length=len(content))
        fresh = content[step.skip : step.skip + step.received - row.received]
        if fresh:
            PhotoPiece.objects.create(photo=row, offset=row.received, content=fresh)
            row.received = step.received
            row.save(update_fields=["received"])
        if step.complete:
            _complete(actor, row, at)
    return _standing(row)


def photo_content(photo_id: int) -> bytes:
    """The picture (JPEG), for whoever sees an operation that brought it. `NotFound` ``photo_unknown``."""
    row = Photo.objects.filter(id=photo_id, state=PhotoState.WHOLE).first()
    if row is None or row.cipher is None:
        raise NotFound("photo_unknown")
    return decrypt_bytes(row.cipher, STORED, row=row_of(row.id))


def _complete(actor: Actor, row: Photo, at: datetime) -> None:
    """All bytes are here: of their digest, or all over again. A picture that cannot be kept is refused for itself; its
    operation stands."""
    whole = b"".join(
        bytes(c) for c in row.pieces.order_by("offset").values_list("content", flat=True)
    )
    row.pieces.all().delete()
    if hashlib.sha256(whole).hexdigest() != row.sha256:
        row.received = 0
        row.save(update_fields=["received"])
        return
    try:
        picture, _ = files.cleaned(open_envelope(whole, CONTEXT), pdf=False)
        row.state, row.whole_at = PhotoState.WHOLE, at
        row.cipher = encrypt_bytes(picture, STORED, row=row_of(row.id))
    except Refused as refused:
        row.state, row.reason = PhotoState.REFUSED, refused.code
    except ValueError:
        row.state, row.reason = PhotoState.REFUSED, "photo_damaged"
    row.save(update_fields=["state", "reason", "cipher", "whole_at"])
    record_write(
        actor,
        action="field.photo",
        subject_kind="user",
        subject_id=row.user_id,
        at=at,
        detail={"photo": row.id, "state": row.state, "device": actor.extra.get(DEVICE, "")},
    )


def _mine(actor: Actor, sha256: str, *, locked: bool = False) -> Photo:
    if actor.user_id is None:
        raise NotAllowed("device_missing")
    found = Photo.objects.select_for_update() if locked else Photo.objects.all()
    row = found.filter(user_id=actor.user_id, sha256=sha256).first()
    if row is None:
        raise NotFound("photo_unknown")
    return row


def _standing(row: Photo) -> PhotoStanding:
    return PhotoStanding(row.sha256, row.size, row.received, PhotoState(row.state), row.reason)
