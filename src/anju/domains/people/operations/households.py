"""Many households at once: the same rules as `families.gather`, a column at a time."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from anju.foundation.db.statements import joined, rows, run
from anju.foundation.kinship import CHILDREN

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
