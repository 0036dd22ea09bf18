"""Counts that leave a station: small ones are hidden."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 3
"""The smallest count of a breakdown that is disclosed."""
HIDDEN = -1
"""A count that is one of the small ones."""


def disclosed(counts: Mapping[str, int], groups: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The counts as they may be disclosed: of each group of parts those from 1 to `LEAST` - 1 are hidden, and where one
    alone would be, which the total gives away, the next smallest with it."""
    found = dict(counts)
    for parts in groups.values():
        small = [p for p in parts if 0 < counts[p] < LEAST]
        if len(small) == 1:
            others = [p for p in parts if p not in small and counts[p]]
            small += sorted(others, key=lambda p: counts[p])[:1]
        found |= dict.fromkeys(small, HIDDEN)
    return found
