"""Recording facts that the register does not hold, from supporting documents that an office has
checked or from a department."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from anju.domains.people import api as people
from anju.domains.permits.eligibility.data.proofs import PROVED, Proven
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import joined, rows
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
