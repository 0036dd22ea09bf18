"""States of a permit, and which may follow which (Order 663, articles 9 to 11)."""

from __future__ import annotations

from enum import StrEnum


class Held(StrEnum):
    """States of a permit."""

    IN_MAKING = "in_making"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE = (Held.IN_MAKING, Held.ACTIVE, Held.SUSPENDED, Held.LOST)


ENDED = tuple(str(s) for s in (Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED))
"""A person has at most one permit in these states."""


NEXT: dict[Held, frozenset[Held]] = {
    Held.IN_MAKING: frozenset({Held.ACTIVE, Held.WITHDRAWN, Held.CANCELLED}),
    Held.ACTIVE: frozenset(
        {Held.SUSPENDED, Held.LOST, Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED}
    ),
    Held.SUSPENDED: frozenset(
        {Held.ACTIVE, Held.LOST, Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED}
    ),
    Held.LOST: frozenset(
        {Held.ACTIVE, Held.SUSPENDED, Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED}
    ),
    Held.WITHDRAWN: frozenset(),
    Held.EXPIRED: frozenset(),
    Held.CANCELLED: frozenset(),
}
