"""Keeping declarations as they came, with what became of them; raising questions; audit and events."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import polars as pl

from anju.domains.register.data import APPLIED, ITEM_SCHEMA, WAITING, Outcome
from anju.domains.register.operations import discretion, questions
from anju.domains.register.operations.context import Run
from anju.domains.register.operations.settle import Results, Settled
from anju.foundation.audit import api as audit
from anju.foundation.crypto import encrypt_many
from anju.foundation.db.arrays import Values
from anju.foundation.db.statements import Columns, joined, next_ids, rows
from anju.foundation.db.statements import run as execute
from anju.foundation.events import api as events
from anju.foundation.frames import filled, first_of, put

PAYLOAD = "declaration.payload"
WORDS = "payload_cipher"
TOLD_AT_ONCE = 500
"""Declarations one event speaks of, at most."""


def fresh_ids(count: int) -> list[int]:
    """Ids for declarations about to be kept: ledger rows name them before they are inserted."""
    return next_ids("register_declaration", count)


def answered(source: str, keys: Sequence[str]) -> dict[str, Outcome]:
    """What this sender declared before under these keys, and what became of it."""
    found = rows("""SELECT key, row, status, reason, id, person_id, home_id FROM register_declaration
        WHERE source = %s AND key = ANY(%s)""", [source, list(keys)], often=True)
    return {r[0]: Outcome(*r) for r in found}


def store(frame: pl.DataFrame, settled: Settled, results: Results, run: Run) -> dict[str, Outcome]:
    """Insert the declarations with their outcome, the questions of those that wait, audit rows and events."""
    dids: list[int] = frame["did"].to_list()
    places = [settled.places.get(d, ("", "")) for d in dids]
    named = frame["region"].to_list()
    regions = [p[0] or r or run.sender.region for p, r in zip(places, named, strict=True)]
    elsewhere = discretion.raised_elsewhere(settled, results, dict(zip(dids, regions, strict=True)), run)
    told = discretion.told(results, elsewhere)
    status, reason = [told[d][0] for d in dids], [told[d][1] for d in dids]
    nameless = elsewhere.keys() | discretion.unnamed(settled, results, run)
    persons = [None if d in nameless else settled.persons.get(d) for d in dids]
    spoken = frame["said_at"].to_list()
    _insert({
        "id": dids, "key": frame["key"], "row": filled(frame, "row", 0), "kind": filled(frame, "kind", ""),
        "status": status, "reason": reason, "person_id": persons, "home_id": [settled.homes.get(d) for d in dids],
        "employer_id": [settled.employers.get(d) for d in dids], "region": regions,
        "party": [p[1] or run.sender.party for p in places], "effective": first_of(frame, "start", "end"),
        "said_at": [run.at if s is None else min(s, run.at) for s in spoken], WORDS: frame[WORDS],
        "said": frame["said"],
        "effects": [json.dumps(run.effects[d]) if d in run.effects else None for d in dids]}, run)
    waiting = [d for d in dids if results[d][0] == WAITING]
    if waiting:
        questions.raise_for(waiting, settled, results, dict(zip(dids, regions, strict=True)), run, elsewhere)
    _tell(dids, status, persons, frame["kind"].to_list(), run)
    return {k: Outcome(k, w or 0, *told[d], d, p, settled.homes.get(d))
            for k, w, d, p in zip(frame["key"].to_list(), frame["row"].to_list(), dids, persons, strict=True)}


def _insert(kept: Mapping[str, Values], run: Run) -> None:
    columns: Columns = {c: (t, kept[c]) for c, t in _KEPT.items()}
    source, values = joined(columns)
    names = ", ".join(_KEPT)
    execute(f"""INSERT INTO register_declaration (batch_id, source, {names})
        SELECT %s::bigint, %s::text, {names} FROM {source} AS i({names})""",  # noqa: S608 - names of this file
            [run.batch_id, run.sender.source, *values], often=True)


_KEPT = {"id": "bigint", "key": "text", "row": "int", "kind": "text", "status": "text", "reason": "text",
         "person_id": "bigint", "home_id": "bigint", "employer_id": "bigint", "region": "text", "party": "text",
         "effective": "date", "said_at": "timestamptz", WORDS: "bytea", "said": "bytea", "effects": "jsonb"}


def worded(frame: pl.DataFrame) -> pl.DataFrame:
    """Add each row's own words, encrypted, as the ledger keeps them."""
    return put(frame, pl.Series(WORDS, encrypt_many(payloads(frame), PAYLOAD), dtype=pl.Binary))


def payloads(frame: pl.DataFrame) -> list[str]:
    """Each row as JSON: what was said, without the columns that said nothing."""
    spoken = [c for c in ITEM_SCHEMA if c in frame.columns and c != "said_at"]
    said = [(c, frame[c].to_list()) for c in spoken if frame[c].null_count() < frame.height]
    return [json.dumps({c: v[n] for c, v in said if v[n] is not None}, ensure_ascii=False, default=str)
            for n in range(frame.height)]


def _tell(dids: list[int], status: list[str], persons: list[int | None], kinds: list[str], run: Run) -> None:
    applied = [(d, p, k) for d, s, p, k in zip(dids, status, persons, kinds, strict=True) if s == APPLIED]
    details = {k: {"kind": k, "batch": run.batch_id} for k in set(kinds)}
    audit.record_writes(run.actor, action="register.declare", subject_kind="declaration",
                        subject_ids=[a[0] for a in applied], person_ids=[a[1] for a in applied], at=run.at,
                        details=[details[a[2]] for a in applied])
    events.emit_many("register.applied", [
        {"declarations": [a[0] for a in some], "persons": [a[1] for a in some], "kinds": [a[2] for a in some]}
        for some in (applied[n:n + TOLD_AT_ONCE] for n in range(0, len(applied), TOLD_AT_ONCE))], at=run.at)
