"""Between WGS 84 (and CGCS2000, the same within centimetres) and GCJ-02, the shifted coordinates of commercial maps.

The shift of GCJ-02 was never published by the state; this is the form that map software uses and that agrees with
such maps within a metre. Outside the mainland's rectangle nothing is shifted."""

from __future__ import annotations

import math

from anju.domains.regions.data.boundaries import UNITS, Datum, Point, Shape

_AXIS, _ECCENTRICITY = 6_378_245.0, 0.006_693_421_622_965_943
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
ROUNDS = 8
"""Of the search for the point whose shift leads here; each makes it some hundred times nearer."""


def shifted(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 of a point in WGS 84, in degrees."""
    if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    waves = (20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north += (20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east += (20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    angle = math.radians(lat)
    flat = 1 - _ECCENTRICITY * math.sin(angle) ** 2
    north = north * 180 / (_AXIS * (1 - _ECCENTRICITY) / (flat * math.sqrt(flat)) * math.pi)
    east = east * 180 / (_AXIS / math.sqrt(flat) * math.cos(angle) * math.pi)
    return lon + east, lat + north


def unshifted(lon: float, lat: float) -> tuple[float, float]:
    """WGS 84 of a point in GCJ-02, in degrees: the point whose shift leads here."""
    x, y = lon, lat
    for _ in range(ROUNDS):
        there = shifted(x, y)
        x, y = x + lon - there[0], y + lat - there[1]
    return x, y


def stored(lon: float, lat: float, datum: Datum) -> Point:
    """A point of a file in the units that are kept."""
    x, y = unshifted(lon, lat) if datum is Datum.GCJ02 else (lon, lat)
    return round(x * UNITS), round(y * UNITS)


def degrees(point: Point, datum: Datum) -> tuple[float, float]:
    """A kept point for a file, with seven decimals."""
    lon, lat = point[0] / UNITS, point[1] / UNITS
    if datum is Datum.GCJ02:
        lon, lat = shifted(lon, lat)
    return round(lon, 7), round(lat, 7)


def shape_in(shape: Shape, datum: Datum) -> list[list[list[tuple[float, float]]]]:
    """A kept shape in degrees, each ring closed as GeoJSON has it."""
    return [
        [[degrees(p, datum) for p in (*ring, ring[0])] for ring in polygon] for polygon in shape
    ]
