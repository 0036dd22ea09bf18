"""Mediation: asking, consent, agreement, its confirmation and its breach."""

from anju.domains.groups.mediation.data import (
    LIVE,
    MOST_AGREEMENT,
    MOST_SUBJECT,
    MOST_TEXT,
    Mediation,
    MediationEvent,
    MediationSide,
    MediationState,
    MediationStep,
)
from anju.domains.groups.mediation.operations.mediating import (
    MEDIATION_EVENT,
    ask_mediation,
    consent,
    draft,
    report_breach,
    step,
    take_up,
    tell_sides,
    write,
)
from anju.domains.groups.mediation.queries import (
    confirm_until,
    mediation,
    own_mediations,
)

__all__ = [
    "LIVE",
    "MEDIATION_EVENT",
    "MOST_AGREEMENT",
    "MOST_SUBJECT",
    "MOST_TEXT",
    "Mediation",
    "MediationEvent",
    "MediationSide",
    "MediationState",
    "MediationStep",
    "ask_mediation",
    "confirm_until",
    "consent",
    "draft",
    "mediation",
    "own_mediations",
    "report_breach",
    "step",
    "take_up",
    "tell_sides",
    "write",
]
