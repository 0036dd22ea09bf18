"""What is printed on a card: gathered from the register at the moment the card is ordered, kept as ciphertext.

The photograph is encrypted under a key of its own, and read only to print it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from anju.domains.people import api as people
from anju.domains.permits.production.data import CardFace, ethnicity_label
from anju.domains.permits.production.models import Blob, Card
from anju.domains.permits.transitions.models import Permit
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.domains.register import api as register
from anju.foundation.characters import private
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import NotFound
from anju.foundation.files import JPEG, cleaned

CONTEXT = "permits.card"
PRINTED = (
    "name",
    "sex",
    "ethnicity",
    "birth_date",
    "citizen_number",
    "hukou_address",
    "residence_address",
    "authority",
    "issue_date",
)
"""Art. 4, without the photograph, which lies in the photo store."""
PICTURE = "name_picture"
"""Kept among the words, as base64, once the card has left with a picture of its name."""
CITIZEN = ("111", "HMT")
TOWN = 4


def layout_of(permit: Permit, *, ethnicity: str, at: datetime) -> dict[str, str]:
    """The printed words for a permit as the register has them now. Empty where the register knows nothing."""
    view = people.persons([permit.person_id]).get(permit.person_id)
    if view is None:
        raise NotFound("person_unknown")
    document = next((d for d in view.documents if d.live and d.kind in CITIZEN), None)
    number = people.numbers([document.id])[document.id] if document else ""
    home = places.homes([permit.home_id]).get(permit.home_id) if permit.home_id else None
    return {
        "name": view.name,
        "sex": view.sex if view.sex in ("1", "2") else "",
        "ethnicity": ethnicity,
        "birth_date": view.birth_date.isoformat() if view.birth_date else "",
        "citizen_number": number,
        "hukou_address": view.hukou_text or _area(view.origin),
        "residence_address": places.whole_address(home) if home else "",
        "authority": authority_of(permit.issuer, permit.issued_on, at=at),
        "issue_date": permit.issued_on.isoformat() if permit.issued_on else "",
    }


def authority_of(station: str, day: date | None, *, at: datetime) -> str:
    """Who issues there: the city's dated rule ``permit.authority``, otherwise the county's police with the town's
    station."""
    laid_down, _ = register.rule("permit.authority", station, day or local_date(at), at=at)
    if laid_down.get("name"):
        return str(laid_down["name"])
    levels = _path(station)
    county = next((n for level, n in levels if level == 3), "") or next(
        (n for _, n in reversed(levels)), ""
    )
    town = next((n for level, n in levels if level == TOWN), "")
    return (
        f"{county}公安局{town.removesuffix('街道办事处').removesuffix('街道').removesuffix('镇').removesuffix('乡')}派出所"
        if town
        else f"{county}公安局"
    )


def sealed(layout: Mapping[str, str], *, card: int) -> bytes:
    """As it is kept with the card of this number."""
    return encrypt(json.dumps(dict(layout), ensure_ascii=False), CONTEXT, row=row_of(card))


def opened(card: Card) -> dict[str, str]:
    """What is printed on a card, in clear: for printing, and for carrying on to the next card."""
    printed: dict[str, Any] = json.loads(decrypt(card.layout_cipher, CONTEXT, row=row_of(card.pk)))
    return {k: str(printed.get(k, "")) for k in PRINTED}


def gaps(card: Card) -> tuple[str, ...]:
    """What a card still lacks before it can be made: names of `PRINTED`, ``photo``, ``name_picture`` for a name with
    characters of private use (no other machine draws them alike), ``standard_characters`` for other words with such."""
    layout = opened(card)
    missing = [k for k in PRINTED if not layout[k]]
    if layout["ethnicity"] and not ethnicity_label(layout["ethnicity"]):
        missing.append("ethnicity")
    if card.photo_id is None:
        missing.append("photo")
    if private(layout["name"]) and not picture_of(card):
        missing.append(PICTURE)
    if any(private(layout[k]) for k in PRINTED if k != "name"):
        missing.append("standard_characters")
    return tuple(missing)


def picture_of(card: Card, *, as_sent: bool = False) -> bytes:
    """The picture that is printed for the card's name: the one it left with, or (not `as_sent`) what is kept now for
    exactly that name of its person; b"" where the characters are printed."""
    kept = json.loads(decrypt(card.layout_cipher, CONTEXT, row=row_of(card.pk)))
    if as_sent or kept.get(PICTURE):
        return base64.b64decode(kept.get(PICTURE, ""))
    whose = (card.person_id, str(kept.get("name", "")))
    return people.pictures_of_names([whose]).get(whose, b"")


def keep_pictures(cards: Sequence[Card]) -> None:
    """Keep with each card the picture of its name that it leaves with now, so that it leaves with no other later."""
    words = [(card, opened(card)) for card in cards]
    found = people.pictures_of_names([(card.person_id, printed["name"]) for card, printed in words])
    for card, printed in words:
        if picture := found.get((card.person_id, printed["name"])):
            card.layout_cipher = sealed(
                {**printed, PICTURE: base64.b64encode(picture).decode()}, card=card.pk
            )
            card.save(update_fields=["layout_cipher"])


def face(card: Card, *, as_sent: bool = False) -> CardFace:
    """The card's face with its photograph and the picture of its name (see `picture_of`). Call only for cards without
    `gaps`."""
    printed = opened(card)
    return CardFace(
        name_picture=picture_of(card, as_sent=as_sent),
        name=printed["name"],
        sex=printed["sex"],
        ethnicity=printed["ethnicity"],
        birth_date=date.fromisoformat(printed["birth_date"]),
        citizen_number=printed["citizen_number"],
        photo=photo_of(card.photo_id),
        hukou_address=printed["hukou_address"],
        residence_address=printed["residence_address"],
        authority=printed["authority"],
        issue_date=date.fromisoformat(printed["issue_date"]),
    )


def _path(code: str) -> list[tuple[int, str]]:
    try:
        return [(int(p.level), p.name) for p in regions.path(code.ljust(12, "0"))]
    except NotFound:
        return []


def _area(origin: str) -> str:
    try:
        return regions.area(origin).full_name if origin else ""
    except NotFound:
        return ""


PHOTO_CONTEXT = "permits.photo"


def store_photo(data: bytes, *, at: datetime) -> int:
    """Store a photograph, written anew so that nothing but the picture is kept; its id.

    `Refused` for what the content shows: ``paper_type``, ``paper_heic``, ``paper_too_large``, ``paper_unreadable``.
    """
    kept, _ = cleaned(data, pdf=False, quality=92)
    (number,) = next_ids("permits_blob", 1)
    return Blob.objects.create(
        id=number,
        cipher=encrypt_bytes(kept, PHOTO_CONTEXT, row=row_of(number)),
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
        data = decrypt_bytes(row.cipher, PHOTO_CONTEXT, row=row_of(row.pk))
    except ValueError as error:
        raise NotFound("photo_gone") from error
    if hashlib.sha256(data).digest() != bytes(row.sha256):
        raise NotFound("photo_gone")
    return data
