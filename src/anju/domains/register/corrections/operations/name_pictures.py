"""Pictures of written names: brought and removed by staff who may correct the person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound

EDIT = "person.edit"


def keep_name_picture(person_id: int, *, name: str, data: bytes, actor: Actor, at: datetime) -> int:
    """Keep a picture of this name for a person, in place of the one before; its id.

    `NotFound` for people out of sight; `NotAllowed` without ``person.edit`` where the person lives or works; `Refused`
    ``paper_empty``, ``paper_type``, ``paper_heic``, ``paper_too_large``, ``paper_unreadable``,
    ``name_picture_unclear``,
    ``name_picture_small``, ``name_picture_shape``; `Conflict` ``record_changed_since`` when the record
    bears another name meanwhile, or was merged or withdrawn.
    """
    if person_id not in people.persons([person_id]):
        raise NotFound("person_unknown")
    with transaction.atomic():
        _require_edit(person_id, actor)
        with as_intake_role():
            if (
                people.lock([person_id]).get(person_id) != person_id
                or people.persons([person_id])[person_id].name != name
            ):
                raise Conflict("record_changed_since")
            made, replaced = people.add_name_picture(
                person_id, name=name, data=data, actor=actor, at=at
            )
            audit.record_write(
                actor,
                action="people.name_picture",
                subject_kind="name_picture",
                subject_id=made,
                at=at,
                person_id=person_id,
                detail={"replaced": replaced},
            )
    return made


def remove_name_picture(person_id: int, picture_id: int, *, actor: Actor, at: datetime) -> None:
    """Remove a picture, of the present name or of an earlier one.

    `NotFound` ``name_picture_unknown`` when it is out of sight, of somebody else, or was removed; `NotAllowed` as
    `keep_name_picture`.
    """
    if picture_id not in {p.id for p in people.name_pictures(person_id)}:
        raise NotFound("name_picture_unknown")
    with transaction.atomic():
        _require_edit(person_id, actor)
        with as_intake_role():
            people.lock([person_id])
            people.end_name_picture(person_id, picture_id, at=at)
            audit.record_write(
                actor,
                action="people.name_picture_removed",
                subject_kind="name_picture",
                subject_id=picture_id,
                at=at,
                person_id=person_id,
            )


def _require_edit(person_id: int, actor: Actor) -> None:
    if person_id not in people.within_scope_now(actor, [person_id], EDIT):
        raise NotAllowed("not_allowed", permission=EDIT)
