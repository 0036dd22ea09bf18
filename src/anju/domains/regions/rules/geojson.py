"""Boundaries as GeoJSON (RFC 7946): one feature a grid, with the properties code, community, number and name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anju.domains.regions.data.boundaries import Boundary, Datum, Shape
from anju.domains.regions.rules.datum import shape_in, stored
from anju.domains.regions.rules.shapes import closed_up
from anju.foundation.errors import Refused

MOST = 5_000
"""Features of one file."""
MOST_CORNERS = 20_000
"""Corners of one feature."""
CODE = ("code", "网格编码", "网格代码", "编码", "grid_code", "wgbm")
COMMUNITY = ("community", "社区编码", "社区代码", "community_code")
NUMBER = ("number", "网格编号", "编号", "序号")
NAME = ("name", "网格名称", "名称", "wgmc")


@dataclass(frozen=True, slots=True)
class Feature:
    """A polygon of a file and what it says about itself; `problem` is the code of what is wrong with it, or ""."""

    row: int
    code: str
    community: str
    number: int
    name: str
    shape: Shape
    problem: str = ""


def written(boundaries: Iterable[Boundary], datum: Datum) -> str:
    """A feature collection of these boundaries."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": b.code,
                "community": b.code[:12],
                "number": int(b.code[12:]),
                "name": b.name,
                "since": b.since.isoformat(),
            },
            "geometry": {"type": "MultiPolygon", "coordinates": shape_in(b.shape, datum)},
        }
        for b in boundaries
    ]
    head = {"type": "FeatureCollection", "datum": datum.value, "features": features}
    return json.dumps(head, ensure_ascii=False)


def read(text: str, datum: Datum) -> list[Feature]:
    """The polygons of a file. Raises `Refused` `geojson_unreadable`, `geojson_no_features`, `geojson_many`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("geojson_unreadable") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise Refused("geojson_no_features")
    if len(features) > MOST:
        raise Refused("geojson_many", most=MOST)
    return [_feature(n, one, datum) for n, one in enumerate(features, start=1)]


def _feature(row: int, one: object, datum: Datum) -> Feature:
    one = one if isinstance(one, Mapping) else {}
    given = one.get("properties")
    properties = {str(k).lower(): v for k, v in given.items()} if isinstance(given, Mapping) else {}
    code, community = _text(properties, CODE), _text(properties, COMMUNITY)
    number = _text(properties, NUMBER)
    shape, problem = _shape(one.get("geometry"), datum)
    if not problem and len(code) != 15 and not (len(community) == 12 and number.isdecimal()):
        problem = "geojson_which_grid"
    counted = int(number) if number.isdecimal() and len(number) < 5 else 0
    return Feature(row, code, community, counted, _text(properties, NAME)[:100], shape, problem)


def _text(said: Mapping[str, Any], names: Iterable[str]) -> str:
    found = next((said[n] for n in names if said.get(n) not in (None, "")), "")
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    return (
        str(found).strip() if isinstance(found, str | int) and not isinstance(found, bool) else ""
    )


def _shape(raw: object, datum: Datum) -> tuple[Shape, str]:
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    if not isinstance(raw, Mapping) or kind not in ("Polygon", "MultiPolygon"):
        return (), "geojson_not_a_polygon"
    polygons: Any = [raw.get("coordinates")] if kind == "Polygon" else raw.get("coordinates")
    try:
        if sum(len(r) for p in polygons for r in p) > MOST_CORNERS:
            return (), "geojson_many_corners"
        shape: Shape = tuple(
            tuple(closed_up(tuple(_stored(p, datum) for p in ring)) for ring in polygon)
            for polygon in polygons
        )
    except (TypeError, ValueError, OverflowError, IndexError):
        return (), "geojson_coordinates"
    if not shape or any(len(ring) < 3 for polygon in shape for ring in polygon or ((),)):
        return (), "geojson_coordinates"
    return shape, ""


def _stored(raw: Any, datum: Datum) -> tuple[int, int]:  # noqa: ANN401
    lon, lat = float(raw[0]), float(raw[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(raw)
    return stored(lon, lat, datum)
