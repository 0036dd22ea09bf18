"""Households, from what arrivals say of them: relation to the head, and the head's number."""

from __future__ import annotations

from typing import cast

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.kinds import JOINING
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.intake.operations import relationships
from anju.foundation import kinship

_COUNTS = ("applied", "unchanged")


def enter(
    frame: pl.DataFrame, *, persons: dict[int, int], results: dict[int, tuple[str, str]], run: Run
) -> None:
    """Put arrivals that name a head into the head's household. A head not known yet is waited for: the next statement
    about the family gathers it. What changes is remembered with each declaration, for its undo."""
    if frame["head"].null_count() == frame.height:
        return
    joining = frame.filter(pl.col("kind").is_in(JOINING) & (pl.col("head").fill_null("") != ""))
    joining = joining.filter(
        pl.col("did").is_in(
            [d for d in joining["did"].to_list() if results.get(d, ("",))[0] in _COUNTS]
        )
    )
    if joining.is_empty():
        return
    here = {
        n: persons[d]
        for n, d in frame.select("doc_number", "did").iter_rows()
        if n and d in persons
    }
    elsewhere = people.by_citizen_numbers(
        [h for h in joining["head"].unique().to_list() if h not in here]
    )
    heads = [here.get(h) or elsewhere.get(h) for h in joining["head"].to_list()]
    members = joining.select(
        "did",
        "key",
        "home_region",
        "employer_region",
        "region",
        pl.Series("head_id", heads, dtype=pl.Int64),
        pl.Series("person_id", [persons[d] for d in joining["did"].to_list()], dtype=pl.Int64),
        pl.col("relation").fill_null("99"),
        pl.col("start").fill_null(run.today).alias("since"),
    )
    members = members.filter(
        pl.col("head_id").is_not_null() & (pl.col("head_id") != pl.col("person_id"))
    )
    if members.height:
        members = _agreed(members, persons, run)
    if members.height:
        _form(members.select("did", "head_id", "person_id", "relation", "since"), run)


def _agreed(members: pl.DataFrame, persons: dict[int, int], run: Run) -> pl.DataFrame:
    """The relationships that may be entered now; about the others staff are asked. A register that is taken over is not
    asked about."""
    submitters = dict(zip(members["did"].to_list(), run.submitters(members), strict=True))
    if run.day is None and all(v.actor.kind == "system" for v in submitters.values()):
        return members
    entered = {
        persons[d]: run.by.get(d, run.submitter).batch_id
        for d, e in run.effects.items()
        if e.get("created") and d in persons
    }
    found, seen = [], set()
    for row in members.iter_rows(named=True):
        submitter = submitters[row["did"]]
        region = (
            row["home_region"] or row["employer_region"] or row["region"] or submitter.sender.region
        )
        found.append(
            relationships.Relationship(
                row["did"],
                submitter.batch_id,
                row["head_id"],
                row["person_id"],
                row["relation"],
                row["since"],
                region,
                row["relation"] in kinship.CHILDREN,
            )
        )
        if relationships.RELATIONSHIP in run.seen.get(row["key"], {}) and submitter.actor.may(
            "review.decide", region=region or "0"
        ):
            seen.add(row["did"])
    agreed = {
        t.declaration_id for t in relationships.agreed(found, entered=entered, seen=seen, at=run.at)
    }
    return members.filter(pl.col("did").is_in(list(agreed)))


def _form(members: pl.DataFrame, run: Run) -> None:
    everyone = sorted({*members["head_id"].to_list(), *members["person_id"].to_list()})
    people.lock(everyone)
    before = people.relationships_of_each(everyone)
    people.form_households(members.drop("did"), at=run.at)
    after = people.relationships_of_each(everyone)
    by_member = dict(members.select("person_id", "did").iter_rows())
    by_head = dict(members.select("head_id", "did").iter_rows())
    nothing: dict[str, dict[int, tuple[object, ...]]] = {"member": {}, "ward": {}}
    for person in everyone:
        change = people.relationship_changes(
            before.get(person, nothing), after.get(person, nothing)
        )
        if change:
            effects = run.effects.setdefault(by_member.get(person) or by_head[person], {})
            effects["ties"] = [*cast("list[object]", effects.get("ties", [])), change]
