"""States of a permit, and which may follow which (Order 663, articles 9 to 11)."""

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


NEXT: dict[PermitState, frozenset[PermitState]] = {
    PermitState.IN_PRODUCTION: frozenset(
        {PermitState.ACTIVE, PermitState.WITHDRAWN, PermitState.CANCELLED}
    ),
    PermitState.ACTIVE: frozenset(
        {
            PermitState.SUSPENDED,
            PermitState.LOST,
            PermitState.WITHDRAWN,
            PermitState.EXPIRED,
            PermitState.CANCELLED,
        }
    ),
    PermitState.SUSPENDED: frozenset(
        {
            PermitState.ACTIVE,
            PermitState.LOST,
            PermitState.WITHDRAWN,
            PermitState.EXPIRED,
            PermitState.CANCELLED,
        }
    ),
    PermitState.LOST: frozenset(
        {
            PermitState.ACTIVE,
            PermitState.SUSPENDED,
            PermitState.WITHDRAWN,
            PermitState.EXPIRED,
            PermitState.CANCELLED,
        }
    ),
    PermitState.WITHDRAWN: frozenset(),
    PermitState.EXPIRED: frozenset(),
    PermitState.CANCELLED: frozenset(),
}
