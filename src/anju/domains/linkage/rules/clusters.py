"""From weighed pairs to groups of records that are one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


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
