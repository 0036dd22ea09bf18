"""What a device is at a moment, and what it may carry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from anju.domains.fieldwork.sync.data.devices import NARROWEST, DeviceState
from anju.foundation.actor import Actor

NEEDED = ("person.see", "home.see", "declare")
"""What a holder must be allowed in an area to carry it."""


def state_of(*, revoked_at: datetime | None, expires_at: datetime, at: datetime) -> DeviceState:
    """Revoked goes before expired: it says more."""
    if revoked_at is not None and at >= revoked_at:
        return DeviceState.REVOKED
    return DeviceState.EXPIRED if at >= expires_at else DeviceState.ACTIVE


def areas_of(actor: Actor) -> tuple[str, ...]:
    """The communities and grids that the actor may carry: where all of `NEEDED` holds. A wider right (a street's) gives
    none, for a device holds what one person walks."""
    held = [set(actor.regions(permission)) for permission in NEEDED]
    inner = {r for regions in held for r in regions if _everywhere(r, held)}
    return tuple(sorted(r for r in inner if len(r) >= NARROWEST and not _inside(r, inner)))


def _everywhere(region: str, held: Iterable[set[str]]) -> bool:
    return all(any(region.startswith(wider) for wider in regions) for regions in held)


def _inside(region: str, others: Iterable[str]) -> bool:
    return any(o != region and region.startswith(o) for o in others)
