"""What a pair of records weighs, and from weighed pairs the groups of records that are one person.

A weight is the sum of what each fact says, less what a shared household would explain as well. One formula for many
pairs at a time (batch) and for one (intake): `weigh` takes arrays, of one pair too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.data import Parameters

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


class Groups:
    """Records joined pair by pair, the surest first; what must stay apart stays apart through every chain."""

    def __init__(
        self,
        size: int,
        *,
        source: Sequence[int] | None = None,
        separate: Iterable[tuple[int, int]] = (),
    ) -> None:
        """`source`: where each record comes from, if no source holds a person twice. `separate`: pairs that were
        recorded together, or that somebody found not to be the same."""
        self._leader = list(range(size))
        self._members: dict[int, list[int]] = {}
        self._source = source
        self._separate: dict[int, set[int]] = defaultdict(set)
        for one, other in separate:
            self._separate[one].add(other)
            self._separate[other].add(one)

    def leader(self, record: int) -> int:
        """The record that stands for the group."""
        while self._leader[record] != record:
            self._leader[record] = self._leader[self._leader[record]]
            record = self._leader[record]
        return record

    def members(self, leader: int) -> list[int]:
        """All records of a group."""
        return self._members.get(leader, [leader])

    def join(self, one: int, other: int) -> bool:
        """Make two groups one, unless that would bring together what must stay apart."""
        a, b = self.leader(one), self.leader(other)
        if a == b:
            return True
        mine, theirs = self.members(a), self.members(b)
        if not self._may_join(mine, theirs):
            return False
        if len(mine) < len(theirs):
            a, b, mine, theirs = b, a, theirs, mine
        self._leader[b] = a
        self._members[a] = mine + theirs
        self._members.pop(b, None)
        return True

    def _may_join(self, mine: Sequence[int], theirs: Sequence[int]) -> bool:
        if self._source is not None:
            source = self._source
            if {source[r] for r in mine} & {source[r] for r in theirs}:
                return False
        if not self._separate:
            return True
        others = set(theirs)
        return not any(self._separate[r] & others for r in mine if r in self._separate)

    def all(self) -> list[int]:
        """The leader of each record."""
        return [self.leader(r) for r in range(len(self._leader))]


def group(
    size: int,
    pairs: Iterable[tuple[int, int]],
    *,
    source: Sequence[int] | None = None,
    separate: Iterable[tuple[int, int]] = (),
) -> list[int]:
    """The group of each record (as the number of one of its records). `pairs`: those that count, the surest first."""
    groups = Groups(size, source=source, separate=separate)
    for one, other in pairs:
        groups.join(one, other)
    return groups.all()
