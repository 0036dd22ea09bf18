"""Which turn may befall a permit in which state, and what it becomes: one table.

A turn names the states it may begin in and the states it may end in (a found card is `active` or `suspended`, as its
endorsement says). Ends are final, except that a withdrawal or a cancellation may be *undone*: a decision may be repealed
on review, a death turn out to be another's. Expiry is a date, which nobody repeals; a merge of permits is undone with
the merge.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.domains.permits.transitions.data.states import LIVE, Held
from anju.domains.permits.transitions.data.transitions import (
    ARTICLES,
    REASON_ARTICLES,
    CancelReason,
    CardReason,
    TurnKind,
    WithdrawReason,
)
from anju.foundation.errors import Conflict, Refused


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the table. Empty `after`: the state stays what it was. Empty `reasons`: none is asked."""

    before: frozenset[Held]
    after: frozenset[Held] = frozenset()
    reasons: frozenset[str] = frozenset()
    may_be_undone: bool = False


_LIVE = frozenset(LIVE)
_IN_USE = frozenset({Held.ACTIVE, Held.SUSPENDED})
_ENDORSED = frozenset({Held.ACTIVE, Held.LOST})
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

TURNS: dict[TurnKind, Turn] = {
    TurnKind.CREATED: Turn(frozenset(), frozenset({Held.IN_MAKING})),
    TurnKind.IMPORTED: Turn(frozenset(), frozenset({Held.ACTIVE, Held.SUSPENDED, Held.EXPIRED})),
    TurnKind.MADE: Turn(frozenset({Held.IN_MAKING}), frozenset({Held.ACTIVE})),
    TurnKind.DELIVERED: Turn(_IN_USE),
    TurnKind.REMINDED: Turn(_ENDORSED),
    TurnKind.ENDORSED: Turn(_ENDORSED),
    TurnKind.SUSPENDED: Turn(frozenset({Held.ACTIVE}), frozenset({Held.SUSPENDED})),
    TurnKind.RESTORED: Turn(frozenset({Held.SUSPENDED, Held.LOST}), _ENDORSED),
    TurnKind.MOVED: Turn(_LIVE),
    TurnKind.CARD_ORDERED: Turn(_LIVE, reasons=frozenset(str(r) for r in _CARDS)),
    TurnKind.LOST: Turn(_IN_USE, frozenset({Held.LOST})),
    TurnKind.FOUND: Turn(frozenset({Held.LOST}), _IN_USE),
    TurnKind.REPLACED: Turn(frozenset({Held.LOST}), _IN_USE),
    TurnKind.WITHDRAWN: Turn(
        _LIVE, frozenset({Held.WITHDRAWN}), frozenset(str(r) for r in WithdrawReason), True
    ),
    TurnKind.EXPIRED: Turn(_LIVE - {Held.IN_MAKING}, frozenset({Held.EXPIRED})),
    TurnKind.CANCELLED: Turn(
        _LIVE, frozenset({Held.CANCELLED}), frozenset(str(r) for r in CancelReason), True
    ),
    TurnKind.UNDONE: Turn(frozenset({Held.WITHDRAWN, Held.CANCELLED}), _LIVE),
}


def after(kind: TurnKind, state: Held, *, asked: Held | None = None, number: str = "") -> Held:
    """The state a permit in `state` is in after this turn; `asked` chooses where several are possible.

    Raises `Conflict` ``permit_turn`` when the turn cannot befall a permit in that state.
    """
    turn = TURNS[kind]
    if state not in turn.before:
        raise Conflict("permit_turn", number=number, before=str(state), after=str(asked or kind))
    if not turn.after:
        return state
    if len(turn.after) == 1 and asked is None:
        return next(iter(turn.after))
    if asked not in turn.after:
        raise Conflict("permit_turn", number=number, before=str(state), after=str(asked or kind))
    return asked


def reason_of(kind: TurnKind, reason: str) -> str:
    """The reason, if this turn knows it. Raises `Refused` ``permit_reason``."""
    known = TURNS[kind].reasons
    if known and reason not in known:
        raise Refused("permit_reason", turn=str(kind), reason=reason[:40], known=sorted(known))
    return reason


def article_of(kind: TurnKind, reason: str = "") -> str:
    """The article a turn rests on."""
    return REASON_ARTICLES.get(reason) or ARTICLES.get(kind, "")


def in_use(endorsed_until: date | None, today: date) -> Held:
    """Active or suspended, as the endorsement says: `endorsed_until` is the first day that is no longer endorsed."""
    return Held.SUSPENDED if endorsed_until is not None and endorsed_until <= today else Held.ACTIVE
