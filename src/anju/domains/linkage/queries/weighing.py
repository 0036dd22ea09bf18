"""Records of the register weighed with the parameters in use: many pairs at a time, two records, one declaration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.data import Role
from anju.domains.linkage.queries.candidates import candidates_of
from anju.domains.linkage.queries.levels import levels_of
from anju.domains.linkage.queries.parameter_sets import ParameterSetView, set_in_use, shares
from anju.domains.linkage.queries.records import FIELDS, Compared, Raw, raw_records
from anju.domains.linkage.rules.clusters import probability, weigh
from anju.domains.linkage.rules.comparisons import EXACT, derive
from anju.domains.linkage.rules.explaining import Explained, Reason, explain

Floats = NDArray[np.float64]
PROBABLE = 0.5
"""From this probability on a pair is proposed."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs with their weights, and what each is made of."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    weights: Floats
    levels: dict[str, NDArray[np.int8]]
    parts: dict[str, Floats]
    less: Floats

    @property
    def probability(self) -> Floats:
        """Of one person."""
        return probability(self.weights)


def weigh_pairs(
    used: ParameterSetView, records: Compared, pairs: Sequence[tuple[int, int]]
) -> Weighed:
    """Pairs of records, by their numbers, weighed."""
    place = {person: n for n, person in enumerate(records.ids)}
    one = np.array([place[a] for a, _ in pairs], dtype=np.int64)
    other = np.array([place[b] for _, b in pairs], dtype=np.int64)
    levels = levels_of(records.columns, records.comparisons, one.tolist(), other.tolist())
    tables = shares(used, {c.name: records.columns[c.name] for c in records.comparisons})
    often = {
        fact: np.array([table.get(v or "", 0.0) for v in records.columns[fact]])[one]
        for fact, table in tables.items()
    }
    weights, parts, less = weigh(used.weights, levels, often)
    return Weighed(one, other, weights, levels, parts, less)


def reasons_of(found: Weighed, records: Compared, place: int) -> list[Reason]:
    """What the facts of one pair say, the strongest first."""
    names = {c.name: [x.name for x in c.levels] for c in records.comparisons}
    reasons = [
        Reason(fact, names[fact][found.levels[fact][place]], float(bits[place]))
        for fact, bits in found.parts.items()
        if found.levels[fact][place] >= 0
    ]
    return sorted(reasons, key=lambda r: -abs(r.bits))


def weigh_declared(declared: Raw, candidates: Sequence[int]) -> dict[int, Explained]:
    """A declared person beside records, as far as the transaction sees them; {} while nothing was trained. The duty to
    record the reading is the caller's."""
    used = set_in_use()
    if used is None or not candidates:
        return {}
    records = raw_records(candidates)
    return _explained(used, declared, records)


@dataclass(frozen=True, slots=True)
class Probable:
    """A record that is probably the declared person."""

    person_id: int
    explained: Explained


def probable_records(declared: Raw, *, limit: int = 3) -> list[Probable]:
    """The records that are probably a declared person, the most probable first, of those that the transaction sees;
    [] while nothing was trained. A record that holds the declared document itself is left to matching. The duty to
    record the reading is the caller's."""
    if set_in_use() is None:
        return []
    weighed = weigh_declared(declared, candidates_of(declared))
    found = [
        Probable(person, e)
        for person, e in weighed.items()
        if e.probability >= PROBABLE and not _same_document(e)
    ]
    return sorted(found, key=lambda p: -p.explained.weight)[:limit]


def _same_document(explained: Explained) -> bool:
    return any(r.fact in (Role.NUMBER, Role.OTHER) and r.level == EXACT for r in explained.reasons)


def weigh_two(one: int, other: int) -> Explained | None:
    """Two records beside each other; None while nothing was trained, or where one is out of sight."""
    used = set_in_use()
    if used is None:
        return None
    records = raw_records([one, other])
    if len(records) < 2:
        return None
    return _explained(used, records[one], {other: records[other]})[other]


def _explained(
    used: ParameterSetView, declared: Raw, records: dict[int, Raw]
) -> dict[int, Explained]:
    own = {
        f.name: derive(f, [declared.get(f.role) or None])[f.name]
        for f in FIELDS
        if f.name in used.filled
    }
    found = explain(
        used.weights,
        {Role(f.name): declared.get(f.role) or None for f in FIELDS},
        [{r: v or None for r, v in record.items()} for record in records.values()],
        frequency=shares(used, own),
    )
    return dict(zip(records, found, strict=True))
