"""How far the doors of a round lie apart on foot, as far as their places are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from anju.domains.fieldwork.tasks.rules.ordering import Distances

METRE = 1e-7 * 111_320
"""Metres of one unit (1e-7 degree) along a meridian."""
DETOUR = 1.3
"""How much longer a way on foot is than the straight line, by experience."""
FLOOR, NEXT_DOOR, NEXT_BUILDING = 15.0, 5.0, 60.0
"""Metres on the level that a floor, the next door of a floor and the next building of an address list count as."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A door: its building, floor, and the building's place in units of 1e-7 degree (east, north), if it is known.
    `rank`: where the building stands in the order of addresses."""

    building: int
    floor: int
    rank: int
    east: int | None = None
    north: int | None = None


def distances(stops: Sequence[Stop]) -> Distances:
    """Metres between any two stops. Buildings whose place is unknown lie, in the order of addresses, beside the middle
    of the known ones."""
    at = _positions(stops)
    distance = np.hypot(*(at[:, None, axis] - at[None, :, axis] for axis in (0, 1))) * DETOUR
    building = np.array([s.building for s in stops])
    floor = np.array([max(s.floor, 1) for s in stops], dtype=float)
    same = building[:, None] == building[None, :]
    inside = np.abs(floor[:, None] - floor[None, :]) * FLOOR + NEXT_DOOR
    between = distance + (floor[:, None] + floor[None, :] - 2) * FLOOR + NEXT_DOOR
    found: Distances = np.where(same, inside, between)
    np.fill_diagonal(found, 0.0)
    return found


def _positions(stops: Sequence[Stop]) -> Distances:
    """East and north of each stop in metres."""
    known = [(s.east, s.north) for s in stops if s.east is not None and s.north is not None]
    east = sum(e for e, _ in known) / len(known) if known else 0.0
    north = sum(n for _, n in known) / len(known) if known else 0.0
    narrow = float(np.cos(np.radians(north * 1e-7)))
    ranks = sorted({s.rank for s in stops if s.east is None or s.north is None})
    row = {rank: n * NEXT_BUILDING for n, rank in enumerate(ranks)}
    return np.array(
        [
            (row[s.rank], 0.0)
            if s.east is None or s.north is None
            else ((s.east - east) * METRE * narrow, (s.north - north) * METRE)
            for s in stops
        ],
        dtype=float,
    ).reshape(-1, 2)
