"""Putting events out, in the transaction that made them true: rolled back with it, delivered only after it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anju.foundation.db.arrays import literal
from anju.foundation.db.statements import run


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


CHANNEL = "anju_events"
"""The NOTIFY channel that wakes the pump."""


def emit(name: str, payload: Mapping[str, Any], *, at: datetime) -> None:
    """Put one event out."""
    emit_many(name, [payload], at=at)


def emit_many(name: str, payloads: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Put many events of one name out, in this order, as one statement."""
    if not payloads:
        return
    texts = literal("jsonb", [json.dumps(p, ensure_ascii=False, default=str) for p in payloads])
    run(
        "WITH put AS (INSERT INTO events_event (at, name, payload) "
        "SELECT %s::timestamptz, %s::text, p FROM unnest(%s::jsonb[]) WITH ORDINALITY AS rows(p, n) ORDER BY n) "
        "SELECT pg_notify(%s::text, '')",
        [at, name, texts, CHANNEL],
        often=True,
    )
