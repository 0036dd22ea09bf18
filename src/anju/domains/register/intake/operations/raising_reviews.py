"""Raising review items: who decides, until when, and from when staff may answer instead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from anju.domains.register.declarations.data.declarations import DOUBTFUL
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.declarations.queries.rules import due
from anju.domains.register.intake.operations.processing import Processed, Results
from anju.domains.register.intake.rules.days import BEFORE_BIRTH
from anju.domains.register.intake.rules.plausibility import DOUBTS
from anju.foundation.db.statements import insert, next_ids
from anju.foundation.events import api as events

ELSEWHERE = "elsewhere"
"""Marks facts that row-level security shows to the question's region only (see migration 0002)."""


def raise_for(
    waiting: list[int],
    processed: Processed,
    results: Results,
    regions: Mapping[int, str],
    run: Run,
    elsewhere: Mapping[int, str] | None = None,
) -> None:
    """One question for each waiting declaration.

    A resident's statement is asked of whoever answers for the home; staff take it over when the configured time has
    passed, or at once where nobody is on file. All other questions are staff's from the start.
    `elsewhere`: questions raised in a wider region, because the sender's own must not learn whom they are about.
    """
    elsewhere = elsewhere or {}
    regions = {**regions, **elsewhere}
    kinds = [_kind(results[d][1]) for d in waiting]
    parties = [
        processed.places.get(d, ("", ""))[1] if k == "confirm" else ""
        for d, k in zip(waiting, kinds, strict=True)
    ]
    staff: list[datetime] = []
    until: list[datetime] = []
    for did, party in zip(waiting, parties, strict=True):
        region = regions[did]
        hand_over = due("landlord.answer", region, run.at) if party else run.at
        staff.append(hand_over)
        until.append(due("review.decide", region, hand_over))
    facts = [
        _facts(d, processed, results, run) | ({ELSEWHERE: True} if d in elsewhere else {})
        for d in waiting
    ]
    ids = next_ids("register_review", len(waiting))
    insert(
        "register_review",
        {
            "id": ("bigint", ids),
            "declaration_id": ("bigint", waiting),
            "kind": ("text", kinds),
            "region": ("text", [regions[d] for d in waiting]),
            "party": ("text", parties),
            "facts": ("jsonb", [json.dumps(f, default=str) for f in facts]),
            "asked_at": ("timestamptz", [run.at] * len(ids)),
            "staff_from": ("timestamptz", staff),
            "due_at": ("timestamptz", until),
            "decision": ("text", [""] * len(ids)),
            "note": ("text", [""] * len(ids)),
            "decided_label": ("text", [""] * len(ids)),
        },
    )
    events.emit_many(
        "register.asked",
        [{"review": i, "kind": k, "party": p} for i, k, p in zip(ids, kinds, parties, strict=True)],
        at=run.at,
    )


def _kind(reason: str) -> str:
    """The kind of review item that a reason for waiting raises."""
    if reason in DOUBTS or reason in BEFORE_BIRTH:
        return DOUBTFUL
    return "same_person" if reason == "name_differs" else reason


def _facts(did: int, processed: Processed, results: Results, run: Run) -> dict[str, object]:
    facts: dict[str, object] = {"reason": results[did][1]}
    if results[did][1] in DOUBTS:
        facts["doubts"] = processed.doubted.get(did, [results[did][1]])
    if did in processed.candidates:
        facts["candidates"] = processed.candidates[did]
    if did in run.conflicts:
        facts["conflicts"] = run.conflicts[did]
    return facts
