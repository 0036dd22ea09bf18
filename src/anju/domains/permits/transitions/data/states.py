"""States of a permit (Order 663, articles 9 to 11). What leads from one to another stands in
`transitions.rules.transitions`."""

from __future__ import annotations

from enum import StrEnum


class PermitState(StrEnum):
    """States of a permit."""

    IN_PRODUCTION = "in_making"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE = (PermitState.IN_PRODUCTION, PermitState.ACTIVE, PermitState.SUSPENDED, PermitState.LOST)


ENDED = tuple(str(s) for s in (PermitState.WITHDRAWN, PermitState.EXPIRED, PermitState.CANCELLED))
"""A person has at most one permit in these states."""
