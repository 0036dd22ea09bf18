"""The turns of a permit's life: their names, reasons and articles. Which may follow which stands in `transitions.rules.states`.

Articles are written ``663.10`` (Order 663, article 10); ``local`` stands for the dated rule of the city.
"""

from __future__ import annotations

from enum import StrEnum


class TurnKind(StrEnum):
    """What happened to a permit: the `kind` of a `PermitEvent`, and the last part of its outbox event."""

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
    TurnKind.CREATED: "663.8",
    TurnKind.IMPORTED: "663.23",
    TurnKind.MADE: "663.9",
    TurnKind.DELIVERED: "663.9",
    TurnKind.REMINDED: "local",
    TurnKind.ENDORSED: "663.10",
    TurnKind.SUSPENDED: "663.10",
    TurnKind.RESTORED: "663.10",
    TurnKind.MOVED: "663.4",
    TurnKind.CARD_ORDERED: "663.11",
    TurnKind.LOST: "663.11",
    TurnKind.FOUND: "663.11",
    TurnKind.REPLACED: "663.11",
    TurnKind.EXPIRED: "local",
    TurnKind.UNDONE: "663.20",
}
"""The article a turn rests on, where its reason does not say."""

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
