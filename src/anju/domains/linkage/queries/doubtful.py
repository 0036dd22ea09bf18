"""Pairs that were proposed, and pairs that somebody found to be two people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.domains.linkage.models import DoubtfulPair
from anju.domains.linkage.rules.explaining import Reason
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows

OPEN, MERGED, DIFFERENT = "open", "merged", "different"


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair as pages show it. `reasons` are the strongest first; `household`: bits taken off for a shared home."""

    one_id: int
    other_id: int
    state: str
    weight: float | None
    reasons: tuple[Reason, ...]
    household: float
    proposed_at: datetime | None
    note: str
    decided_label: str
    decided_at: datetime | None


_STANDING = """FROM linkage_pair l JOIN people_person a ON a.id = l.one_id JOIN people_person b ON b.id = l.other_id
    WHERE a.merged_into_id IS NULL AND a.withdrawn_at IS NULL AND b.merged_into_id IS NULL
      AND b.withdrawn_at IS NULL AND l.state = %s"""


def doubtful_pairs(actor: Actor, *, limit: int = 50) -> list[PairView]:
    """Pairs that wait, the most probable first, where the actor may merge both records. Three queries."""
    return _decidable(actor, OPEN, "l.weight DESC, l.id", limit)


def found_different(actor: Actor, *, limit: int = 50) -> list[PairView]:
    """Pairs that somebody found to be two people, the latest first."""
    return _decidable(actor, DIFFERENT, "l.decided_at DESC, l.id", limit)


def _decidable(actor: Actor, state: str, order: str, limit: int) -> list[PairView]:
    found = rows(
        f"SELECT l.id, l.one_id, l.other_id {_STANDING} ORDER BY {order} LIMIT %s",
        [state, 4 * limit],
    )
    mine = people.within_scope_now(actor, sorted({p for r in found for p in r[1:]}), "person.merge")
    ids = [r[0] for r in found if r[1] in mine and r[2] in mine][:limit]
    views = {row.id: _view(row) for row in DoubtfulPair.objects.filter(id__in=ids)}
    return [views[i] for i in ids]


def pair_of(one: int, other: int) -> PairView | None:
    """What is noted of these two, as far as the transaction sees."""
    row = DoubtfulPair.objects.filter(one_id=min(one, other), other_id=max(one, other)).first()
    return _view(row) if row else None


def _view(row: DoubtfulPair) -> PairView:
    return PairView(
        row.one_id,
        row.other_id,
        row.state,
        row.weight,
        tuple(Reason(*r) for r in row.reasons),
        row.household,
        row.proposed_at,
        row.note,
        row.decided_label,
        row.decided_at,
    )


def different_among(person_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs of these records, or of records merged into them, that somebody found to be two people. Two queries, as the
    intake role."""
    stands = {r: p for p, some in people.records_of(person_ids).items() for r in some}
    return {
        (min(a, b), max(a, b))
        for one, other in rows(
            """SELECT one_id, other_id FROM linkage_pair WHERE state = 'different' AND one_id = ANY(%(ids)s)
            AND other_id = ANY(%(ids)s)""",
            {"ids": sorted(stands)},
        )
        if (a := stands[one]) != (b := stands[other])
    }
