"""A permit and its transitions, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.permits.transitions.data.states import PermitState


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
