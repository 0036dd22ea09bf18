"""Changes of one record: corrections, withdrawal by an undo, bringing back what stands when a declaration is
undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anju.domains.people.models import Person
from anju.domains.people.rules import keys
from anju.domains.people.rules.readings import readings
from anju.domains.people.rules.scripts import search_key
from anju.foundation.crypto import blind_indexes, encrypt_many
from anju.foundation.db.statements import insert, joined, rows, run

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
    given = {f: changes[f] for f in CORRECTABLE if f in changes}
    done = {f: (getattr(person, f), v) for f, v in given.items() if getattr(person, f) != v}
    for field, (_, value) in done.items():
        setattr(person, field, value)
    if "name" in done:
        person.pinyin, person.initials, person.other_reading = readings(person.name)
        person.search_name = search_key(person.name)
    if done:
        person.save()
    return done


GAPS = ("hukou_text", "origin")
"""Fields that a declaration fills in where the record has none."""


def restore_phones(changes: Sequence[tuple[int, str, str]], *, at: datetime) -> None:
    """(person, phone that is taken back, phone that stands without it, or "").

    A record whose live phone is another one by now is left alone. For a record that has no live phone the first is "".
    """
    if not changes:
        return
    taken = blind_indexes([phone or None for _, phone, _ in changes], keys.PHONE_INDEX)
    source, values = joined({"p": ("bigint", [p for p, _, _ in changes]), "v": ("bytea", taken)})
    gone = {p for p, phone, _ in changes if not phone} | {
        r[0]
        for r in rows(
            f"""UPDATE people_contact c SET live = false FROM {source} AS i(p, v)
        WHERE c.person_id = i.p AND c.value_index = i.v AND c.live AND c.kind = 'phone' RETURNING c.person_id""",  # noqa: S608
            values,
        )
    }
    back = sorted({(p, s) for p, _, s in changes if p in gone and s})
    known = _bring_back(back)
    missing = [(p, s) for p, s in back if p not in known]
    if missing:
        phones = [s for _, s in missing]
        indexes = blind_indexes(phones, keys.PHONE_INDEX)
        insert(
            "people_contact",
            {
                "person_id": ("bigint", [p for p, _ in missing]),
                "kind": ("text", ["phone"] * len(missing)),
                "value_cipher": ("bytea", encrypt_many(phones, keys.PHONE, rows=indexes)),
                "value_index": ("bytea", indexes),
                "tail4": ("bytea", blind_indexes([p[-4:] for p in phones], keys.PHONE_TAIL)),
                "live": ("boolean", [True] * len(missing)),
                "recorded_at": ("timestamptz", [at] * len(missing)),
            },
        )


def _bring_back(wanted: Sequence[tuple[int, str]]) -> set[int]:
    """Make the phones live that these records held once; whose those were."""
    source, values = joined(
        {
            "p": ("bigint", [p for p, _ in wanted]),
            "v": ("bytea", blind_indexes([s for _, s in wanted], keys.PHONE_INDEX)),
        }
    )
    return {
        r[0]
        for r in rows(
            f"""UPDATE people_contact c SET live = true WHERE c.id IN (
        SELECT max(k.id) FROM {source} AS i(p, v) JOIN people_contact k
          ON k.person_id = i.p AND k.value_index = i.v AND k.kind = 'phone' GROUP BY k.person_id)
        RETURNING c.person_id""",  # noqa: S608
            values,
        )
    }


def restore_contacts(contact_ids: Sequence[int]) -> None:
    """Make these contacts live again, of records that have no live phone now."""
    run(
        """UPDATE people_contact c SET live = true WHERE id = ANY(%s) AND NOT EXISTS (SELECT FROM people_contact k
           WHERE k.person_id = c.person_id AND k.kind = c.kind AND k.live)""",
        [list(contact_ids)],
    )


def give_contacts(contact_ids: Sequence[int], *, from_id: int, to_id: int) -> None:
    """These contacts of the one record that are not live become the other's, not live."""
    run(
        "UPDATE people_contact SET person_id = %s WHERE person_id = %s AND NOT live AND id = ANY(%s)",
        [to_id, from_id, list(contact_ids)],
    )


def restore_gaps(field: str, changes: Sequence[tuple[int, str, str]]) -> None:
    """(person, value that is taken back, value that stands without it, or "") of one of `GAPS`. What was corrected
    since is left alone."""
    if field not in GAPS:
        raise ValueError(field)
    source, values = joined(
        {
            "p": ("bigint", [c[0] for c in changes]),
            "t": ("text", [c[1] for c in changes]),
            "s": ("text", [c[2] for c in changes]),
        }
    )
    run(
        f"UPDATE people_person t SET {field} = i.s FROM {source} AS i(p, t, s) WHERE t.id = i.p AND t.{field} = i.t",  # noqa: S608
        values,
    )
