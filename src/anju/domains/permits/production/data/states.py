"""States of cards, of production batches and of deliveries."""

from __future__ import annotations

from enum import StrEnum


class CardStatus(StrEnum):
    """States of one physical card: `void` for those that must not be made or used any more."""

    WAITING = "waiting"
    BATCHED = "batched"
    MADE = "made"
    DELIVERED = "delivered"
    FAILED = "failed"
    VOID = "void"


class BatchStatus(StrEnum):
    """States of a production batch."""

    OPEN = "open"
    EXPORTED = "exported"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class DeliveryWay(StrEnum):
    """How a card reaches its holder."""

    PICK_UP = "pick_up"
    POST = "post"
    EMPLOYER = "employer"


class DeliveryStatus(StrEnum):
    """States of a delivery."""

    WAITING = "waiting"
    READY = "ready"
    HANDED = "handed"
    RETURNED = "returned"
