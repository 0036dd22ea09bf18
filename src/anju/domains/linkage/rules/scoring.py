"""What a pair weighs: the sum of what each fact says, less what a shared household would explain as well.

One formula for many pairs at a time (batch) and for one (intake): `weigh` takes arrays, of one pair too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.data.parameters import Parameters

Floats = NDArray[np.float64]


def weigh(
    parameters: Parameters,
    levels: Mapping[str, NDArray[np.int8]],
    frequency: Mapping[str, Floats],
) -> tuple[Floats, dict[str, Floats], Floats]:
    """The weight of each pair in bits (0: as likely one person as not), what each fact adds, and what is taken off
    for relatives. `frequency`: of facts with rare values, how often the pair's value occurs (0 where it is not
    equal)."""
    size = len(next(iter(levels.values()))) if levels else 0
    chance = max(1 - parameters.matches - parameters.relatives, 1e-12)
    total = np.full(size, np.log2(parameters.matches / chance))
    kin = np.full(size, np.log2(parameters.relatives / chance))
    parts: dict[str, Floats] = {}
    for name, table in parameters.facts.items():
        if name not in levels:
            continue
        level = levels[name].astype(np.intp)
        m = np.append(np.log2([x.m for x in table]), 0.0)[level]
        f = np.append(np.log2([x.f for x in table]), 0.0)[level]
        u = np.append(np.log2([x.u for x in table]), 0.0)[level]
        often = frequency.get(name)
        if often is not None:
            rare = np.append([x.rare for x in table], False)[level] & (often > 0)
            u = np.where(rare, np.log2(np.where(often > 0, often, 1.0)), u)
        parts[name] = m - u
        total = total + parts[name]
        kin = kin + (f - u)
    less = np.logaddexp2(0.0, kin)
    return total - less, parts, less


def probability(weight: Floats) -> Floats:
    """Of one person, for a weight in bits."""
    bounded = np.clip(weight, -500, 500)
    return np.asarray(1 / (1 + np.exp2(-bounded)))


def frequencies(values: Sequence[str | None]) -> dict[str, float]:
    """How often each value occurs among the other records: of one that occurs n times, (n - 1) in all; at least one."""
    counted: dict[str, int] = {}
    filled = 0
    for value in values:
        if value is not None:
            counted[value] = counted.get(value, 0) + 1
            filled += 1
    return {v: max(n - 1, 1) / filled for v, n in counted.items()}
