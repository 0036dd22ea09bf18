"""A year's places by points, for schemes that rank. It knows totals only, never who has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a year's list ends. `points`: of the last admitted (None: nobody applied); `admitted`: how many, those tied
    with the last included; `tied`: how many stand on the line itself."""

    points: Decimal | None
    admitted: int
    tied: int


def cut(totals: Sequence[Decimal], *, places: int) -> Cut:
    """Who has as many points as the last one inside the planned places is inside as well. `ValueError`
    below 0 places."""
    if places < 0:
        raise ValueError("places cannot be fewer than none")
    if not totals or not places:
        return Cut(None, 0, 0)
    line = sorted(totals, reverse=True)[min(places, len(totals)) - 1]
    return Cut(line, sum(t >= line for t in totals), sum(t == line for t in totals))


def rank(total: Decimal, totals: Sequence[Decimal]) -> int:
    """The place of a total among all: 1 for the highest, the same for equals."""
    return 1 + sum(t > total for t in totals)
