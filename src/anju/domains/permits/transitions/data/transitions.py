"""Transitions of a permit: their names, reasons and articles. Which may follow which stands in
`transitions.rules.transitions`.

Articles are written ``663.10`` (Order 663, article 10); ``local`` stands for the dated rule of the city.
"""

from __future__ import annotations

from enum import StrEnum


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


ARTICLES: dict[str, str] = {
    TransitionKind.CREATED: "663.8",
    TransitionKind.IMPORTED: "663.23",
    TransitionKind.MADE: "663.9",
    TransitionKind.DELIVERED: "663.9",
    TransitionKind.REMINDED: "local",
    TransitionKind.ENDORSED: "663.10",
    TransitionKind.SUSPENDED: "663.10",
    TransitionKind.RESTORED: "663.10",
    TransitionKind.MOVED: "663.4",
    TransitionKind.CARD_ORDERED: "663.11",
    TransitionKind.LOST: "663.11",
    TransitionKind.FOUND: "663.11",
    TransitionKind.REPLACED: "663.11",
    TransitionKind.EXPIRED: "local",
    TransitionKind.UNDONE: "663.20",
}
"""The article a transition rests on, where its reason does not say."""

REASON_ARTICLES: dict[str, str] = {
    WithdrawReason.FALSE_DOCUMENTS: "663.18",
    WithdrawReason.LENT: "663.18",
    WithdrawReason.NOT_ENTITLED: "663.2",
    CancelReason.DEATH: "local",
    CancelReason.LOCAL_HUKOU: "local",
    CancelReason.ENDORSEMENT_REFUSED: "local",
    CancelReason.LEFT: "663.2",
    CancelReason.OWN_WISH: "663.2",
    CancelReason.MERGED: "663.2",
    CardReason.FIRST: "663.9",
    CardReason.ADDRESS: "663.4",
    CardReason.CORRECTED: "663.4",
    CardReason.FAILED: "663.9",
}
