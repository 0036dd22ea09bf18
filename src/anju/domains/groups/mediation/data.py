"""Mediations and their steps: frozen values, and which step leads where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_SUBJECT, MOST_TEXT, MOST_AGREEMENT, MOST_NAME = 80, 2000, 8000, 30
BREACH_MATTER = "agreement_breach"
"""The matter of casework that an agreement which is not kept becomes."""
MEDIATION_MATTER, CONFIRMATION = "mediation", "confirmation"
"""Where the files of law say how long both sides may ask the court to confirm an agreement."""


class MediationState(StrEnum):
    """Asked for by one side, waiting for a mediator, talking, an agreement drafted, agreed by both, ended without one,
    kept, not kept."""

    ASKED = "asked"
    WAITING = "waiting"
    TALKING = "talking"
    DRAFTED = "drafted"
    AGREED = "agreed"
    ENDED = "ended"
    KEPT = "kept"
    BREACHED = "breached"


class MediationSide(StrEnum):
    """Who acts: who asked for it, the other side, the mediator."""

    APPLICANT = "applicant"
    OTHER = "other"
    MEDIATOR = "mediator"


class MediationStep(StrEnum):
    """What may happen."""

    ASKED = "asked"
    CONSENTED = "consented"
    TAKEN = "taken"
    MESSAGE = "message"
    DRAFTED = "drafted"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    CONFIRMED = "confirmed"
    KEPT = "kept"
    BREACHED = "breached"


S, D, P = MediationState, MediationSide, MediationStep
PARTIES = frozenset({D.APPLICANT, D.OTHER})
ALL = PARTIES | {D.MEDIATOR}
LIVE = frozenset({S.ASKED, S.WAITING, S.TALKING, S.DRAFTED})
STEPS: Mapping[MediationStep, tuple[frozenset[MediationState], frozenset[MediationSide]]] = {
    P.ASKED: (frozenset(), frozenset({D.APPLICANT})),
    P.CONSENTED: (frozenset({S.ASKED}), frozenset({D.OTHER})),
    P.TAKEN: (frozenset({S.WAITING}), frozenset({D.MEDIATOR})),
    P.MESSAGE: (frozenset({S.TALKING, S.DRAFTED, S.AGREED}), ALL),
    P.DRAFTED: (frozenset({S.TALKING, S.DRAFTED}), frozenset({D.MEDIATOR})),
    P.SIGNED: (frozenset({S.DRAFTED}), PARTIES),
    P.WITHDRAWN: (LIVE, PARTIES),
    P.FAILED: (frozenset({S.TALKING, S.DRAFTED}), frozenset({D.MEDIATOR})),
    P.CONFIRMED: (frozenset({S.AGREED}), PARTIES),
    P.KEPT: (frozenset({S.AGREED}), PARTIES),
    P.BREACHED: (frozenset({S.AGREED}), PARTIES),
}
"""Step → from which states, by which sides."""


@dataclass(frozen=True, slots=True)
class MediationEvent:
    """One step of a mediation."""

    id: int
    step: MediationStep
    side: MediationSide
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Mediation:
    """A mediation as one of its three sides sees it. `side`: the reader's; `confirm_until`: the last day on which both
    sides may ask the court to confirm the agreement; `case_id`: of the reader's own case about its breach."""

    id: int
    group_id: int
    state: MediationState
    side: MediationSide | None
    subject: str
    applicant: str
    other: str
    mediator: str
    agreement: str
    signed: frozenset[MediationSide]
    asked_at: datetime
    agreed_at: datetime | None
    confirm_until: date | None
    confirmed_at: datetime | None
    case_id: int | None
    events: tuple[MediationEvent, ...] = ()
