"""Which state may follow which."""

from __future__ import annotations

from anju.domains.permits.data.states import AFTER, NEXT, OPEN, Asked, Held


def may_turn(before: Held, after: Held) -> bool:
    """True when a permit may go from one state to the other. Staying is allowed while it has not ended."""
    return after in NEXT[before] or (before == after and bool(NEXT[before]))


def may_follow(before: Asked, after: Asked) -> bool:
    """True when an application may go from one state to the other."""
    return after in AFTER[before]


def is_open(state: Asked) -> bool:
    """True while an application is under way."""
    return state in OPEN
