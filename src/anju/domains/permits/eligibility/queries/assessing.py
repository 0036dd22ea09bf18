"""The answer for some people, worked out now."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.permits.eligibility import rules as eligibility
from anju.domains.permits.eligibility.data import Assessment, Fact, Missing
from anju.domains.permits.eligibility.queries.facts import facts_of
from anju.domains.permits.eligibility.queries.law import rulesets
from anju.foundation.db.scope import as_intake_role


def assess(person_ids: Sequence[int], *, on: date, at: datetime) -> dict[int, Assessment]:
    """Assess people as of a day. Whoever is out of the transaction's sight is answered like somebody of whom nothing is
    known. Of the others every fact counts, also a stay in a part of the city that the actor does not see: the answer
    must not depend on who asks. Needs a transaction. Six queries.
    """
    wanted = list(dict.fromkeys(person_ids))
    in_sight = people.origin_columns(wanted)["person"].to_list()
    with as_intake_role():
        known, facts = facts_of(in_sight)
    unknown = pl.DataFrame(
        [(p, "", "CHN", False) for p in sorted(set(wanted) - set(in_sight))],
        schema=eligibility.PEOPLE,
        orient="row",
    )
    found = eligibility.assess(pl.concat([known, unknown]), facts, on, rulesets=rulesets())
    return {row["person"]: assessed(row) for row in found.iter_rows(named=True)}


def assessed(row: Mapping[str, Any]) -> Assessment:
    """One row of the rules' answer as a value."""
    satisfied = tuple(
        Fact(f["code"], f["article"], _day(f["since"]), _day(f["until"]), f["source"])
        for f in json.loads(row["satisfied"])
    )
    missing = tuple(
        Missing(m["code"], m["article"], _day(m["due"]), m["paper"], m["group"])
        for m in json.loads(row["missing"])
    )
    return Assessment(
        person_id=row["person"],
        region=row["region"],
        entitled=row["entitled"],
        entitled_from=row["entitled_from"],
        path=row["path"],
        satisfied=satisfied,
        missing=missing,
        ruleset=row["ruleset"],
        ruleset_from=row["ruleset_from"],
        changes_on=row["changes_on"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
