"""The permit itself: its states (Order 663, articles 9 to 11), its transitions with their reasons and articles.
Which may follow which stands in `transitions.rules`.

The articles they rest on stand in the files of law, written ``663.10`` (Order 663, article 10); ``local`` stands for
the dated rule of the city.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any


class PermitState(StrEnum):
    """States of a permit."""

    IN_PRODUCTION = "in_making"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE = (PermitState.IN_PRODUCTION, PermitState.ACTIVE, PermitState.SUSPENDED, PermitState.LOST)


ENDED = tuple(str(s) for s in (PermitState.WITHDRAWN, PermitState.EXPIRED, PermitState.CANCELLED))
"""A person has at most one permit in these states."""


class TransitionKind(StrEnum):
    """The kind of a transition: the `kind` of a `PermitEvent`, and the last part of its outbox event."""

    CREATED = "created"
    IMPORTED = "imported"
    MADE = "made"
    DELIVERED = "delivered"
    REMINDED = "reminded"
    ENDORSED = "endorsed"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    MOVED = "moved"
    CARD_ORDERED = "card_ordered"
    LOST = "lost"
    FOUND = "found"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNDONE = "undone"


class CardReason(StrEnum):
    """Why a card is made."""

    FIRST = "first"
    LOST = "lost"
    DAMAGED = "damaged"
    ADDRESS = "address"
    CORRECTED = "corrected"
    FAILED = "failed"


class WithdrawReason(StrEnum):
    """Why a permit is taken back."""

    FALSE_DOCUMENTS = "false_documents"
    LENT = "lent"
    NOT_ENTITLED = "not_entitled"


class CancelReason(StrEnum):
    """Why a permit ends."""

    DEATH = "death"
    LOCAL_HUKOU = "local_hukou"
    ENDORSEMENT_REFUSED = "endorsement_refused"
    LEFT = "left"
    OWN_WISH = "own_wish"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the law, from a day until another (None: until further notice). `words` name it, `about` says what
    it rules (both Chinese, English; empty: not said). `behind`: kinds and reasons of transitions that rest on it."""

    code: str
    words: tuple[str, str]
    about: tuple[str, str]
    behind: frozenset[str]
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PermitView:
    """A permit in its present state. `endorsed_until`: the first day it is no longer endorsed."""

    id: int
    number: str
    person_id: int
    region: str
    issuer: str
    home_id: int | None
    state: PermitState
    state_since: datetime
    path: str
    issued_on: date | None
    endorsed_until: date | None
    valid_until: date | None
    residence_from: date | None
    gap_days: int
    merged_into: int | None
    legacy: Mapping[str, Any] | None
    version: int

    @property
    def last_day(self) -> date | None:
        """The last day on which it is endorsed: what people are told."""
        return self.endorsed_until - timedelta(days=1) if self.endorsed_until else None


@dataclass(frozen=True, slots=True)
class TransitionView:
    """One transition of a permit's life."""

    id: int
    at: datetime
    effective: date
    kind: str
    reason: str
    article: str
    from_state: str
    to_state: str
    by_label: str
    detail: Mapping[str, Any] = field(default_factory=dict)
