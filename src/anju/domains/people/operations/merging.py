"""Reversible merge: the journal says what moved, so that everything can move back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anju.domains.people.models import Merge, Person
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict

_TABLES = ("people_document", "people_membership", "people_contact")
_ROLES = (("people_guardianship", "ward_id"), ("people_guardianship", "guardian_id"), ("people_household", "head_id"))
"""Further columns that name a person."""


def merge(kept_id: int, other_id: int, *, actor: Actor, reason: str, at: datetime,
          moved: dict[str, Any]) -> int:
    """Let `kept` stand for both. `moved` is what the register moved already; returns the journal entry.

    Raises `Conflict` when either record was merged or withdrawn meanwhile.
    """
    both = {p.id: p for p in Person.objects.select_for_update().filter(id__in=[kept_id, other_id])
            .order_by("id")}
    if kept_id == other_id or len(both) < 2 or any(p.merged_into_id or p.withdrawn_at for p in both.values()):
        raise Conflict("merge_stale")
    own: dict[str, Any] = {
        "people_document": _move("people_document", kept_id, other_id, "true"),
        "people_membership": _move("people_membership", kept_id, other_id,
                                   "t.until IS NOT NULL OR NOT EXISTS (SELECT FROM people_membership k "
                                   "WHERE k.person_id = %(kept)s AND k.until IS NULL)"),
        "people_contact": _move("people_contact", kept_id, other_id,
                                "NOT t.live OR NOT EXISTS (SELECT FROM people_contact k WHERE k.person_id = %(kept)s "
                                "AND k.live AND k.kind = t.kind)"),
    }
    for table, column in _ROLES:
        own[f"{table}.{column}"] = _rename(table, column, kept_id, other_id)
    run("UPDATE people_person SET merged_into_id = %s WHERE id = %s", [kept_id, other_id])
    entry = Merge.objects.create(kept_id=kept_id, other_id=other_id, moved={**own, **moved}, reason=reason,
                                 by_user=actor.user_id, at=at)
    return int(entry.id)


def unmerge(merge_id: int, *, at: datetime) -> Merge:
    """Move back what the merge moved; the register moves its own part with the journal returned."""
    entry = Merge.objects.select_for_update().filter(id=merge_id).first()
    if entry is None or entry.undone_at is not None:
        raise Conflict("merge_undone_already")
    for table in _TABLES:
        run(f"UPDATE {table} SET person_id = %s WHERE id = ANY(%s) AND person_id = %s",  # noqa: S608 - table of ours
            [entry.other_id, entry.moved[table], entry.kept_id])
    for table, column in _ROLES:
        run(f"UPDATE {table} SET {column} = %s WHERE id = ANY(%s) AND {column} = %s",  # noqa: S608 - table of ours
            [entry.other_id, entry.moved.get(f"{table}.{column}", []), entry.kept_id])
    run("UPDATE people_person SET merged_into_id = NULL WHERE id = %s", [entry.other_id])
    entry.undone_at = at
    entry.save(update_fields=["undone_at"])
    return entry


def _move(table: str, kept_id: int, other_id: int, condition: str) -> list[int]:
    sql = (f"UPDATE {table} t SET person_id = %(kept)s WHERE t.person_id = %(other)s AND ({condition})"  # noqa: S608
           " RETURNING t.id")
    return [int(r[0]) for r in rows(sql, {"kept": kept_id, "other": other_id})]


def _rename(table: str, column: str, kept_id: int, other_id: int) -> list[int]:
    """Let `kept` stand where `other` stood, unless it would be its own guardian or have the same tie twice."""
    free = "true"
    if table == "people_guardianship":
        rest = "guardian_id" if column == "ward_id" else "ward_id"
        free = (f"t.{rest} <> %(kept)s AND (t.until IS NOT NULL OR NOT EXISTS (SELECT FROM {table} k "
                f"WHERE k.until IS NULL AND k.{rest} = t.{rest} AND k.{column} = %(kept)s))")
    sql = (f"UPDATE {table} t SET {column} = %(kept)s WHERE t.{column} = %(other)s AND {free} "  # noqa: S608
           "RETURNING t.id")
    return [int(r[0]) for r in rows(sql, {"kept": kept_id, "other": other_id})]
