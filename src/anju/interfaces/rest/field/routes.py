"""``/field``: what a device in the field sends, and what it is given."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Annotated

from django.http import HttpResponse
from ninja import Header, Path, Query, Router

from anju.domains.fieldwork.api import sync as field
from anju.foundation.audit.api import epoch
from anju.foundation.crypto import envelope_key
from anju.foundation.errors import NotAllowed, Refused
from anju.interfaces.card_reading import card_answer
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.declarations import Key as BatchKey
from anju.interfaces.rest.errors import ERRORS, Problem, language, sentence_of
from anju.interfaces.rest.field.schemas import (
    BundleAsked,
    BundleOffered,
    CardRead,
    DeviceStanding,
    KeysAsked,
    OperationAnswer,
    OperationAnswers,
    OperationsSent,
    PhotoStanding,
)

router = Router()
Epoch = Annotated[
    str,
    Header(
        alias="Anju-Epoch",
        pattern=r"^[0-9]{1,9}$",
        description="The restore on which the device believes the register to stand; 0 at first.",
    ),
]
Sha256 = Annotated[
    str, Path(pattern="^[0-9a-f]{64}$", description="Of the envelope around the photograph.")
]
Offset = Annotated[int, Query(ge=0, le=2**31 - 1, description="Byte at which this begins.")]
BYTES = {
    "description": "Bytes from `offset` on.",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
PIECE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("/field/device", response={200: DeviceStanding, ERRORS: Problem}, summary="This device")
def device(request: TokenRequest) -> DeviceStanding:
    """Whether it is still in use, what it may carry, and the key for envelopes."""
    found, key = field.device_of(request.actor, at=request.at), envelope_key()
    return DeviceStanding(
        device=found.code,
        name=found.name,
        holder=found.holder,
        state=found.state,
        areas=list(field.areas_of(request.actor)),
        expires_at=found.expires_at,
        server_time=request.at,
        key_version=key.version,
        key=base64url(key.point),
    )


@router.post(
    "/field/operations",
    response={200: OperationAnswers, ERRORS: Problem},
    summary="Send operations",
)
def send(
    request: TokenRequest, body: OperationsSent, idempotency_key: BatchKey, anju_epoch: Epoch
) -> OperationAnswers:
    """Take operations in, each for itself: one that cannot be read or applied holds up none but those that build on it.
    The same again is answered as the first time. Data go before photographs."""
    _require_epoch(anju_epoch)
    received = field.receive_operations(
        request.actor,
        batch_key=idempotency_key,
        sent_at=body.sent_at,
        sent=[field.Sent(o.key, from_base64url(o.envelope)) for o in body.operations],
        at=request.at,
    )
    return OperationAnswers(fresh=received.fresh, answers=answers(received.answers))


@router.post(
    "/field/standing", response={200: OperationAnswers, ERRORS: Problem}, summary="How they stand"
)
def standing(request: TokenRequest, body: KeysAsked) -> OperationAnswers:
    """What has become of operations that waited. Those that never came are left out."""
    field.device_of(request.actor, at=request.at)
    return OperationAnswers(
        fresh=0, answers=answers(field.standing(body.keys, actor=request.actor))
    )


@router.get(
    "/field/photos/{sha256}",
    response={200: PhotoStanding, ERRORS: Problem},
    summary="How far a photograph has come",
)
def photo(request: TokenRequest, sha256: Sha256) -> PhotoStanding:
    """Go on at byte `received`. 404 until the operation that announces it is here."""
    field.device_of(request.actor, at=request.at)
    return photo_schema(field.photo_standing(request.actor, sha256=sha256))


@router.put(
    "/field/photos/{sha256}",
    response={200: PhotoStanding, ERRORS: Problem},
    summary="Send a piece of a photograph",
    openapi_extra=PIECE,
)
def piece(request: TokenRequest, sha256: Sha256, offset: Offset) -> PhotoStanding:
    """A piece of at most 1 MB. A piece that is here already changes nothing; one that begins behind what is here is not
    kept: go on at `received`. A whole that is not of its SHA-256 begins anew at 0."""
    field.device_of(request.actor, at=request.at)
    return photo_schema(
        field.add_piece(
            request.actor, sha256=sha256, offset=offset, content=request.body, at=request.at
        )
    )


@router.post(
    "/field/card-photos",
    response={200: CardRead, ERRORS: Problem},
    summary="Read a photographed card",
    openapi_extra=PIECE,
)
def card_photo(request: TokenRequest) -> CardRead:
    """The fields of an identity card's front on a photograph (JPEG or PNG, at most 2.5 MB). What is not sure stays
    empty; neither photograph nor fields are kept. 503 `card_reading_busy`: ask again, or type."""
    field.device_of(request.actor, at=request.at)
    return CardRead(
        **card_answer(request.body, actor=request.actor, at=request.at, language=language())
    )


@router.post(
    "/field/bundles", response={200: BundleOffered, ERRORS: Problem}, summary="What to carry"
)
def bundle(
    request: TokenRequest, body: BundleAsked, anju_epoch: Epoch, x_purpose: Purpose = None
) -> BundleOffered:
    """All of the holder's areas, or what has changed of them. Whom it tells of is recorded as read, for the purpose
    stated. 403 `device_revoked`, `device_expired` or `field_without_area`: the device forgets what it carries."""
    _require_epoch(anju_epoch)
    _require_purpose(request, x_purpose)
    offered = field.offer_bundle(
        request.actor, since=body.since, areas=body.areas, persisted=body.persisted, at=request.at
    )
    return BundleOffered(
        bundle=offered.code,
        sequence=offered.sequence,
        base=offered.base,
        areas=list(offered.areas),
        size=offered.size,
        sha256=offered.sha256,
        homes=offered.homes,
        valid_until=offered.valid_until,
    )


@router.get(
    "/field/bundles/{code}",
    response={200: None, ERRORS: Problem},
    summary="Bytes of a bundle",
    openapi_extra={"responses": {200: BYTES}},
)
def bundle_bytes(
    request: TokenRequest,
    code: Annotated[str, Path(pattern="^[0-9a-f]{16}$")],
    offset: Offset = 0,
) -> HttpResponse:
    """Bytes from `offset` on, at most 512 kB; none behind its end: a device that was cut off goes on where it was."""
    content = field.bundle_piece(request.actor, code=code, offset=offset, at=request.at)
    return HttpResponse(content, content_type="application/octet-stream")


def answers(found: Sequence[field.Answer]) -> list[OperationAnswer]:
    """Answers as the API gives them."""
    return [
        OperationAnswer(
            key=a.key,
            digest=a.digest,
            status=a.status.value,
            reason=a.reason,
            detail=sentence_of(a.reason) if a.reason else "",
            facts=dict(a.facts),
        )
        for a in found
    ]


def photo_schema(found: field.PhotoStanding) -> PhotoStanding:
    """A photograph as the API gives it."""
    return PhotoStanding(
        sha256=found.sha256,
        size=found.size,
        received=found.received,
        state=found.state,
        reason=found.reason,
        detail=sentence_of(found.reason) if found.reason else "",
    )


def base64url(data: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(data).decode("ascii").rstrip("=")


def from_base64url(text: str) -> bytes:
    """The bytes again; what is no base64url is taken for an envelope that cannot be opened."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return text.encode()


def _require_epoch(sent: str) -> None:
    """The middleware has compared it with the register's own; a device that names none would not notice a restore."""
    if int(sent) != epoch().number:
        raise Refused("epoch_missing")


def _require_purpose(request: TokenRequest, purpose: str | None) -> None:
    """As everywhere where people are looked at; a holder without any right learns what became of the device."""
    if not request.actor.grants:
        standing = field.device_of(request.actor, at=request.at)
        if standing.state is field.DeviceState.REVOKED:
            raise NotAllowed("device_revoked")
        raise NotAllowed("field_without_area")
    for_people(request, purpose)
