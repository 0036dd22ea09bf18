"""The answers for some people: worked out now from the facts of all of them (four queries, however many they are), or
as last stored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.permits.eligibility import rules as eligibility
from anju.domains.permits.eligibility.data import Assessment, Fact, Missing
from anju.domains.permits.eligibility.queries.law import rulesets
from anju.domains.permits.eligibility.rules import FACTS
from anju.domains.register import api as register
from anju.foundation.db.arrays import read_frame
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows


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


_ROW = (
    "person",
    "region",
    "ruleset",
    "ruleset_from",
    "entitled",
    "entitled_from",
    "path",
    "satisfied",
    "missing",
    "changes_on",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What was last worked out for one person, and when they were invited (`invited_by`: ``phone``; ``nobody`` for want
    of a phone)."""

    assessment: Assessment
    computed_at: datetime
    invited_at: datetime | None
    invited_by: str

    @property
    def entitled(self) -> bool:
        """Whether the person was eligible on that day."""
        return self.assessment.entitled

    @property
    def entitled_from(self) -> date | None:
        """Since when they are, or will be."""
        return self.assessment.entitled_from


def stored(person_ids: Sequence[int]) -> dict[int, Stored]:
    """The stored answers of those people whom the transaction sees and of whom there is one. One query."""
    return {
        r[0]: Stored(_assessment(r[:10]), *r[10:])
        for r in rows(
            """SELECT person_id, region, ruleset, ruleset_from, entitled, entitled_from,
            nullif(path, ''), satisfied::text,
            missing::text, changes_on, computed_at, invited_at, invited_by
        FROM permits_entitlement WHERE person_id = ANY(%s)""",
            [list(person_ids)],
            often=True,
        )
    }


def assess_or_stored(person_id: int, *, on: date, at: datetime) -> tuple[Assessment, Stored | None]:
    """The stored answer while it holds on that day, else one worked out now: for pages that show it beside other
    things. One query, or seven."""
    kept = stored([person_id]).get(person_id)
    if kept is not None and (kept.assessment.changes_on is None or kept.assessment.changes_on > on):
        return kept.assessment, kept
    return assess([person_id], on=on, at=at)[person_id], kept


def _assessment(row: Sequence[Any]) -> Assessment:
    return assessed(dict(zip(_ROW, row, strict=True)))


_PROOFS = """SELECT person_id, code, region, lower(period), upper(period), id FROM permits_proof
    WHERE withdrawn_at IS NULL AND """
_PROVED = pl.Schema(
    {
        "person": pl.Int64,
        "code": pl.Utf8,
        "region": pl.Utf8,
        "since": pl.Date,
        "until": pl.Date,
        "id": pl.Int64,
    }
)


def proofs_of(person_ids: Sequence[int]) -> list[tuple[int, str, date, date | None]]:
    """(person, code, since, until) of what departments and documents proved of these people and was not withdrawn, as
    far as the transaction sees it. One query."""
    found = rows(f"{_PROOFS} person_id = ANY(%s) ORDER BY 1, 2, 4", [list(person_ids)])
    return [(person, code, since, until) for person, code, _region, since, until, _id in found]


def facts_of(persons: Sequence[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(`PEOPLE`, `FACTS`) of these people, as far as the transaction sees. A `range` means the whole
    interval of ids."""
    stays, jobs = register.stay_columns(persons), register.job_columns(persons)
    facts = [
        _facts(stays, "registered_stay", "stay", pl.col("registered"), pl.col("dwelling")),
        _facts(jobs, "stable_job", "job", pl.lit(None, dtype=pl.Date), pl.lit("")),
    ]
    proofs = _proofs(persons)
    if proofs.height:
        facts.append(_facts(proofs, None, "proof", pl.lit(None, dtype=pl.Date), pl.lit("")))
    return people.origin_columns(persons), pl.concat(facts)


def _facts(
    frame: pl.DataFrame, code: str | None, table: str, counted: pl.Expr, detail: pl.Expr
) -> pl.DataFrame:
    return frame.select(
        "person",
        pl.col("code") if code is None else pl.lit(code).alias("code"),
        "region",
        "since",
        "until",
        counted.alias("counted"),
        detail.alias("detail"),
        pl.concat_str(pl.lit(f"{table}:"), pl.col("id")).alias("source"),
    ).match_to_schema(FACTS)


def _proofs(persons: Sequence[int]) -> pl.DataFrame:
    if isinstance(persons, range):
        return read_frame(
            _PROOFS + "person_id >= %s AND person_id < %s", [persons.start, persons.stop], _PROVED
        )
    return read_frame(_PROOFS + "person_id = ANY(%s)", [list(persons)], _PROVED)
