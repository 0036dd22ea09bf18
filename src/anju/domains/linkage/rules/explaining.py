"""One declaration beside the records it may belong to: the weight of each pair and what it is made of.

The same levels and the same formula as in batch (`scoring.weigh`), so that the two never disagree. It proposes;
people decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.data import Field, Parameters, Role
from anju.domains.linkage.rules.clusters import probability, weigh
from anju.domains.linkage.rules.comparisons import comparison_of, derive

Raw = Mapping[Role, str | None]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one fact says: how far it agrees, and its bits for (or, below zero, against) one person."""

    fact: str
    level: str
    bits: float


@dataclass(frozen=True, slots=True)
class Explained:
    """A pair weighed. `reasons` are the strongest first, `prior` what was known before any fact, `household` what is
    taken off because people who live together share as much; `weight` is prior, reasons and household together."""

    weight: float
    probability: float
    prior: float
    reasons: tuple[Reason, ...]
    household: float


def explain(
    parameters: Parameters,
    declared: Raw,
    candidates: Sequence[Raw],
    *,
    frequency: Mapping[str, Mapping[str, float]],
) -> list[Explained]:
    """The declared person beside each candidate, in the order of the candidates.

    `frequency`: per fact with rare values, how often each value (as it is compared) occurs among the records; a value
    that is not in it counts as if it were as frequent as the facts of the model say.
    """
    fields = [Field(name, Role(name), (name,), (name,)) for name in parameters.facts]
    columns: dict[str, list[str | None]] = {}
    for field in fields:
        columns |= derive(
            field, [declared.get(field.role), *(c.get(field.role) for c in candidates)]
        )
    records = [{c: v[n] for c, v in columns.items()} for n in range(len(candidates) + 1)]
    comparisons = [comparison_of(f, fields) for f in fields]
    levels = {
        c.name: np.array([c.level_of(records[0], r) for r in records[1:]], dtype=np.int8)
        for c in comparisons
    }
    often = {
        name: np.full(len(candidates), table.get(records[0][name] or "", 0.0))
        for name, table in frequency.items()
        if name in levels
    }
    weights, parts, less = weigh(parameters, levels, often)
    chances = probability(weights)
    names = {c.name: [x.name for x in c.levels] for c in comparisons}
    return [
        Explained(
            float(weights[n]),
            float(chances[n]),
            float(weights[n] + less[n] - sum(p[n] for p in parts.values())),
            _reasons(n, levels, parts, names),
            float(-less[n]),
        )
        for n in range(len(candidates))
    ]


def _reasons(
    place: int,
    levels: Mapping[str, NDArray[np.int8]],
    parts: Mapping[str, NDArray[np.float64]],
    names: Mapping[str, Sequence[str]],
) -> tuple[Reason, ...]:
    found = [
        Reason(fact, names[fact][levels[fact][place]], float(bits[place]))
        for fact, bits in parts.items()
        if levels[fact][place] >= 0
    ]
    return tuple(sorted(found, key=lambda r: -abs(r.bits)))
