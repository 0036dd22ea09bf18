"""Raising review items: who decides, until when, and from when staff may answer instead.

What must not be disclosed to a sender: that somebody outside their visibility scope exists.

A question that arises from the record of such a person is raised where both places are in sight, and the sender
reads only that the statement is being checked (docs/decisions/0008-visibility.md).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import (
    BEING_CHECKED,
    DOUBTFUL,
    REFUSED,
    WAITING,
)
from anju.domains.register.declarations.operations.context import Run
from anju.domains.register.declarations.queries.rules import due
from anju.domains.register.intake.operations.processing import Processed, Results
from anju.domains.register.intake.rules.days import BEFORE_BIRTH
from anju.domains.register.intake.rules.plausibility import DOUBTS
from anju.foundation.db.scope import scope_literal
from anju.foundation.db.statements import insert, next_ids, rows
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


_ABOUT_A_PERSON = frozenset({"same_person", "name_differs", "contradiction", *BEFORE_BIRTH})
_LEVELS = (12, 9, 6, 4, 2)
WHOLE_COUNTRY = "0"
"""The region of a question no province holds alone: it lies in the scope of "everywhere" and in no other."""


def raised_elsewhere(
    processed: Processed, results: Results, regions: Mapping[int, str], run: Run
) -> dict[int, str]:
    """Waiting declarations that speak of somebody out of the actor's sight: declaration → region of its question."""
    asked = {
        d: _meant(d, processed)
        for d, (status, reason) in results.items()
        if status == WAITING and reason in _ABOUT_A_PERSON
    }
    if not asked:
        return {}
    places = _places({p for people in asked.values() for p in people}, run)
    return {
        d: _above([regions.get(d, ""), *(r for p in people for r in places[p][1])])
        for d, people in asked.items()
        if any(p in places and not places[p][0] for p in people)
    }


def disclosed(results: Results, elsewhere: Collection[int]) -> Results:
    """The results as disclosed to the sender."""
    return {
        d: (WAITING, BEING_CHECKED) if d in elsewhere else result for d, result in results.items()
    }


def unnamed(processed: Processed, results: Results, run: Run) -> set[int]:
    """Refused declarations that meant somebody out of the actor's sight: the answer must not carry who it was."""
    meant = {
        d: processed.persons[d]
        for d, (status, _) in results.items()
        if status == REFUSED and d in processed.persons
    }
    seen = people.visible_to(run.actor, sorted(set(meant.values()))) if meant else set()
    return {d for d, person in meant.items() if person not in seen}


def _meant(did: int, processed: Processed) -> list[int]:
    known = processed.persons.get(did)
    return processed.candidates.get(did) or ([known] if known is not None else [])


def _places(person_ids: Collection[int], run: Run) -> dict[int, tuple[bool, list[str]]]:
    """Person → (in the actor's sight, regions they belong to)."""
    found = rows(
        """SELECT i.p, coalesce(bool_or(%s::anju_scope @> s.scope::text), false)
               OR %s::anju_scope @> ('person:' || i.p),
               coalesce(array_agg(s.scope::text) FILTER (WHERE s.scope < ':'), '{}')
        FROM unnest(%s::bigint[]) AS i(p) LEFT JOIN people_scope s ON s.person_id = i.p GROUP BY i.p""",
        [scope_literal(run.actor), scope_literal(run.actor), sorted(person_ids)],
    )
    return {p: (seen, list(regions)) for p, seen, regions in found}


def _above(regions: Collection[str]) -> str:
    """The smallest division that holds them all."""
    known = [r for r in regions if r]
    return next(
        (
            known[0][:n]
            for n in _LEVELS
            if known and len({r[:n] for r in known}) == 1 and all(len(r) >= n for r in known)
        ),
        WHOLE_COUNTRY,
    )
