"""Changes of one record: withdrawal by an undo, corrections by a clerk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anju.domains.people.models import Person
from anju.domains.people.rules.readings import readings
from anju.domains.people.rules.scripts import search_key
from anju.foundation.db.statements import run

CORRECTABLE = ("name", "sex", "birth_date", "nationality", "hukou_text", "education", "marital")


def withdraw(person_ids: Sequence[int], *, at: datetime) -> None:
    """Take records that only an undone batch had brought out of the register. Nothing is deleted."""
    ids = list(person_ids)
    run("UPDATE people_person SET withdrawn_at = %s WHERE id = ANY(%s)", [at, ids])
    run("UPDATE people_document SET live = false WHERE live AND person_id = ANY(%s)", [ids])
    run("UPDATE people_contact SET live = false WHERE live AND person_id = ANY(%s)", [ids])
    run("DELETE FROM people_finding WHERE person_id = ANY(%s)", [ids])
    run("DELETE FROM people_scope WHERE person_id = ANY(%s)", [ids])


def correct(person_id: int, changes: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Apply corrections to a record; returns {field: (before, after)} of what really changed."""
    person = Person.objects.select_for_update().get(id=person_id)
    said = {f: changes[f] for f in CORRECTABLE if f in changes}
    done = {f: (getattr(person, f), v) for f, v in said.items() if getattr(person, f) != v}
    for field, (_, value) in done.items():
        setattr(person, field, value)
    if "name" in done:
        person.pinyin, person.initials, person.other_reading = readings(person.name)
        person.search_name = search_key(person.name)
    if done:
        person.save()
    return done
