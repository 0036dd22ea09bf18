"""Shapes of grids: measuring them, and to and from the geometries of Shapely."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from anju.domains.regions.data.boundaries import UNITS, Point, Ring, Shape

METRES_A_DEGREE = 111_320
"""Of latitude; of longitude times the cosine of the latitude."""
METRE = UNITS / METRES_A_DEGREE
"""Units in one metre north or south."""


def corners(shape: Shape) -> set[Point]:
    """All corners of a shape."""
    return {p for polygon in shape for ring in polygon for p in ring}


def has_corner(shape: Shape, at: Point) -> bool:
    """Is the point one of the corners?"""
    return any(at in ring for polygon in shape for ring in polygon)


def sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    """The sides of a ring, each from a corner to the next."""
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def box_of(shapes: Iterable[Shape]) -> tuple[int, int, int, int]:
    """West, south, east and north edge of what these shapes cover."""
    points = [p for shape in shapes for polygon in shape for p in polygon[0]]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def geometry(shape: Shape) -> Polygon | MultiPolygon:
    """As Shapely has it, in the same units."""
    parts = [Polygon(polygon[0], polygon[1:]) for polygon in shape]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def shape_of(found: Any) -> Shape:  # noqa: ANN401 - Shapely's classes have no types
    """The polygons of a geometry, rounded to whole units; lines and points in it are left out."""
    rounded = shapely.set_precision(shapely.transform(found, np.rint), 0)
    parts = [p for p in shapely.get_parts(rounded) if p.geom_type == "Polygon" and not p.is_empty]
    polygons = (
        tuple(_ring(r) for r in (p.exterior, *p.interiors))
        for p in (shapely.normalize(q) for q in parts)
    )
    return tuple(
        tuple(r for r in polygon if len(r) > 2) for polygon in polygons if len(polygon[0]) > 2
    )


def _ring(line: Any) -> Ring:  # noqa: ANN401
    points = [(int(x), int(y)) for x, y in line.coords]
    return closed_up(tuple(points))


def closed_up(points: Ring) -> Ring:
    """The ring without a corner that is said twice in a row, also at its ends."""
    kept = [p for n, p in enumerate(points) if p != points[n - 1] or n == 0]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return tuple(kept)


def square_metres(shape: Shape) -> int:
    """Area, taking the ground as flat: within a few parts in a thousand for a county."""
    if not shape:
        return 0
    _, south, _, north = box_of([shape])
    narrowing = math.cos(math.radians((south + north) / 2 / UNITS))
    return round(float(geometry(shape).area) / METRE**2 * narrowing)


def inside(shape: Shape, point: Point) -> bool:
    """Does the point lie in the shape or on its border?"""
    return bool(geometry(shape).intersects(shapely.Point(point)))


def as_json(shape: Shape) -> list[list[list[list[int]]]]:
    """For a JSON column."""
    return [[[list(p) for p in ring] for ring in polygon] for polygon in shape]


def from_json(raw: list[list[list[list[int]]]]) -> Shape:
    """What `as_json` wrote."""
    return tuple(
        tuple(tuple((int(x), int(y)) for x, y in ring) for ring in polygon) for polygon in raw
    )


def outline(shapes: Iterable[Shape]) -> Shape:
    """What these shapes cover together, without the borders between them. Grids of one division agree corner by
    corner; where some do not, they are joined all the same."""
    parts = [geometry(s) for s in shapes]
    joined = shapely.coverage_union_all(parts)
    return shape_of(joined if joined.is_valid else shapely.union_all(parts))
