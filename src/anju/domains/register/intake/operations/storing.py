"""Storing declarations as submitted, with their outcome; raising review items; audit and events.

Reading what the register tells: one piece of news may speak of many declarations.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from anju.domains.register.declarations.data.declarations import APPLIED, WAITING, Outcome
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.operations.context import Run, Submitter
from anju.domains.register.declarations.queries.submitted import PAYLOAD
from anju.domains.register.intake.operations import raising_reviews
from anju.domains.register.intake.operations.processing import Processed, Results
from anju.foundation.audit import api as audit
from anju.foundation.crypto import encrypt_many, row_of
from anju.foundation.db.arrays import Values
from anju.foundation.db.statements import insert, next_ids, rows
from anju.foundation.events import api as events
from anju.foundation.frames import FEW, each_row, filled, first_of, put

CIPHER = "payload_cipher"
MOST_PER_EVENT = 500
"""Declarations one event speaks of, at most."""


def fresh_ids(count: int) -> list[int]:
    """Ids for declarations about to be kept: ledger rows name them before they are inserted."""
    return next_ids("register_declaration", count)


def earlier_outcomes(source: str, keys: Sequence[str]) -> dict[str, Outcome]:
    """By key what this sender declared before under these keys, and what became of it."""
    found = rows(
        """SELECT key, row, status, reason, id, person_id, home_id FROM register_declaration
        WHERE source = %s AND key = ANY(%s)""",
        [source, list(keys)],
        often=True,
    )
    return {r[0]: Outcome(*r) for r in found}


def store(frame: pl.DataFrame, processed: Processed, results: Results, run: Run) -> list[Outcome]:
    """Insert the declarations with their outcome, the questions of those that wait, audit rows and events; what became
    of each row."""
    dids: list[int] = frame["did"].to_list()
    submitters = run.submitters(frame)
    places = [processed.places.get(d, ("", "")) for d in dids]
    named = frame["region"].to_list()
    regions = [
        p[0] or r or v.sender.region for p, r, v in zip(places, named, submitters, strict=True)
    ]
    elsewhere = raising_reviews.raised_elsewhere(
        processed, results, dict(zip(dids, regions, strict=True)), run
    )
    disclosed = raising_reviews.disclosed(results, elsewhere)
    status, reason = [disclosed[d][0] for d in dids], [disclosed[d][1] for d in dids]
    nameless = elsewhere.keys() | raising_reviews.unnamed(processed, results, run)
    persons = [None if d in nameless else processed.persons.get(d) for d in dids]
    declared_at = frame["said_at"].to_list()
    kept: dict[str, Values] = {
        "batch_id": [v.batch_id for v in submitters],
        "source": [v.sender.source for v in submitters],
        "id": dids,
        "key": frame["key"],
        "row": filled(frame, "row", 0),
        "kind": filled(frame, "kind", ""),
        "status": status,
        "reason": reason,
        "person_id": persons,
        "home_id": [processed.homes.get(d) for d in dids],
        "employer_id": [processed.employers.get(d) for d in dids],
        "region": regions,
        "party": [p[1] or v.sender.party for p, v in zip(places, submitters, strict=True)],
        "effective": first_of(frame, "start", "end"),
        "said_at": [run.at if s is None else min(s, run.at) for s in declared_at],
        CIPHER: frame[CIPHER],
        "said": frame["said"],
        "effects": [json.dumps(run.effects[d]) if d in run.effects else None for d in dids],
    }
    insert("register_declaration", {c: (t, kept[c]) for c, t in _COLUMNS.items()})
    waiting = [d for d in dids if results[d][0] == WAITING]
    if waiting:
        raising_reviews.raise_for(
            waiting, processed, results, dict(zip(dids, regions, strict=True)), run, elsewhere
        )
    _record(dids, status, persons, frame["kind"].to_list(), submitters, run)
    return [
        Outcome(k, w or 0, *disclosed[d], d, p, processed.homes.get(d))
        for k, w, d, p in zip(
            frame["key"].to_list(), frame["row"].to_list(), dids, persons, strict=True
        )
    ]


_COLUMNS = {
    "batch_id": "bigint",
    "source": "text",
    "id": "bigint",
    "key": "text",
    "row": "int",
    "kind": "text",
    "status": "text",
    "reason": "text",
    "person_id": "bigint",
    "home_id": "bigint",
    "employer_id": "bigint",
    "region": "text",
    "party": "text",
    "effective": "date",
    "said_at": "timestamptz",
    CIPHER: "bytea",
    "said": "bytea",
    "effects": "jsonb",
}


def with_payloads(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the submitted data of each numbered row, encrypted for its number, as the ledger keeps them."""
    data = encrypt_many(payloads(frame), PAYLOAD, rows=map(row_of, frame["did"].to_list()))
    return put(frame, pl.Series(CIPHER, data, dtype=pl.Binary))


def numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Give each row the id of its declaration."""
    return put(frame, pl.Series("did", fresh_ids(frame.height), dtype=pl.Int64))


def payloads(frame: pl.DataFrame) -> list[str]:
    """Each row as JSON: the submitted data without empty columns."""
    known = set(frame.columns)
    declared_at = [c for c in ITEM_SCHEMA if c in known and c != "said_at"]
    if frame.height > FEW:
        declared_at = [c for c in declared_at if frame[c].null_count() < frame.height]
    return [
        json.dumps(
            {c: v for c, v in zip(declared_at, row, strict=True) if v is not None},
            ensure_ascii=False,
            default=str,
        )
        for row in each_row(frame, declared_at)
    ]


def _record(
    dids: list[int],
    status: list[str],
    persons: list[int | None],
    kinds: list[str],
    submitters: list[Submitter],
    run: Run,
) -> None:
    applied = [
        (d, p, k, v)
        for d, s, p, k, v in zip(dids, status, persons, kinds, submitters, strict=True)
        if s == APPLIED
    ]
    details = {(k, v.batch_id): {"kind": k, "batch": v.batch_id} for _, _, k, v in applied}
    lines: dict[str, Any] = {
        "action": "register.declare",
        "subject_kind": "declaration",
        "subject_ids": [a[0] for a in applied],
        "person_ids": [a[1] for a in applied],
        "details": [details[a[2], a[3].batch_id] for a in applied],
        "at": run.at,
    }
    if run.by:
        audit.record_writes_of([a[3].actor for a in applied], **lines)
    else:
        audit.record_writes(run.actor, **lines)
    events.emit_many(
        "register.applied",
        [
            {
                "declarations": [a[0] for a in some],
                "persons": [a[1] for a in some],
                "kinds": [a[2] for a in some],
            }
            for some in (
                applied[n : n + MOST_PER_EVENT] for n in range(0, len(applied), MOST_PER_EVENT)
            )
        ],
        at=run.at,
    )


def applied_people(payload: Mapping[str, Any]) -> list[tuple[int, str]]:
    """(person, kind of declaration) of `register.applied`, also as release 0.1 told it, of one person at a time."""
    if "persons" in payload:
        pairs = zip(payload["persons"], payload["kinds"], strict=True)
    else:
        pairs = zip([payload.get("person")], [payload.get("kind", "")], strict=True)
    return [(int(person), str(kind)) for person, kind in pairs if person]
