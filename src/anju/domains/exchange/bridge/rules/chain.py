"""Whether a file is the next of its chain, and what a receipt means for its sender."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anju.domains.exchange.bridge.data.bridge import Position


class Step(StrEnum):
    """next: to be taken in. repeated: was taken in, byte for byte; changes nothing. The rest are faults: a number is
    missing before it, the number came before with another content, it does not follow the file before."""

    NEXT = "next"
    REPEATED = "repeated"
    GAP = "bridge_gap"
    REUSED = "bridge_number_reused"
    BROKEN = "bridge_chain_broken"


def step(last: Position, number: int, previous: str, own: str, known: str | None) -> Step:
    """What a file is after the `last` one taken in. `own`: its hash; `known`: of the file taken in under its number."""
    if number <= last.number:
        return Step.REPEATED if own == known else Step.REUSED
    if number > last.number + 1:
        return Step.GAP
    return Step.NEXT if previous == last.hash else Step.BROKEN


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What a receipt changes: everything up to `number` is there. `restored`: the receiver knows files this side has
    forgotten, so numbers go on after its last; `again`: numbers to carry over once more."""

    number: int
    restored: bool
    again: tuple[int, ...]


def acknowledged(
    sent: int, applied: Position, known: str | None, missing: tuple[int, ...]
) -> Acknowledged:
    """What to make of a receipt. `known`: the hash of our file of the number it names (None: we have none)."""
    if applied.number > sent or (applied.number and known != applied.hash):
        return Acknowledged(applied.number, restored=True, again=())
    asked = {n for n in missing if applied.number < n <= sent}
    return Acknowledged(applied.number, restored=False, again=tuple(sorted(asked)))


def missing_before(last: int, seen: set[int], most: int = 1_000) -> tuple[int, ...]:
    """Numbers to ask for again: those that are missing between the last one taken in and the highest seen."""
    top = max(seen, default=last)
    return tuple(n for n in range(last + 1, top) if n not in seen)[:most]
