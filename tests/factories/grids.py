"""Grids of the tests: small squares beside each other in the community `HERE`, and steps on them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from anju.domains.regions import api as regions
from anju.domains.regions.api import Datum
from anju.foundation.actor import Actor, system
from anju.foundation.clock import now

PLATFORM = system("tests")
WEST, SOUTH, SIDE = 1_133_700_000, 282_000_000, 20_000
"""Where the first square begins, and how long its sides are, in units of 1e-7 degree (some 200 metres)."""


def at(x: float, y: float) -> list[int]:
    """The corner in column x and row y of the squares."""
    return [round(WEST + x * SIDE), round(SOUTH + y * SIDE)]


def square(x: float, y: float, wide: float = 1) -> list[list[int]]:
    """The corners of one square."""
    return [at(x, y), at(x + wide, y), at(x + wide, y + 1), at(x, y + 1)]


def feature(code: str, ring: Sequence[Sequence[int]], name: str = "") -> dict[str, Any]:
    """One grid of a file; its ring in units."""
    points = [[x / regions.UNITS, y / regions.UNITS] for x, y in (*ring, ring[0])]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [points]},
    }


def collection(*features: dict[str, Any]) -> str:
    """A file of these."""
    return json.dumps({"type": "FeatureCollection", "features": features})


def squares(community: str, count: int, *, row: int = 0, actor: Actor = PLATFORM) -> list[str]:
    """So many grids of a community side by side in a row of the map; their codes."""
    codes = [f"{community}{n:03d}" for n in range(1, count + 1)]
    text = collection(*(feature(c, square(n, row), f"第{n + 1}网格") for n, c in enumerate(codes)))
    regions.take_boundaries(
        actor=actor, region=community[:9], text=text, datum=Datum.WGS84, at=now()
    )
    return codes


def versions(prefix: str) -> dict[str, int]:
    """What an editor that opens the map now has seen."""
    return {b.code: b.version for b in regions.boundaries(prefix, neighbours=True)}
