"""Things kept and given back, and leaving the station."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from anju.domains.casework.rescue.data import (
    MOST_TEXT,
    MOST_WORD,
    Mark,
    StayState,
    Step,
    Way,
)
from anju.domains.casework.rescue.models import PropertyRow, StayRow, StepRow
from anju.domains.casework.rescue.operations import recording
from anju.domains.casework.rescue.queries.law import bounds
from anju.domains.casework.rescue.queries.stations import LEAD, holds_there
from anju.domains.casework.rescue.queries.stays import RECEIVER, THING, age_of
from anju.domains.casework.rescue.rules.admitting import sound
from anju.domains.casework.rescue.rules.leaving import Leaving, require_may_leave
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Conflict, NotFound, Refused

MOST_THINGS = 50
MOST_PLACE = 40


def keep(stay_id: int, what: str, *, place: str = "", key: str, actor: Actor, at: datetime) -> None:
    """Keep something for somebody. The same `key` again changes nothing.

    `NotFound` ``rescue_stay_unknown``; `Refused` ``rescue_thing_missing``, ``rescue_things_many``, ``rescue_long``;
    `Conflict` ``rescue_step``.
    """
    recording.see(stay_id, actor, key=key)
    words, shelf = sound(what, MOST_TEXT), sound(place, MOST_PLACE)
    if not words:
        raise Refused("rescue_thing_missing")
    with transaction.atomic(), as_intake_role():
        row = recording.held_for(stay_id, actor)
        if recording.known(row, key):
            return
        if PropertyRow.objects.filter(stay=row).count() >= MOST_THINGS:
            raise Refused("rescue_things_many", most=MOST_THINGS)
        (number,) = next_ids("casework_rescue_property", 1)
        recording.take(
            row, Step.KEPT, key=key, actor=actor, at=at, detail={"property": str(number)}
        )
        PropertyRow.objects.create(
            id=number,
            stay=row,
            what_cipher=encrypt(words, THING, row=row_of(number)),
            place=shelf,
            kept_at=at,
            kept_by=actor.label[:100],
        )


def give_back(
    stay_id: int,
    property_id: int,
    *,
    signed_by: str,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Give something back to who signs for it. The same `key` again changes nothing.

    `NotFound` ``rescue_stay_unknown``, ``rescue_thing_unknown``; `Refused` ``rescue_receipt_unsigned``; `Conflict`
    ``rescue_returned`` (`on`) for what was given back already.
    """
    recording.see(stay_id, actor, key=key)
    who = sound(signed_by, MOST_WORD)
    if not who:
        raise Refused("rescue_receipt_unsigned")
    with transaction.atomic(), as_intake_role():
        row = recording.held_for(stay_id, actor)
        if recording.known(row, key):
            return
        kept = PropertyRow.objects.select_for_update().filter(id=property_id, stay=row).first()
        if kept is None:
            raise NotFound("rescue_thing_unknown")
        if kept.returned_at is not None:
            raise Conflict("rescue_returned", on=local_date(kept.returned_at))
        kept.returned_at, kept.returned_by = at, actor.label[:100]
        kept.returned_to_cipher = encrypt(who, RECEIVER, row=row_of(kept.pk))
        kept.save(update_fields=["returned_at", "returned_by", "returned_to_cipher"])
        recording.take(
            row, Step.RETURNED, key=key, actor=actor, at=at, detail={"property": str(kept.pk)}
        )


@dataclass(frozen=True, slots=True)
class Departure:
    """How somebody leaves. `receiver`: who takes them over (name, relation, what was shown); `words`: where to, the
    ticket, or what happened; `signed`: the word or the hand-over was signed."""

    way: Way
    words: str = ""
    receiver: str = ""
    signed: bool = False


def leave(stay_id: int, departure: Departure, *, key: str, actor: Actor, at: datetime) -> None:
    """Note that somebody leaves. The same `key` again changes nothing.

    `NotFound` ``rescue_stay_unknown``; what `require_may_leave` raises; `Conflict` ``rescue_left`` for somebody who has
    left.
    """
    recording.see(stay_id, actor, key=key)
    receiver, words = sound(departure.receiver, MOST_WORD), sound(departure.words)
    with transaction.atomic(), as_intake_role():
        row = recording.held_for(stay_id, actor)
        if recording.known(row, key):
            return
        if row.state == StayState.LEFT.value:
            raise Conflict("rescue_left", number=row.number)
        require_may_leave(
            _leaving(row, departure.way, receiver, words, departure.signed, actor, at),
            bounds(row.region, local_date(at)),
        )
        row.left_at, row.way = at, departure.way.value
        text = "\n".join(filter(None, (receiver, words)))
        recording.take(
            row,
            Step.LEFT,
            key=key,
            actor=actor,
            at=at,
            text=text,
            detail={"way": departure.way.value, "signed": "yes" if departure.signed else ""},
        )


def _leaving(
    row: StayRow, way: Way, receiver: str, words: str, signed: bool, actor: Actor, at: datetime
) -> Leaving:
    return Leaving(
        way,
        age_of(row, local_date(at)),
        frozenset(map(Mark, row.marks)),
        receiver=receiver,
        signed=signed,
        agreed=holds_there(actor, LEAD, row.region),
        police_notified=StepRow.objects.filter(stay=row, step=Step.POLICE.value).exists(),
        kept=PropertyRow.objects.filter(stay=row, returned_at=None).count(),
        words=words,
    )
