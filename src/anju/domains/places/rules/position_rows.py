"""Positions of buildings as files state them: a table with a column for the code, or GeoJSON points."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CODE = ("楼栋编码", "编码", "code", "building code")
LONGITUDE = ("经度", "longitude", "lon", "lng", "x")
LATITUDE = ("纬度", "latitude", "lat", "y")


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One row (as a person counts) or feature of a file; degrees are None where none can be read. `empty`: the row
    names a building and no position, as rows of a list that was only partly filled in do."""

    row: int
    code: str
    longitude: float | None = None
    latitude: float | None = None
    empty: bool = False


def rows_of_table(lines: Sequence[Sequence[str | None]]) -> list[PositionRow] | None:
    """The rows of a table whose first line names its columns; None where it names no code, longitude and latitude."""
    if not lines:
        return None
    titles = [(t or "").strip().lower() for t in lines[0]]
    places = [
        next((titles.index(n) for n in names if n in titles), None)
        for names in (CODE, LONGITUDE, LATITUDE)
    ]
    if None in places:
        return None
    found = []
    for number, line in enumerate(lines[1:], 2):
        code, east, north = ((line[p] or "").strip() if p is not None else "" for p in places)
        if code or east or north:
            found.append(
                PositionRow(number, code, _degrees(east), _degrees(north), not east and not north)
            )
    return found


def rows_of_geojson(text: str) -> list[PositionRow] | None:
    """The points of a FeatureCollection; None for any other text."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    features = held.get("features") if isinstance(held, Mapping) else None
    if not isinstance(features, list):
        return None
    return [_feature(n, f) for n, f in enumerate(features, 1)]


def _feature(number: int, feature: Any) -> PositionRow:  # noqa: ANN401 - whatever the file holds
    held = feature if isinstance(feature, Mapping) else {}
    properties, geometry = held.get("properties"), held.get("geometry")
    code = _first(properties, CODE) if isinstance(properties, Mapping) else ""
    shape = geometry if isinstance(geometry, Mapping) else {}
    point = shape.get("coordinates")
    if not isinstance(point, list) or len(point) < 2 or shape.get("type") != "Point":
        return PositionRow(number, code)
    return PositionRow(number, code, _degrees(point[0]), _degrees(point[1]))


def _first(properties: Mapping[str, Any], names: Iterable[str]) -> str:
    return next((str(properties[n]).strip() for n in names if n in properties), "")


def _degrees(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if abs(found) <= 180 else None
