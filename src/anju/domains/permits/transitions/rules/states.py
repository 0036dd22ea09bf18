"""Which state of a permit may follow which."""

from __future__ import annotations

from anju.domains.permits.transitions.data.states import NEXT, PermitState


def may_change(before: PermitState, after: PermitState) -> bool:
    """True when a permit may go from one state to the other. Staying is allowed while it has not ended."""
    return after in NEXT[before] or (before == after and bool(NEXT[before]))
