"""Frozen values of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened and is committed. `payload` holds ids and codes, never sensitive values."""

    id: int
    at: datetime
    name: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ListenerHealth:
    """How one listener stands: `pending` events not delivered yet, `failures` in a row of the event in its way."""

    listener: str
    pending: int
    oldest: datetime | None
    failures: int
    retry_at: datetime | None
    error: str
    dead: int
