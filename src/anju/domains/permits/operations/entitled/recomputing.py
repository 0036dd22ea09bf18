"""Recomputing entitlements, a column at a time: of some people, of those whose day has come, of everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import transaction

from anju.domains.people import api as people
from anju.domains.permits.queries.entitled.facts import facts_of
from anju.domains.permits.rules import eligibility
from anju.domains.permits.rules.eligibility.frames import BARS
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.frames import copy_frame
from anju.foundation.db.scope import acting, at_the_door
from anju.foundation.db.statements import rows, run

CHUNK = 100_000
"""People worked out in one transaction: their columns stay under 300 MiB."""

_FRESH = "permits_entitlement_fresh"
_STAGE = f"""CREATE TEMP TABLE IF NOT EXISTS {_FRESH} (person_id bigint, region text COLLATE "C", ruleset text COLLATE "C",
    ruleset_from date, entitled boolean, entitled_from date, path text COLLATE "C", satisfied jsonb, missing jsonb,
    changes_on date) ON COMMIT DROP"""
_COLUMNS = "region, ruleset, ruleset_from, entitled, entitled_from, path, satisfied, missing, changes_on"
_STORE = f"""INSERT INTO permits_entitlement AS e (person_id, {_COLUMNS}, computed_at, invited_by)
    SELECT person_id, {_COLUMNS}, %s, '' FROM {_FRESH}
    ON CONFLICT (person_id) DO UPDATE SET ({_COLUMNS}, computed_at) = (excluded.region, excluded.ruleset,
        excluded.ruleset_from, excluded.entitled, excluded.entitled_from, excluded.path, excluded.satisfied,
        excluded.missing, excluded.changes_on, excluded.computed_at)
    WHERE (e.region, e.ruleset, e.ruleset_from, e.entitled, e.entitled_from, e.path, e.satisfied, e.missing, e.changes_on)
        IS DISTINCT FROM (excluded.region, excluded.ruleset, excluded.ruleset_from, excluded.entitled,
        excluded.entitled_from, excluded.path, excluded.satisfied, excluded.missing, excluded.changes_on)"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many people were looked at, how many answers changed, how many people are entitled."""

    people: int = 0
    changed: int = 0
    entitled: int = 0

    def __add__(self, other: Recomputed) -> Recomputed:
        return Recomputed(self.people + other.people, self.changed + other.changed, self.entitled + other.entitled)


def recompute(persons: Sequence[int], *, actor: Actor, at: datetime) -> Recomputed:
    """Work out these people anew (a `range`: everybody in the interval) and store what changed. Needs a transaction.

    Stored are people who live here and for whom the rules are; rows of others go. Writes one line of audit a call: the
    answers follow from facts that have their own.
    """
    if not persons:
        return Recomputed()
    with at_the_door():
        asked, facts = facts_of(persons)
        found = eligibility.assess(asked, facts, local_date(at))
        kept = found.filter((pl.col("region") != "") & ~_barred())
        run(_STAGE)
        run(f"TRUNCATE {_FRESH}")
        copy_frame(_FRESH, kept.rename({"person": "person_id"}).with_columns(pl.col("path").fill_null("")))
        changed = run(_STORE, [at]) + _drop(persons)
    done = Recomputed(asked.height, changed, int(kept["entitled"].sum()))
    if changed:
        audit.record_write(actor, action="entitlement.recompute", subject_kind="entitlement",
                           subject_id=persons[0] if len(persons) == 1 else "", at=at,
                           person_id=persons[0] if len(persons) == 1 else None,
                           detail={"people": done.people, "changed": done.changed})
    return done


def recompute_due(*, actor: Actor, at: datetime, limit: int = CHUNK) -> Recomputed:
    """Work out those whose day has come: half a year is full, a fact or a rule ends. Needs a transaction."""
    with at_the_door():
        due = [r[0] for r in rows("SELECT person_id FROM permits_entitlement WHERE changes_on <= %s "
                                  "ORDER BY changes_on LIMIT %s", [local_date(at), limit])]
    return recompute(due, actor=actor, at=at)


def recompute_all(*, actor: Actor, at: datetime, tell: Callable[[int, int], None] = lambda done, of: None,
                  ) -> Recomputed:
    """Work out everybody, a transaction for every `CHUNK` of ids, telling how far it is. Not inside a transaction."""
    with acting(actor), at_the_door():
        last = people.last_person()
    total = Recomputed()
    for start in range(1, last + 1, CHUNK):
        with transaction.atomic(), acting(actor):
            total += recompute(range(start, min(start + CHUNK, last + 1)), actor=actor, at=at)
        tell(min(start + CHUNK - 1, last), last)
    return total


def _barred() -> pl.Expr:
    return pl.any_horizontal(pl.col("missing").str.starts_with(f'[{{"code":"{code}"') for code in BARS)


def _drop(persons: Sequence[int]) -> int:
    """Remove the rows of people who are not stored any more."""
    gone = f"DELETE FROM permits_entitlement e WHERE NOT EXISTS (SELECT FROM {_FRESH} f WHERE f.person_id = e.person_id)"  # noqa: S608
    if isinstance(persons, range):
        return run(f"{gone} AND e.person_id >= %s AND e.person_id < %s", [persons.start, persons.stop])
    return run(f"{gone} AND e.person_id = ANY(%s)", [list(persons)])
