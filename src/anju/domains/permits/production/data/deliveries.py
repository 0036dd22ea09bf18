"""Cards and their deliveries, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CardView:
    """One physical card: how far it is. `has_photo`: there is a photograph to print."""

    id: int
    permit_id: int
    version: int
    status: str
    reason: str
    serial: str
    has_photo: bool
    created_at: datetime
    made_at: datetime | None
    ended_at: datetime | None
    batch: str = ""
    delivery: DeliveryView | None = None


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """How a card reaches its holder. `tries_left`: of its pick-up code."""

    card_id: int
    way: str
    status: str
    place: str
    tracking: str
    tries_left: int
    ready_at: datetime | None
    handed_at: datetime | None
    handed_to: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """What became of an attempt to hand a card over. `tries_left` 0: the code is spent, a document is needed."""

    handed: bool
    tries_left: int
