"""Households and guardians: one or many at once, and what a declaration changed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.people.models import Guardianship, Household, Membership
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.kinship import CHILDREN


def form_household(
    head_id: int, members: Sequence[tuple[int, str]], *, since: date, at: datetime
) -> int:
    """Put people into the head's household. `members`: (person, relation to the head). Returns the household.

    Who was a member elsewhere leaves there on the same day.
    """
    mine = Membership.objects.filter(
        person_id=head_id, until=None, household__head_id=head_id
    ).first()
    household = (
        mine.household if mine else Household.objects.create(head_id=head_id, recorded_at=at)
    )
    wanted = [(head_id, "02"), *members]
    source, values = joined(
        {"p": ("bigint", [w[0] for w in wanted]), "r": ("text", [w[1] for w in wanted])}
    )
    run(
        "UPDATE people_membership SET until = %s WHERE until IS NULL AND household_id <> %s AND person_id = ANY(%s)",
        [since, household.id, [w[0] for w in wanted]],
    )
    run(
        f"""INSERT INTO people_membership (household_id, person_id, relation, since)
            SELECT %s, i.p, i.r, %s FROM {source} AS i(p, r)
            ON CONFLICT (person_id) WHERE until IS NULL DO UPDATE SET relation = excluded.relation""",  # noqa: S608
        [household.id, since, *values],
    )
    for person_id, relation in members:
        if relation in CHILDREN:
            entrust(person_id, head_id, relation="50", since=since)
    return int(household.id)


def entrust(ward_id: int, guardian_id: int, *, relation: str, since: date) -> None:
    """Record a guardian; repeating it changes nothing."""
    if not Guardianship.objects.filter(
        ward_id=ward_id, guardian_id=guardian_id, until=None
    ).exists():
        Guardianship.objects.create(
            ward_id=ward_id, guardian_id=guardian_id, relation=relation, since=since
        )


def wards_of(person_ids: Sequence[int]) -> dict[int, list[int]]:
    """Guardians by ward, for the people given as wards."""
    out: dict[int, list[int]] = {}
    for ward, guardian in rows(
        "SELECT ward_id, guardian_id FROM people_guardianship WHERE until IS NULL "
        "AND ward_id = ANY(%s)",
        [list(person_ids)],
    ):
        out.setdefault(ward, []).append(guardian)
    return out


_MISSING = """INSERT INTO people_household (head_id, recorded_at)
SELECT h, %s FROM unnest(%s::bigint[]) AS i(h) WHERE NOT EXISTS (
  SELECT FROM people_membership m JOIN people_household k ON k.id = m.household_id
  WHERE m.person_id = i.h AND m.until IS NULL AND k.head_id = i.h)"""
_ENTRUST = """INSERT INTO people_guardianship (ward_id, guardian_id, relation, since)
SELECT i.w, i.g, '50', i.s FROM {source} AS i(w, g, s) ON CONFLICT DO NOTHING"""


def form_households(members: pl.DataFrame, *, at: datetime) -> None:
    """Put people into the households of their heads. Columns: head_id, person_id, relation (GB/T 4761), since.

    Who was a member elsewhere leaves there on that day; children are entrusted to the head. Repeating changes nothing.
    """
    if members.is_empty():
        return
    members = members.unique("person_id", keep="last", maintain_order=True)
    heads = members.group_by("head_id", maintain_order=True).agg(pl.col("since").min())
    ids = heads["head_id"].to_list()
    run(_MISSING, [at, ids])
    known = rows(
        "SELECT head_id, max(id) FROM people_household WHERE head_id = ANY(%s) GROUP BY 1", [ids]
    )
    houses = pl.DataFrame(known, orient="row", schema={"head_id": pl.Int64, "house": pl.Int64})
    own = heads.select(
        "head_id", pl.col("head_id").alias("person_id"), pl.lit("02").alias("relation"), "since"
    )
    wanted = pl.concat(
        [
            own,
            members.join(
                heads, left_on="person_id", right_on="head_id", how="anti", maintain_order="left"
            ).select(own.columns),
        ]
    )
    _enter(wanted.join(houses, on="head_id", maintain_order="left"))
    children = members.filter(pl.col("relation").is_in(list(CHILDREN)))
    source, values = joined(
        {
            "w": ("bigint", children["person_id"].to_list()),
            "g": ("bigint", children["head_id"].to_list()),
            "s": ("date", children["since"].to_list()),
        }
    )
    run(_ENTRUST.format(source=source), values)


def _enter(wanted: pl.DataFrame) -> None:
    source, values = joined(
        {
            "h": ("bigint", wanted["house"].to_list()),
            "p": ("bigint", wanted["person_id"].to_list()),
            "r": ("text", wanted["relation"].to_list()),
            "s": ("date", wanted["since"].to_list()),
        }
    )
    run(
        f"""UPDATE people_membership m SET until = i.s FROM {source} AS i(h, p, r, s)
        WHERE m.person_id = i.p AND m.until IS NULL AND m.household_id <> i.h""",  # noqa: S608
        values,
    )
    run(
        f"""INSERT INTO people_membership (household_id, person_id, relation, since)
        SELECT i.h, i.p, i.r, i.s FROM {source} AS i(h, p, r, s)
        ON CONFLICT (person_id) WHERE until IS NULL DO UPDATE SET relation = excluded.relation
        WHERE people_membership.relation <> excluded.relation""",  # noqa: S608
        values,
    )


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
        for person, row_id, *facts in rows(sql, [list(person_ids)]):
            out.setdefault(person, {"member": {}, "ward": {}})[kind][row_id] = tuple(facts)
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
            for row_id, relation, until in part["changed"]:
                run(
                    f"UPDATE {table} SET relation = %s, until = %s::date WHERE id = %s",  # noqa: S608
                    [relation, until, row_id],
                )
    run(
        "DELETE FROM people_household h WHERE NOT EXISTS "
        "(SELECT FROM people_membership m WHERE m.household_id = h.id) AND h.head_id = ANY(%s)",
        [sorted(touched)],
    )
    return sorted(touched)
