"""What a declaration changed in households and guardianships, so that its undo can bring back what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anju.foundation.db.statements import joined, rows, run

Relationships = dict[str, dict[int, tuple[Any, ...]]]


def relationships_of(person_ids: Sequence[int]) -> Relationships:
    """Memberships and guardianships of these people, as they stand: kind → id → (household, relation, until)."""
    ids = list(person_ids)
    members = {
        r[0]: tuple(r[1:])
        for r in rows(
            "SELECT id, household_id, relation, until::text FROM people_membership WHERE person_id = ANY(%s)",
            [ids],
        )
    }
    wards = {
        r[0]: tuple(r[1:])
        for r in rows(
            "SELECT id, guardian_id, relation, until::text FROM people_guardianship WHERE ward_id = ANY(%s)",
            [ids],
        )
    }
    return {"member": members, "ward": wards}


def relationships_of_each(person_ids: Sequence[int]) -> dict[int, Relationships]:
    """As `relationships_of`, by person; people without any are left out. Two queries for all of them."""
    out: dict[int, Relationships] = {}
    for kind, sql in (
        (
            "member",
            (
                "SELECT person_id, id, household_id, relation, until::text FROM people_membership "
                "WHERE person_id = ANY(%s)"
            ),
        ),
        (
            "ward",
            (
                "SELECT ward_id, id, guardian_id, relation, until::text FROM people_guardianship "
                "WHERE ward_id = ANY(%s)"
            ),
        ),
    ):
        for person, tie, *facts in rows(sql, [list(person_ids)]):
            out.setdefault(person, {"member": {}, "ward": {}})[kind][tie] = tuple(facts)
    return out


_STANDING = """SELECT i.h, i.p, i.g FROM {source} AS i(h, p, g) WHERE EXISTS (
  SELECT FROM people_membership m JOIN people_household k ON k.id = m.household_id
  WHERE m.person_id = i.p AND m.until IS NULL AND k.head_id = i.h) AND (NOT i.g OR EXISTS (
  SELECT FROM people_guardianship w WHERE w.ward_id = i.p AND w.guardian_id = i.h AND w.until IS NULL))"""


def current_relationships(
    relationships: Sequence[tuple[int, int, bool]],
) -> set[tuple[int, int, bool]]:
    """Those of these relationships (head, person, whether the head is the guardian too) that are on record already."""
    source, values = joined(
        {
            "h": ("bigint", [t[0] for t in relationships]),
            "p": ("bigint", [t[1] for t in relationships]),
            "g": ("boolean", [t[2] for t in relationships]),
        }
    )
    return {(int(h), int(p), bool(g)) for h, p, g in rows(_STANDING.format(source=source), values)}


def relationship_changes(before: Relationships, after: Relationships) -> dict[str, Any]:
    """What differs: ids that were added, and earlier values of those that changed. Empty when nothing did."""
    out: dict[str, Any] = {}
    for kind in ("member", "ward"):
        added = sorted(set(after[kind]) - set(before[kind]))
        changed = [
            [i, v[1], v[2]] for i, v in sorted(before[kind].items()) if after[kind].get(i) != v
        ]
        if added or changed:
            out[kind] = {"added": added, "changed": changed}
    return out


def restore_relationships(changes: Sequence[Mapping[str, Any]]) -> list[int]:
    """Undo such changes, latest first; the people concerned."""
    touched: set[int] = set()
    for change in reversed(list(changes)):
        for kind, table, person in (
            ("member", "people_membership", "person_id"),
            ("ward", "people_guardianship", "ward_id"),
        ):
            part = change.get(kind)
            if not part:
                continue
            touched.update(
                r[0]
                for r in rows(
                    f"DELETE FROM {table} WHERE id = ANY(%s) RETURNING {person}",  # noqa: S608
                    [part["added"]],
                )
            )
            for tie, relation, until in part["changed"]:
                run(
                    f"UPDATE {table} SET relation = %s, until = %s::date WHERE id = %s",  # noqa: S608
                    [relation, until, tie],
                )
    run(
        "DELETE FROM people_household h WHERE NOT EXISTS "
        "(SELECT FROM people_membership m WHERE m.household_id = h.id) AND h.head_id = ANY(%s)",
        [sorted(touched)],
    )
    return sorted(touched)
