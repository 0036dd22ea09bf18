"""Operations as the office sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from anju.domains.fieldwork.sync.data.operations import PhotoState, Status


class Decision(StrEnum):
    """`ACCEPT`: it counts after all. `REFUSE`: it does not. `CLOSE`: seen, and seen to by other means."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    CLOSE = "close"


class Side(StrEnum):
    """Whose value of a field that both sides changed is to stand."""

    DEVICE = "device"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photograph of an operation: shown once it is whole."""

    id: int
    state: PhotoState
    reason: str
    received: int
    size: int


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation with what is needed to decide it. `content`: its fields, numbers and phones masked; empty for one
    that cannot be read. `decidable`: what may be decided about it."""

    id: int
    key: str
    kind: str
    status: Status
    reason: str
    region: str
    user_id: int
    device: str
    device_name: str
    home_id: int | None
    home_code: str
    declared_at: datetime
    received_at: datetime
    facts: Mapping[str, Any]
    content: Mapping[str, Any]
    photos: tuple[PhotoView, ...]
    decidable: tuple[Decision, ...]
    decision: str
    decided_label: str
    decided_at: datetime | None
    note: str
    follows: tuple[str, ...] = field(default=())
