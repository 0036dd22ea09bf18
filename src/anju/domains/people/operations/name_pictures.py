"""Pictures of written names: kept and ended; they follow merges of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from anju.domains.people.data import Merging
from anju.domains.people.models import NamePicture
from anju.domains.people.queries.name_pictures import context_of
from anju.domains.people.rules.name_pictures import name_picture
from anju.foundation.actor import Actor
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.errors import NotFound
from anju.foundation.files import cleaned

COLUMN = "people_name_picture.person_id"


def add_name_picture(
    person_id: int, *, name: str, data: bytes, actor: Actor, at: datetime
) -> tuple[int, list[int]]:
    """Keep a picture of this name for a locked person, in place of the one before: (its id, those it replaces).

    Rights and the audit row are the caller's. `Refused` what `cleaned` and `name_picture` raise.
    """
    kept, width, height = name_picture(cleaned(data, pdf=False, quality=95)[0])
    before = list(_live(person_id).filter(name=name).values_list("id", flat=True))
    _end(before, at)
    made = NamePicture.objects.create(
        person_id=person_id,
        name=name,
        cipher=encrypt_bytes(kept, context_of(person_id, name)),
        width=width,
        height=height,
        stored_by=actor.user_id,
        stored_label=actor.label[:100],
        stored_at=at,
    )
    return int(made.pk), before


def end_name_picture(person_id: int, picture_id: int, *, at: datetime) -> None:
    """Remove a picture of a locked person. `NotFound` ``name_picture_unknown`` when it was removed or
    moved meanwhile."""
    if not _live(person_id).filter(id=picture_id).exists():
        raise NotFound("name_picture_unknown")
    _end([picture_id], at)


def move_name_pictures(merging: Merging) -> dict[str, Any]:
    """The other record's pictures become the kept one's, but for a name of which that has one already."""
    held = set(_live(merging.kept_id).values_list("name", flat=True))
    moving = [p for p in _live(merging.other_id).order_by("id") if p.name not in held]
    _bind(moving, merging.kept_id)
    return {COLUMN: [p.pk for p in moving]}


def give_name_pictures_back(merging: Merging, moved: Mapping[str, Any]) -> None:
    """What `move_name_pictures` moved goes back; one that ended meanwhile stays where it ended."""
    _bind(
        list(_live(merging.kept_id).filter(id__in=moved.get(COLUMN) or []).order_by("id")),
        merging.other_id,
    )


def _bind(pictures: Sequence[NamePicture], person_id: int) -> None:
    """Give the pictures to this person: written anew, because the ciphertext belongs to its person."""
    for picture in pictures:
        clear = decrypt_bytes(
            bytes(picture.cipher or b""), context_of(picture.person_id, picture.name)
        )
        picture.person_id, picture.cipher = (
            person_id,
            encrypt_bytes(clear, context_of(person_id, picture.name)),
        )
        picture.save(update_fields=["person", "cipher"])


def _live(person_id: int) -> QuerySet[NamePicture]:
    return NamePicture.objects.filter(person_id=person_id, ended_at=None)


def _end(picture_ids: Sequence[int], at: datetime) -> None:
    NamePicture.objects.filter(id__in=picture_ids).update(cipher=None, ended_at=at)
