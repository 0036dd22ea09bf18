"""What boundaries of grids must be: no line crosses itself, neighbours share their sides corner by corner, and nothing
narrower than a metre lies between two grids."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import shapely

from anju.domains.regions.data.boundaries import Fault, Shape, Shapes
from anju.domains.regions.rules.shapes import METRE, box_of, geometry, shape_of, square_metres

NARROW = METRE
"""Gaps narrower than this are slivers."""
SMALLEST = 100
"""Square metres a grid has at least."""
SNAPPED = 2 * METRE
"""Corners of a file that lie nearer to each other than this are one."""


def faults(shapes: Shapes, changed: frozenset[str]) -> tuple[Fault, ...]:
    """What is wrong with the changed boundaries, `shapes` being all that lie around them. Sides are compared in the
    whole of `shapes`, so a fault may be named with an unchanged neighbour."""
    own = [f for code in sorted(changed) if (f := _of_itself(code, shapes[code]))]
    if own:
        return tuple(own)
    codes = sorted(shapes)
    every = [geometry(shapes[c]) for c in codes]
    wrong = shapely.coverage_invalid_edges(every, gap_width=NARROW)
    return tuple(
        Fault(code, "overlap", _lines(edges))
        for code, edges in zip(codes, wrong, strict=True)
        if not edges.is_empty
    )


def near_to(changed: Shapes, shapes: Shapes, margin: int) -> dict[str, Shape]:
    """The changed shapes, and those of `shapes` whose box comes within so many units of one of them."""
    boxes = [box_of([s]) for s in changed.values()]
    out = dict(changed)
    for code, shape in shapes.items():
        west, south, east, north = box_of([shape])
        if any(
            west <= e + margin
            and east >= w - margin
            and south <= n + margin
            and north >= s - margin
            for w, s, e, n in boxes
        ):
            out.setdefault(code, shape)
    return out


def whole(shapes: Shapes) -> bool:
    """True when all of them share their sides and leave no sliver."""
    every = [geometry(s) for s in shapes.values()]
    return bool(
        shapely.is_valid(every).all() and shapely.coverage_is_valid(every, gap_width=NARROW)
    )


def cleaned(shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    """The same grids with sides that agree: corners within `SNAPPED` become one, narrow gaps and overlaps go to the
    neighbour with the longer border."""
    codes = list(shapes)
    valid = [shapely.make_valid(geometry(shapes[c])) for c in codes]
    areas = [g if "Polygon" in g.geom_type else shapely.Polygon() for g in map(_polygons, valid)]
    clean = shapely.coverage_clean(areas, gap_width=5 * METRE, snapping_distance=SNAPPED)
    return {code: shape_of(g) for code, g in zip(codes, clean, strict=True)}


def _polygons(found: shapely.Geometry) -> shapely.Geometry:
    parts = [p for p in shapely.get_parts(found) if p.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _of_itself(code: str, shape: Shape) -> Fault | None:
    if not shape or any(len(ring) < 3 for polygon in shape for ring in polygon):
        return Fault(code, "empty")
    found = geometry(shape)
    if not found.is_valid:
        return Fault(code, "crosses", tuple(polygon[0] for polygon in shape))
    return Fault(code, "small") if square_metres(shape) < SMALLEST else None


def _lines(edges: shapely.Geometry) -> tuple[tuple[tuple[int, int], ...], ...]:
    parts = itertools.islice(shapely.get_parts(edges), 50)
    return tuple(tuple((round(x), round(y)) for x, y in part.coords) for part in parts)
