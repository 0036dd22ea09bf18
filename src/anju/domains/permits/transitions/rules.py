"""Which transition is allowed in which state, and what the permit becomes: one table.

A transition names the states it may begin in and the states it may end in (a found card is `active` or `suspended`,
as its endorsement says). Ends are final, except that a withdrawal or a cancellation may be *undone*: a decision may
be repealed on review, a death reported may have been another's. Expiry is a date, which nobody repeals; a merge of
permits is undone with the merge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.domains.permits.transitions.data.transitions import (
    LIVE,
    CancelReason,
    CardReason,
    PermitState,
    TransitionKind,
    WithdrawReason,
)
from anju.foundation.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class TransitionRule:
    """One line of the table. Empty `after`: the state stays what it was. Empty `reasons`: none is asked."""

    before: frozenset[PermitState]
    after: frozenset[PermitState] = frozenset()
    reasons: frozenset[str] = frozenset()
    may_be_undone: bool = False


_LIVE = frozenset(LIVE)
_IN_USE = frozenset({PermitState.ACTIVE, PermitState.SUSPENDED})
_ENDORSED = frozenset({PermitState.ACTIVE, PermitState.LOST})
"""A lost card keeps nobody from endorsing: the years are the holder's, not the card's."""
_CARDS = frozenset(
    {
        CardReason.LOST,
        CardReason.DAMAGED,
        CardReason.ADDRESS,
        CardReason.CORRECTED,
        CardReason.FAILED,
    }
)

TRANSITIONS: dict[TransitionKind, TransitionRule] = {
    TransitionKind.CREATED: TransitionRule(frozenset(), frozenset({PermitState.IN_PRODUCTION})),
    TransitionKind.IMPORTED: TransitionRule(
        frozenset(), frozenset({PermitState.ACTIVE, PermitState.SUSPENDED, PermitState.EXPIRED})
    ),
    TransitionKind.MADE: TransitionRule(
        frozenset({PermitState.IN_PRODUCTION}), frozenset({PermitState.ACTIVE})
    ),
    TransitionKind.DELIVERED: TransitionRule(_IN_USE),
    TransitionKind.REMINDED: TransitionRule(_ENDORSED),
    TransitionKind.ENDORSED: TransitionRule(_ENDORSED),
    TransitionKind.SUSPENDED: TransitionRule(
        frozenset({PermitState.ACTIVE}), frozenset({PermitState.SUSPENDED})
    ),
    TransitionKind.RESTORED: TransitionRule(
        frozenset({PermitState.SUSPENDED, PermitState.LOST}), _ENDORSED
    ),
    TransitionKind.MOVED: TransitionRule(_LIVE),
    TransitionKind.CARD_ORDERED: TransitionRule(_LIVE, reasons=frozenset(str(r) for r in _CARDS)),
    TransitionKind.LOST: TransitionRule(_IN_USE, frozenset({PermitState.LOST})),
    TransitionKind.FOUND: TransitionRule(frozenset({PermitState.LOST}), _IN_USE),
    TransitionKind.REPLACED: TransitionRule(frozenset({PermitState.LOST}), _IN_USE),
    TransitionKind.WITHDRAWN: TransitionRule(
        _LIVE, frozenset({PermitState.WITHDRAWN}), frozenset(str(r) for r in WithdrawReason), True
    ),
    TransitionKind.EXPIRED: TransitionRule(
        _LIVE - {PermitState.IN_PRODUCTION}, frozenset({PermitState.EXPIRED})
    ),
    TransitionKind.CANCELLED: TransitionRule(
        _LIVE, frozenset({PermitState.CANCELLED}), frozenset(str(r) for r in CancelReason), True
    ),
    TransitionKind.UNDONE: TransitionRule(
        frozenset({PermitState.WITHDRAWN, PermitState.CANCELLED}), _LIVE
    ),
}


def after(
    kind: TransitionKind, state: PermitState, *, asked: PermitState | None = None, number: str = ""
) -> PermitState:
    """The state a permit in `state` is in after this transition; `asked` chooses where several are possible.

    Raises `Conflict` ``permit_turn`` when the transition is not allowed in that state.
    """
    transition = TRANSITIONS[kind]
    if state not in transition.before:
        raise Conflict("permit_turn", number=number, before=str(state), after=str(asked or kind))
    if not transition.after:
        return state
    if len(transition.after) == 1 and asked is None:
        return next(iter(transition.after))
    if asked not in transition.after:
        raise Conflict("permit_turn", number=number, before=str(state), after=str(asked or kind))
    return asked


def reason_of(kind: TransitionKind, reason: str) -> str:
    """The reason, if this transition knows it. Raises `Refused` ``permit_reason``."""
    known = TRANSITIONS[kind].reasons
    if known and reason not in known:
        raise Refused("permit_reason", turn=str(kind), reason=reason[:40], known=sorted(known))
    return reason


def in_use(endorsed_until: date | None, today: date) -> PermitState:
    """Active or suspended, as the endorsement says: `endorsed_until` is the first day that is no longer endorsed."""
    return (
        PermitState.SUSPENDED
        if endorsed_until is not None and endorsed_until <= today
        else PermitState.ACTIVE
    )
