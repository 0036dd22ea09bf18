"""Recomputing eligibility, and entering proofs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl
from django.db import connection

from anju.domains.people import api as people
from anju.domains.permits.eligibility import rules as eligibility
from anju.domains.permits.eligibility.data import PROVED, Proven
from anju.domains.permits.eligibility.queries.assessing import facts_of
from anju.domains.permits.eligibility.queries.law import rulesets
from anju.domains.permits.eligibility.rules.frames import BARS
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.arrays import copy_frame
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.errors import NotFound, Refused
from anju.foundation.events import api as events

PROVED_EVENT = "permits.proved"
"""The event of new or withdrawn proofs: ``person``."""
_SOURCE = re.compile(r"[a-z]{1,15}:[A-Za-z0-9_.-]{1,24}")


def prove(facts: Sequence[Proven], *, source: str, actor: Actor, at: datetime) -> int:
    """Record facts of one source (``application:12``, ``department:insurance``); how many were new. Needs
    ``permit.decide`` in each fact's region. What a source says again about the same reference is taken as known, with
    its period corrected. A record that was merged stands for the one it was merged into.

    Raises `NotAllowed`, `NotFound` ``person_unknown`` for people out of sight, `Refused` ``proof_unknown`` (a code that
    is none), ``proof_period`` (ends before it begins), ``proof_source``.
    """
    if not _SOURCE.fullmatch(source):
        raise Refused("proof_source", source=source)
    for region in {f.region for f in facts}:
        actor.require("permit.decide", region=region)
    for fact in facts:
        if fact.code not in PROVED:
            raise Refused("proof_unknown", code=fact.code)
        if fact.until is not None and fact.until <= fact.since:
            raise Refused("proof_period", since=fact.since, until=fact.until)
    facts = _canonical_ids(facts)
    with as_intake_role():
        done = _store(facts, source, actor, at)
    _notify([d[1] for d in done], [d[0] for d in done], "proof.record", source, actor, at)
    return len(done)


def withdraw_proofs(
    *, source: str, actor: Actor, at: datetime, references: Sequence[str] | None = None
) -> int:
    """Take back what a source proved (all of it, or these references); how many facts. Needs ``permit.decide``."""
    with as_intake_role():
        found = rows(
            """SELECT id, person_id, region FROM permits_proof WHERE source = %s AND withdrawn_at IS NULL
            AND (%s::text[] IS NULL OR reference = ANY(%s)) FOR UPDATE""",
            [source, references and list(references), references and list(references)],
        )
    for region in {r[2] for r in found}:
        actor.require("permit.decide", region=region)
    with as_intake_role():
        rows(
            "UPDATE permits_proof SET withdrawn_at = %s WHERE id = ANY(%s) RETURNING id",
            [at, [r[0] for r in found]],
        )
    _notify([r[1] for r in found], [r[0] for r in found], "proof.withdraw", source, actor, at)
    return len(found)


def _canonical_ids(facts: Sequence[Proven]) -> list[Proven]:
    """The facts with the records that stand today: one that was merged away is followed. `NotFound` for people out of
    sight."""
    persons = {f.person_id for f in facts}
    known = set(people.origin_columns(sorted(persons))["person"].to_list())
    kept = {p: people.canonical(p) for p in persons - known}
    if set(people.origin_columns(sorted(set(kept.values())))["person"].to_list()) != set(
        kept.values()
    ):
        raise NotFound("person_unknown")
    return [replace(f, person_id=kept.get(f.person_id, f.person_id)) for f in facts]


def _store(
    facts: Sequence[Proven], source: str, actor: Actor, at: datetime
) -> list[tuple[int, int]]:
    """(proof, person) of what was new or changed."""
    last = {(f.person_id, f.code, f.reference): f for f in facts}.values()
    unnested, values = joined(
        {
            "p": ("bigint", [f.person_id for f in last]),
            "c": ("text", [f.code for f in last]),
            "r": ("text", [f.region for f in last]),
            "s": ("date", [f.since for f in last]),
            "u": ("date", [f.until for f in last]),
            "ref": ("text", [f.reference for f in last]),
        }
    )
    return [
        (r[0], r[1])
        for r in rows(
            f"""INSERT INTO permits_proof AS t
            (person_id, code, region, period, source, reference, recorded_at, recorded_by)
        SELECT i.p, i.c, i.r, daterange(i.s, i.u), %s, i.ref, %s, %s FROM {unnested} AS i(p, c, r, s, u, ref)
        ON CONFLICT (source, reference, person_id, code) WHERE withdrawn_at IS NULL
        DO UPDATE SET period = excluded.period, region = excluded.region, recorded_at = excluded.recorded_at
        WHERE t.period <> excluded.period OR t.region <> excluded.region
        RETURNING t.id, t.person_id""",  # noqa: S608
            [source, at, actor.label[:100], *values],
        )
    ]


def _notify(
    persons: Sequence[int],
    proofs: Sequence[int],
    action: str,
    source: str,
    actor: Actor,
    at: datetime,
) -> None:
    audit.record_writes(
        actor,
        action=action,
        subject_kind="proof",
        subject_ids=list(proofs),
        person_ids=list(persons),
        details=[{"source": source}] * len(proofs),
        at=at,
    )
    events.emit_many(PROVED_EVENT, [{"person": p} for p in dict.fromkeys(persons)], at=at)


CHUNK = 50_000
"""People worked out in one transaction: their columns stay under 150 MiB."""
_LOCK = 663_002
"""Names our advisory locks, one for every `CHUNK` of ids. Whoever computes somebody holds theirs from
before reading the facts: otherwise an answer from older facts could be stored over a newer one."""

_FEW = 1_000
"""Up to so many rows the planner needs no statistics of them."""
_FRESH = "permits_entitlement_fresh"
_STAGE = f"""CREATE TEMP TABLE IF NOT EXISTS {_FRESH} (person_id bigint, region text COLLATE "C",
 ruleset text COLLATE "C",
    ruleset_from date, entitled boolean, entitled_from date, path text COLLATE "C", satisfied jsonb, missing jsonb,
    changes_on date) ON COMMIT DROP"""
_COLUMNS = (
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
_LIST = ", ".join(_COLUMNS)
# Unchanged answers are left out by a join: an upsert would lock, and so write, every one of them.
_STORE = f"""INSERT INTO permits_entitlement AS e (person_id, {_LIST}, computed_at, invited_by)
    SELECT f.person_id, {", ".join("f." + c for c in _COLUMNS)}, %s, '' FROM {_FRESH} f
    LEFT JOIN permits_entitlement o ON o.person_id = f.person_id
    WHERE o.person_id IS NULL OR {" OR ".join(f"o.{c} IS DISTINCT FROM f.{c}" for c in _COLUMNS)}
    ON CONFLICT (person_id) DO UPDATE SET ({_LIST}, computed_at)
        = ({", ".join("excluded." + c for c in _COLUMNS)}, excluded.computed_at)"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Pace:
    """How hard a round over everybody works: people in one transaction (at most `CHUNK`), transactions side by side
    (while the database stores one, the next is computed), and seconds of rest after each second of work."""

    people: int = CHUNK
    at_once: int = 2
    rest: float = 0.0


GENTLE = Pace(people=10_000, at_once=1, rest=3.0)
"""Beside people at work: at ten million a round takes all of both cores for six minutes otherwise."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """How many people were looked at, how many answers changed, how many people are eligible."""

    people: int = 0
    changed: int = 0
    entitled: int = 0

    def __add__(self, other: Recomputed) -> Recomputed:
        return Recomputed(
            self.people + other.people, self.changed + other.changed, self.entitled + other.entitled
        )


def recompute(persons: Sequence[int], *, actor: Actor, at: datetime) -> Recomputed:
    """Work out these people anew (a `range`: everybody in the interval) and store what changed. Needs a transaction.

    Stored are people who live here and for whom the rules are; rows of others go. Writes one line of audit a call: the
    answers follow from facts that have their own.
    """
    if not persons:
        return Recomputed()
    with as_intake_role():
        _lock(persons)
        asked, facts = facts_of(persons)
        found = eligibility.assess(asked, facts, local_date(at), rulesets=rulesets())
        kept = found.filter((pl.col("region") != "") & ~_barred())
        run(_STAGE)
        run(f"TRUNCATE {_FRESH}")
        copy_frame(
            _FRESH, kept.rename({"person": "person_id"}).with_columns(pl.col("path").fill_null(""))
        )
        if kept.height > _FEW:
            run(f"ANALYZE {_FRESH} (person_id)")
        changed = run(_STORE, [at]) + _drop(persons)
    done = Recomputed(asked.height, changed, int(kept["entitled"].sum()))
    if changed:
        audit.record_write(
            actor,
            action="entitlement.recompute",
            subject_kind="entitlement",
            subject_id=persons[0] if len(persons) == 1 else "",
            at=at,
            person_id=persons[0] if len(persons) == 1 else None,
            detail={"people": done.people, "changed": done.changed},
        )
    return done


def recompute_due(*, actor: Actor, at: datetime, limit: int = CHUNK) -> Recomputed:
    """Work out those whose day has come: half a year is full, a fact or a rule ends. Needs a transaction."""
    with as_intake_role():
        due = [
            r[0]
            for r in rows(
                "SELECT person_id FROM permits_entitlement WHERE changes_on <= %s "
                "ORDER BY changes_on LIMIT %s",
                [local_date(at), limit],
            )
        ]
    return recompute(due, actor=actor, at=at)


def recompute_all(
    *,
    actor: Actor,
    at: datetime,
    pace: Pace = Pace(),
    report: Callable[[int, int], None] = lambda done, of: None,
) -> Recomputed:
    """Work out everybody at this pace, telling how far it is. Not inside a transaction."""
    with acting(actor), as_intake_role():
        last = people.last_person()
    total = Recomputed()
    with ThreadPoolExecutor(pace.at_once) as pool:
        parts = [range(start, start + pace.people) for start in range(0, last + 1, pace.people)]
        for n, done in enumerate(
            pool.map(lambda part: _separate(part, actor, at, pace.rest), parts)
        ):
            total += done
            report(min(parts[n].stop, last), last)
    return total


def _separate(part: range, actor: Actor, at: datetime, rest: float) -> Recomputed:
    """One part on a connection of its own thread, and the rest after it."""
    begun = time.monotonic()
    try:
        with acting(actor):
            return recompute(part, actor=actor, at=at)
    finally:
        connection.close()
        time.sleep(rest * (time.monotonic() - begun))


def _lock(persons: Sequence[int]) -> None:
    """Take the locks of these people's chunks, in order, so that nobody waits in a circle."""
    chunks = (
        range(persons.start // CHUNK, (persons.stop - 1) // CHUNK + 1)
        if isinstance(persons, range)
        else sorted({p // CHUNK for p in persons})
    )
    rows(
        "SELECT pg_advisory_xact_lock(%s, c) FROM unnest(%s::int[]) WITH ORDINALITY AS wanted(c, n) ORDER BY n",
        [_LOCK, list(chunks)],
    )


def _barred() -> pl.Expr:
    return pl.any_horizontal(
        pl.col("missing").str.starts_with(f'[{{"code":"{code}"') for code in BARS
    )


def _drop(persons: Sequence[int]) -> int:
    """Remove the rows of people who are not stored any more."""
    stored = f"EXISTS (SELECT FROM {_FRESH} f WHERE f.person_id = e.person_id)"
    gone = f"DELETE FROM permits_entitlement e WHERE NOT {stored}"  # noqa: S608
    if isinstance(persons, range):
        return run(
            f"{gone} AND e.person_id >= %s AND e.person_id < %s", [persons.start, persons.stop]
        )
    return run(f"{gone} AND e.person_id = ANY(%s)", [list(persons)])
