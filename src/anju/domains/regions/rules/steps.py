"""Changes of boundaries, step by step. What neighbours share is changed in all of them at once, so that no gap can
come of a step; what else can go wrong, `coverage.faults` says afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import shapely

from anju.domains.regions.data.boundaries import (
    Draw,
    Insert,
    Join,
    Move,
    Point,
    Remove,
    Ring,
    Shape,
    Split,
    Step,
)
from anju.domains.regions.rules.shapes import (
    METRE,
    closed_up,
    corners,
    geometry,
    has_corner,
    shape_of,
    sides,
    square_metres,
)
from anju.foundation.errors import Refused

FEWEST = 3
"""Corners of a ring."""
MOST_STEPS = 2_000
FARTHEST = 1_800_000_000


class Drawing:
    """Boundaries under change. `shapes` as they are now; `changed` the grids whose boundary is another than before;
    `made` grids that a step made (code → name); `ended` those a step ended."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        """Begin with these."""
        self.shapes = dict(shapes)
        self.changed: set[str] = set()
        self.made: dict[str, str] = {}
        self.ended: set[str] = set()

    def take(self, step: Step) -> None:
        """Do one step. Raises `Refused` `grid_step_lost` when what it names is not there (any more), `grid_split_line`,
        `grid_join_apart`, `grid_number`, `grid_drawn`, `grid_nothing_left`."""
        match step:
            case Move(at, to):
                self._each_ring_at(
                    at, lambda ring: closed_up(tuple(to if p == at else p for p in ring))
                )
            case Insert(a, b, at):
                self._insert(a, b, at)
            case Remove(at):
                self._each_ring_at(at, lambda ring: tuple(p for p in ring if p != at))
            case Split():
                self._split(step)
            case Join(kept, gone):
                self._join(kept, gone)
            case Draw():
                self._draw(step.code, step.ring, step.name)

    def _put(self, code: str, shape: Shape) -> None:
        self.shapes[code] = shape
        self.changed.add(code)

    def _each_ring_at(self, at: Point, change: Callable[[Ring], Ring]) -> None:
        holding = [code for code, shape in self.shapes.items() if has_corner(shape, at)]
        if not holding:
            raise Refused("grid_step_lost")
        for code in holding:
            self._put(
                code,
                _without_empty(_mapped(self.shapes[code], lambda r: change(r) if at in r else r)),
            )

    def _insert(self, a: Point, b: Point, at: Point) -> None:
        holding = [
            c for c, shape in self.shapes.items() if has_corner(shape, a) and _has_side(shape, a, b)
        ]
        if not holding or at in (a, b):
            raise Refused("grid_step_lost")
        for code in holding:
            self._put(code, _mapped(self.shapes[code], lambda ring: _with_corner(ring, a, b, at)))

    def _split(self, step: Split) -> None:
        community, code = step.code[:12], f"{step.code[:12]}{step.number:03d}"
        shape = self._known(step.code)
        if not 1 <= step.number <= 999 or code in self.shapes:
            raise Refused("grid_number", number=step.number, region=community)
        parts, rest = _cut(shape, step.line)
        larger, smaller = sorted(parts, key=lambda p: square_metres((p,)), reverse=True)
        self._put(step.code, (larger, *rest))
        self._put(code, (smaller,))
        self.made[code] = step.name

    def _join(self, kept: str, gone: str) -> None:
        one, other = self._known(kept), self._known(gone)
        if kept == gone or kept[:12] != gone[:12]:
            raise Refused("grid_join_apart")
        joined = shape_of(shapely.union(geometry(one), geometry(other)))
        if len(joined) >= len(one) + len(other):
            raise Refused("grid_join_apart")
        self._put(kept, joined)
        del self.shapes[gone]
        self.changed.discard(gone)
        self.made.pop(gone, None)
        self.ended.add(gone)

    def _draw(self, code: str, ring: Ring, name: str) -> None:
        if code in self.shapes:
            raise Refused("grid_drawn")
        taken = [geometry(s) for s in self.shapes.values()]
        outline = shapely.make_valid(shapely.Polygon(closed_up(ring)))
        near = [t for t in taken if t.intersects(outline)]
        free = shape_of(shapely.difference(outline, shapely.union_all(near)) if near else outline)
        if not free:
            raise Refused("grid_nothing_left")
        self._put(code, free)
        if name:
            self.made[code] = name
        self._share_corners(code)

    def _share_corners(self, code: str) -> None:
        """Give neighbours the new grid's corners that lie on their sides, and it theirs."""
        new = self.shapes[code]
        for other, shape in list(self.shapes.items()):
            if other == code or not geometry(shape).dwithin(geometry(new), 2):
                continue
            if (more := _noded(shape, corners(new))) != shape:
                self._put(other, more)
            self._put(code, _noded(self.shapes[code], corners(shape)))

    def _known(self, code: str) -> Shape:
        if code not in self.shapes:
            raise Refused("grid_step_lost")
        return self.shapes[code]


def _mapped(shape: Shape, change: Callable[[Ring], Ring]) -> Shape:
    return tuple(tuple(change(ring) for ring in polygon) for polygon in shape)


def _without_empty(shape: Shape) -> Shape:
    """A hole of fewer corners than `FEWEST` is none; a polygon of fewer is a fault, and stays to be shown."""
    return tuple((polygon[0], *(r for r in polygon[1:] if len(r) >= FEWEST)) for polygon in shape)


def _has_side(shape: Shape, a: Point, b: Point) -> bool:
    pairs = {(a, b), (b, a)}
    return any(side in pairs for polygon in shape for ring in polygon for side in sides(ring))


def _with_corner(ring: Ring, a: Point, b: Point, at: Point) -> Ring:
    out: list[Point] = []
    for p, q in sides(ring):
        out.append(p)
        if (p, q) in ((a, b), (b, a)):
            out.append(at)
    return tuple(out)


def _cut(
    shape: Shape, line: Sequence[Point]
) -> tuple[list[tuple[Ring, ...]], list[tuple[Ring, ...]]]:
    """The two parts of the polygon that a line cuts, and the other polygons of the shape."""
    if len(line) < 2 or line[0] == line[-1]:
        raise Refused("grid_split_line")
    cut = [p for p in shape if line[0] in p[0] and line[-1] in p[0]]
    if len(cut) != 1:
        raise Refused("grid_split_line")
    outer, holes = cut[0][0], cut[0][1:]
    if any(p in outer for p in line[1:-1]):
        raise Refused("grid_split_line")
    start, end = outer.index(line[0]), outer.index(line[-1])
    turned = outer[start:] + outer[:start]
    at = (end - start) % len(outer)
    rings = [(*turned[:at], *reversed(line[1:])), (*turned[at:], *line[:-1])]
    if any(len(r) < FEWEST for r in rings):
        raise Refused("grid_split_line")
    whole = shapely.Polygon(outer)
    if not all(shapely.Polygon(r).is_valid and whole.covers(shapely.Polygon(r)) for r in rings):
        raise Refused("grid_split_line")
    parts = [
        (r, *(h for h in holes if shapely.Polygon(r).covers(shapely.Polygon(h)))) for r in rings
    ]
    if sum(len(p) - 1 for p in parts) != len(holes):
        raise Refused("grid_split_line")
    return parts, [p for p in shape if p is not cut[0]]


def _noded(shape: Shape, points: set[Point]) -> Shape:
    """The shape with those of the points as corners that lie on its sides (within two units of rounding)."""
    listed = sorted(points)
    near = shapely.STRtree([shapely.Point(p) for p in listed])
    return _mapped(shape, lambda ring: _with_points(ring, near, listed))


def _with_points(ring: Ring, near: shapely.STRtree, listed: Sequence[Point]) -> Ring:
    known, out = set(ring), []
    for a, b in sides(ring):
        side = shapely.LineString([a, b])
        found = [listed[n] for n in near.query(side, predicate="dwithin", distance=2)]
        on = sorted(
            (p for p in found if p not in known), key=lambda p: side.project(shapely.Point(p))
        )
        out += [a, *on]
    return tuple(out)


def read_steps(raw: object) -> tuple[Step, ...]:
    """Steps as a page sends and the history keeps them. Raises `Refused` `grid_step_unreadable`, `grid_steps_many`."""
    if not isinstance(raw, list) or not raw:
        raise Refused("grid_step_unreadable")
    if len(raw) > MOST_STEPS:
        raise Refused("grid_steps_many", most=MOST_STEPS)
    try:
        return tuple(_read(one) for one in raw)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("grid_step_unreadable") from error


def _read(one: Mapping[str, Any]) -> Step:
    match one["do"]:
        case "move":
            return Move(_point(one["at"]), _point(one["to"]))
        case "insert":
            return Insert(_point(one["a"]), _point(one["b"]), _point(one["at"]))
        case "remove":
            return Remove(_point(one["at"]))
        case "split":
            line = tuple(_point(p) for p in one["line"])
            return Split(str(one["code"]), line, int(one["number"]), str(one["name"]).strip()[:100])
        case "join":
            return Join(str(one["kept"]), str(one["gone"]))
        case "draw":
            ring = tuple(_point(p) for p in one["ring"])
            return Draw(str(one["code"]), ring, str(one.get("name", "")).strip()[:100])
    raise ValueError(one["do"])


def _point(raw: Sequence[Any]) -> Point:
    x, y = raw
    if type(x) is not int or type(y) is not int or abs(x) > FARTHEST or abs(y) > FARTHEST // 2:
        raise ValueError(raw)
    return x, y


def written(step: Step) -> dict[str, Any]:
    """A step as JSON; `read_steps` reads it again."""
    name = type(step).__name__.lower()
    fields = {f: getattr(step, f) for f in step.__slots__}
    return {"do": name, **fields}


NEAR = 2 * METRE
"""How near to a corner a point counts as that corner."""
