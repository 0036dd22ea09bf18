"""Persons about whom nothing is answered: entered and ended by the office."""

from __future__ import annotations

from datetime import datetime

from anju.domains.exchange.shields.data import SHIELD_REASONS
from anju.domains.exchange.shields.models import Shield
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound, Refused

SHIELD = "person.trail"
"""The permission of the offices that answer for a record."""


def shield(person_id: int, *, region: str, reason: str, actor: Actor, at: datetime) -> None:
    """From now on every question about this person is answered no, whoever asks. Nothing changes where it is so
    already. `NotFound` ``person_unknown``, `Refused` ``shield_reason``."""
    person = _standing(person_id, actor)
    if reason not in SHIELD_REASONS:
        raise Refused("shield_reason")
    made, new = Shield.objects.get_or_create(
        person_id=person,
        until=None,
        defaults={"region": region, "reason": reason, "since": at},
    )
    if new:
        _record(actor, "exchange.shielded", person, made.pk, at)


def end_shield(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Questions about this person are answered again. `NotFound` ``person_unknown``."""
    person = _standing(person_id, actor)
    ended = Shield.objects.filter(person_id=person, until=None).update(until=at)
    if ended:
        _record(actor, "exchange.shield_ended", person, person, at)


def shield_reason_of(person_id: int) -> str:
    """Why this person is shielded now; "" where they are not. One query."""
    found = Shield.objects.filter(person_id=people.canonical(person_id), until=None)
    return found.values_list("reason", flat=True).first() or ""


def _standing(person_id: int, actor: Actor) -> int:
    actor.require(SHIELD)
    person = people.canonical(person_id)
    if person not in people.visible_to(actor, [person], SHIELD):
        raise NotFound("person_unknown")
    return person


def _record(actor: Actor, action: str, person: int, subject: object, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="person",
        subject_id=subject,
        person_id=person,
        at=at,
    )
