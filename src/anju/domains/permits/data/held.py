"""Permits, their life line and their cards, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.permits.data.states import Held


@dataclass(frozen=True, slots=True)
class PermitView:
    """A permit in its present state. `endorsed_until`: the first day it is no longer endorsed."""

    id: int
    number: str
    person_id: int
    region: str
    issuer: str
    home_id: int | None
    state: Held
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
class TurnView:
    """One turn of a permit's life."""

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
class Life:
    """A permit with all its turns (oldest first), cards (newest first)."""

    permit: PermitView
    turns: tuple[TurnView, ...]
    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """What became of an attempt to hand a card over. `tries_left` 0: the code is spent, a document is needed."""

    handed: bool
    tries_left: int
