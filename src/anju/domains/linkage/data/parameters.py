"""What a training learnt, and what a score is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelWeight:
    """How often pairs reach a level: of one person (`m`), of two people by chance (`u`), of two people of one
    household (`f`). `rare`: for equal values the frequency of the value stands in place of `u`."""

    name: str
    m: float
    u: float
    f: float
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Parameters:
    """The weights of a model: per fact the levels in their order; the shares of pairs of one person and of relatives
    among all pairs of records."""

    facts: dict[str, tuple[LevelWeight, ...]]
    matches: float
    relatives: float
