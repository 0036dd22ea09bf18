"""Boundaries from a GeoJSON file: shown as understood, then taken in whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import shapely
from django.db import transaction

from anju.domains.regions.data import Level
from anju.domains.regions.data.boundaries import (
    Boundary,
    Datum,
    Fault,
    FileGrid,
    FilePreview,
    Shape,
)
from anju.domains.regions.models import Region
from anju.domains.regions.operations import boundaries
from anju.domains.regions.operations.boundaries import Saved
from anju.domains.regions.operations.grids import PERMISSION
from anju.domains.regions.queries import boundaries as stored
from anju.domains.regions.rules import coverage
from anju.domains.regions.rules.geojson import Feature, read
from anju.domains.regions.rules.shapes import box_of, geometry, square_metres
from anju.foundation.actor import Actor
from anju.foundation.errors import Refused

NOTICED = 1
"""Square metres from which a change by cleaning is told."""


@dataclass(frozen=True, slots=True)
class _Understood:
    """A file compared with what is in force: `shapes` of its grids after cleaning, `adapted` those of neighbours that
    cleaning changed, `made` grids to be made."""

    preview: FilePreview
    shapes: Mapping[str, Shape]
    adapted: Mapping[str, Shape]
    made: Mapping[str, str]


def preview_file(actor: Actor, region: str, text: str, datum: Datum) -> FilePreview:
    """What a file would change. Writes nothing."""
    actor.require(PERMISSION, region=region)
    return _understood(region, text, datum).preview


def take_file(
    actor: Actor, region: str, text: str, datum: Datum, at: datetime, *, note: str = ""
) -> int | None:
    """Take a file in; the id of the edit, None when it changes nothing."""
    actor.require(PERMISSION, region=region)
    with transaction.atomic():
        boundaries.one_at_a_time(region)
        found = _understood(region, text, datum)
        if found.preview.problems:
            raise Refused("geojson_problems", count=len(found.preview.problems))
        if found.preview.faults:
            raise Refused("geojson_faults", count=len({f.code for f in found.preview.faults}))
        kept = Saved({**found.adapted, **found.shapes}, found.made, frozenset())
        return (
            boundaries.write(actor, region, "import", kept, at, note=note) if kept.shapes else None
        )


def _understood(region: str, text: str, datum: Datum) -> _Understood:
    features = [
        replace(f, code=f.code or f"{f.community}{f.number:03d}") for f in read(text, datum)
    ]
    known = _known(features)
    problems = [(f.row, code) for f in features if (code := _problem(f, region, features, known))]
    if problems:
        return _Understood(FilePreview((), tuple(problems), (), False), {}, {}, {})
    own = {f.code: f.shape for f in features}
    held = {b.code: b.shape for b in _near(region, own)}
    wrong, fitted = _fitted({**held, **own}, own)
    grids = tuple(_line(f, held, fitted, known) for f in features)
    shapes = {g.code: g.shape for g in grids if g.change != "same"}
    adapted = {c: s for c, s in fitted.items() if c in held and c not in own and s != held[c]}
    made = {f.code: f.name for f in features if f.code not in known}
    cleaned = any(g.shifted >= NOTICED for g in grids) or bool(adapted)
    return _Understood(FilePreview(grids, (), wrong, cleaned), shapes, adapted, made)


def _known(features: Sequence[Feature]) -> dict[str, tuple[int, str, bool]]:
    """Level, name, and whether it has not ended, of the grids and communities a file names."""
    codes = {c for f in features for c in (f.code, f.code[:12])}
    found = Region.objects.filter(code__in=codes).values_list("code", "level", "name", "valid_to")
    return {code: (level, name, end is None) for code, level, name, end in found}


def _problem(
    feature: Feature,
    region: str,
    features: Sequence[Feature],
    known: Mapping[str, tuple[int, str, bool]],
) -> str:
    if feature.problem:
        return feature.problem
    code = feature.code
    if not code.startswith(region):
        return "geojson_outside"
    above = known.get(code[:12])
    if above is None or above[0] != Level.COMMUNITY or not above[2]:
        return "geojson_community"
    if not (code.isdecimal() and 1 <= int(code[12:]) <= 999):
        return "geojson_which_grid"
    if code not in known and not feature.name:
        return "geojson_name_missing"
    if code in known and not known[code][2]:
        return "geojson_grid_ended"
    return "geojson_twice" if any(f.code == code and f.row < feature.row for f in features) else ""


def _near(region: str, own: Mapping[str, Shape]) -> list[Boundary]:
    west, south, east, north = box_of(own.values())
    margin = boundaries.MARGIN
    return stored.around(region, (west - margin, south - margin, east + margin, north + margin))


def _fitted(
    every: Mapping[str, Shape], own: Mapping[str, Shape]
) -> tuple[tuple[Fault, ...], dict[str, Shape]]:
    """What stays wrong, and the shapes with sides that agree: as they are where they agree already."""
    near = coverage.near_to(own, every, boundaries.MARGIN)
    whole = {c: s for c, s in near.items() if all(len(r) > 2 for p in s for r in p)}
    if not coverage.faults(near, frozenset(own)):
        return (), near
    fitted = coverage.cleaned(whole)
    return coverage.faults(fitted, frozenset(own)), fitted


def _line(
    feature: Feature,
    held: Mapping[str, Shape],
    fitted: Mapping[str, Shape],
    known: Mapping[str, tuple[int, str, bool]],
) -> FileGrid:
    shape = fitted.get(feature.code, ())
    given = shapely.make_valid(geometry(feature.shape))
    change = (
        "new" if feature.code not in held else "same" if held[feature.code] == shape else "changed"
    )
    return FileGrid(
        feature.row,
        feature.code,
        feature.code[:12],
        int(feature.code[12:]),
        feature.name or known[feature.code][1],
        change,
        square_metres(shape),
        _difference(given, shape),
        shape,
    )


def _difference(given: shapely.Geometry, shape: Shape) -> int:
    if not shape:
        return round(float(given.area))
    parted = float(given.symmetric_difference(geometry(shape)).area)
    whole = float(geometry(shape).area)
    return round(parted / whole * square_metres(shape)) if whole else 0
