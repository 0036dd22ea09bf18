"""Where a step of a mediation leads."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from anju.domains.groups.mediation.data import (
    PARTIES,
    STEPS,
    MediationSide,
    MediationState,
    MediationStep,
)
from anju.foundation.errors import Conflict, NotAllowed

_AFTER = {
    MediationStep.CONSENTED: MediationState.WAITING,
    MediationStep.TAKEN: MediationState.TALKING,
    MediationStep.DRAFTED: MediationState.DRAFTED,
    MediationStep.WITHDRAWN: MediationState.ENDED,
    MediationStep.FAILED: MediationState.ENDED,
    MediationStep.KEPT: MediationState.KEPT,
    MediationStep.BREACHED: MediationState.BREACHED,
}


def after(
    step: MediationStep,
    state: MediationState,
    side: MediationSide,
    signed: AbstractSet[MediationSide] = frozenset(),
) -> MediationState:
    """The state after a step. An agreement is one when both sides have signed the same text. `NotAllowed`
    ``mediation_side``; `Conflict` ``mediation_state``."""
    states, sides = STEPS[step]
    if side not in sides:
        raise NotAllowed("mediation_side")
    if state not in states:
        raise Conflict("mediation_state")
    if step is MediationStep.SIGNED:
        return MediationState.AGREED if {*signed, side} >= PARTIES else state
    return _AFTER.get(step, state)
