"""Devices as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

VALID = timedelta(days=180)
"""After that a device is set up anew."""
MOST = 3
"""Devices in use that one account may hold."""
BUNDLE_DAYS = 7
"""Days for which a device may show what it carries without asking again."""
BUNDLE_DAYS_UNPERSISTED = 1
"""The same where the browser may throw its storage away."""
NARROWEST = 12
"""Digits of an area that a device may carry: a community or a grid, nothing wider."""


class DeviceState(StrEnum):
    """`REVOKED`: from the office, or by its holder."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class DeviceValue:
    """A device without its secret. `seen_at`: when it was last in touch; `numbers_differ`: two operations came under
    one number, as from a copy of the device."""

    code: str
    user_id: int
    holder: str
    name: str
    enrolled_at: datetime
    expires_at: datetime
    seen_at: datetime | None
    revoked_at: datetime | None
    revoked_why: str
    persisted: bool
    numbers_differ: bool
    state: DeviceState


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new device: `secret` is shown once and stored nowhere."""

    device: DeviceValue
    secret: str
