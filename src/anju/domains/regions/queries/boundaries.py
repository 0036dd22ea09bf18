"""Boundaries of grids: in force now or at a past moment, the edits that made them, and in which grid a point lies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import shapely

from anju.domains.regions.data.boundaries import Boundary, Grid, GridEdit, Point, Shape
from anju.domains.regions.rules.shapes import box_of, from_json, geometry, outline
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

_BOUNDARY = """SELECT b.code, coalesce(r.name, ''), b.id, b.shape::text, b.area, b.valid_from, b.valid_to
    FROM regions_boundary b LEFT JOIN regions_region r ON r.code = b.code"""
_EDIT = """SELECT e.id, e.kind, e.region, e.codes, jsonb_array_length(e.steps), e.at, e.by_label, e.note, u.id, e.undoes
    FROM regions_grid_edit e LEFT JOIN regions_grid_edit u ON u.undoes = e.id"""
CITY = 4
"""Digits of the city within which boundaries are kept free of gaps."""


def views(sql: str, params: Sequence[Any]) -> list[Boundary]:
    """Boundaries of a statement that selects as `_BOUNDARY`."""
    return [
        Boundary(r[0], r[1], r[2], from_json(json.loads(r[3])), *r[4:]) for r in rows(sql, params)
    ]


def in_force(prefix: str) -> list[Boundary]:
    """Boundaries in force of the grids of a division, in order of code."""
    lo, hi = subtree(prefix)
    where = "b.code >= %s AND b.code < %s AND b.valid_to IS NULL ORDER BY b.code"
    return views(f"{_BOUNDARY} WHERE {where}", [lo, hi])


def in_force_of(codes: Sequence[str]) -> list[Boundary]:
    """Boundaries in force of these grids."""
    return views(f"{_BOUNDARY} WHERE b.code = ANY(%s) AND b.valid_to IS NULL", [list(codes)])


def grids(prefix: str) -> list[Grid]:
    """The grids of a division that have not ended, in order of code."""
    lo, hi = subtree(prefix)
    sql = """SELECT r.code, r.name, b.area FROM regions_region r
        LEFT JOIN regions_boundary b ON b.code = r.code AND b.valid_to IS NULL
        WHERE r.level = 6 AND r.code >= %s AND r.code < %s AND r.valid_to IS NULL ORDER BY r.code"""
    return [Grid(*r) for r in rows(sql, [lo, hi])]


def at_moment(prefix: str, at: datetime) -> list[Boundary]:
    """Boundaries as they were in force at that moment."""
    lo, hi = subtree(prefix)
    where = """b.code >= %s AND b.code < %s AND b.valid_from <= %s AND (b.valid_to IS NULL OR b.valid_to > %s)
        ORDER BY b.code"""
    return views(f"{_BOUNDARY} WHERE {where}", [lo, hi, at, at])


def around(prefix: str, box: tuple[int, int, int, int]) -> list[Boundary]:
    """Boundaries in force in the city of this division that touch the box (west, south, east, north)."""
    lo, hi = subtree(prefix[:CITY])
    west, south, east, north = box
    where = """b.code >= %s AND b.code < %s AND b.valid_to IS NULL AND b.west <= %s AND b.east >= %s
        AND b.south <= %s AND b.north >= %s ORDER BY b.code"""
    return views(f"{_BOUNDARY} WHERE {where}", [lo, hi, east, west, north, south])


def with_neighbours(prefix: str) -> list[Boundary]:
    """Boundaries of the division and those of other divisions of the city that touch them."""
    own = in_force(prefix)
    return around(prefix, box_of([b.shape for b in own])) if own else []


def edits(prefix: str, *, limit: int, offset: int = 0) -> list[GridEdit]:
    """Edits that changed a boundary in this division, latest first."""
    lo, hi = subtree(prefix)
    where = """EXISTS (SELECT FROM unnest(e.codes) AS c WHERE c >= %s AND c < %s)
        ORDER BY e.at DESC, e.id DESC LIMIT %s OFFSET %s"""
    return [_edit(r) for r in rows(f"{_EDIT} WHERE {where}", [lo, hi, limit, offset])]


def edit(edit_id: int) -> GridEdit | None:
    """One edit."""
    found = rows(f"{_EDIT} WHERE e.id = %s", [edit_id])
    return _edit(found[0]) if found else None


def _edit(row: tuple[Any, ...]) -> GridEdit:
    number, kind, region, codes, *rest = row
    return GridEdit(number, kind, region, tuple(codes), *rest)


def by_edit(edit_id: int) -> tuple[list[Boundary], list[Boundary]]:
    """The boundaries that an edit ended, and those it began."""
    return (
        views(f"{_BOUNDARY} WHERE b.ended_id = %s ORDER BY b.code", [edit_id]),
        views(f"{_BOUNDARY} WHERE b.begun_id = %s ORDER BY b.code", [edit_id]),
    )


def state_of(prefix: str) -> tuple[int, int]:
    """How many boundaries are in force in a division, and the number of the latest: another answer means that what was
    made of them is old. One query."""
    lo, hi = subtree(prefix)
    sql = """SELECT count(*), coalesce(max(id), 0) FROM regions_boundary WHERE code >= %s AND code < %s
        AND valid_to IS NULL"""
    ((count, latest),) = rows(sql, [lo, hi])
    return int(count), int(latest)


def outlines(prefix: str, digits: int) -> dict[str, Shape]:
    """What the grids of each part of a division (codes of so many `digits`) cover together. One query."""
    parts: dict[str, list[Shape]] = {}
    for found in in_force(prefix):
        parts.setdefault(found.code[:digits], []).append(found.shape)
    return {
        code: shapes[0] if len(shapes) == 1 else outline(shapes) for code, shapes in parts.items()
    }


def located(points: Sequence[Point | None], shapes: Iterable[tuple[str, Shape]]) -> list[str]:
    """For each point the code of the grid it lies in, of those given; "" for none and for no point. On a border the
    first code."""
    listed = sorted(shapes)
    tree = shapely.STRtree([geometry(s) for _, s in listed])
    out = []
    for point in points:
        found = [] if point is None else tree.query(shapely.Point(point), predicate="intersects")
        out.append(listed[min(found)][0] if len(found) else "")
    return out
