"""Boundaries of the town's grids on an invented map: a cell each, with the corners of neighbours in common."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from datetime import datetime

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER
from anju.demo.town import Town
from anju.domains.places.api import Position
from anju.domains.regions import api as regions
from anju.domains.regions.api import Datum
from anju.foundation.db.scope import acting

WEST, SOUTH = 1_134_200_000, 282_100_000
"""The corner of the invented map, in 1e-7 degrees."""
CELL, COLUMNS = 45_000, 4
"""Side of a cell (some 500 m), and cells in a row."""
BEND = 3_000
"""How far a corner lies from where a square would have it, at most."""
STREET, INSIDE = 4_000, 4_500
"""Between the houses of a street, and between a cell's side and the first house, so that houses lie inside."""


def enter(town: Town, *, at: datetime) -> int:
    """Draw the grids, unless some are drawn; how many."""
    codes = _codes(town)
    with acting(FOUNDER):
        if regions.boundaries(TOWN):
            return 0
        regions.take_boundaries(
            actor=FOUNDER, region=TOWN, text=_file(codes), datum=Datum.WGS84, at=at, note="演示镇"
        )
    return len(codes)


def _codes(town: Town) -> list[str]:
    return sorted(town.grids["code"].to_list())


def _file(codes: Sequence[str]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [_ring(n)]},
        }
        for n, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _ring(cell: int) -> list[list[float]]:
    x, y = cell % COLUMNS, cell // COLUMNS
    corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
    return [[v / regions.UNITS for v in _corner(*c)] for c in corners]


def _corner(x: int, y: int) -> tuple[int, int]:
    chance = zlib.crc32(f"{x},{y}".encode())
    east, north = chance % (2 * BEND) - BEND, chance // (2 * BEND) % (2 * BEND) - BEND
    return WEST + x * CELL + east, SOUTH + y * CELL + north


def cells(town: Town) -> dict[str, int]:
    """The number of the cell of each grid."""
    return {code: n for n, code in enumerate(_codes(town))}


def position_in(cell: int, *, address: str, code: str) -> Position:
    """Where a building stands: along invented streets, inside its grid."""
    return Position(
        WEST + cell % COLUMNS * CELL + INSIDE + zlib.crc32(address.encode()) % 10 * STREET,
        SOUTH + cell // COLUMNS * CELL + INSIDE + zlib.crc32(code.encode()) % 10 * STREET,
    )
