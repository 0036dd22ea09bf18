"""Boundaries of grids as frozen values. Coordinates are whole numbers of 1e-7 degree (about one centimetre), longitude
before latitude, in CGCS2000, which agrees with WGS 84 within centimetres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

UNITS = 10_000_000
"""Units of a coordinate in one degree."""

Point = tuple[int, int]
"""(longitude, latitude)."""
Ring = tuple[Point, ...]
"""A closed line; its first point is not said again at its end."""
Shape = tuple[tuple[Ring, ...], ...]
"""Polygons; each an outer ring, then its holes."""
Shapes = Mapping[str, Shape]
"""Shapes by the code of their grid."""


class Datum(StrEnum):
    """In which coordinates a file is written."""

    WGS84 = "wgs84"
    """Also CGCS2000, the national system of surveying offices."""
    GCJ02 = "gcj02"
    """The shifted coordinates of commercial maps in China."""


@dataclass(frozen=True, slots=True)
class Move:
    """A corner goes elsewhere, in every grid that has it."""

    at: Point
    to: Point


@dataclass(frozen=True, slots=True)
class Insert:
    """A new corner on the side between two corners, in every grid that has this side."""

    a: Point
    b: Point
    at: Point


@dataclass(frozen=True, slots=True)
class Remove:
    """A corner goes, in every grid that has it."""

    at: Point


@dataclass(frozen=True, slots=True)
class Split:
    """A grid is cut along a line from one of its corners to another; the smaller part becomes grid `number` of the same
    community, called `name`."""

    code: str
    line: tuple[Point, ...]
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Join:
    """Grid `gone` becomes a part of grid `kept` and ends."""

    kept: str
    gone: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A grid without a boundary gets one: the inside of this line, less what belongs to other grids. With a `name` the
    grid itself is new."""

    code: str
    ring: Ring
    name: str = ""


Step = Move | Insert | Remove | Split | Join | Draw
"""One change of boundaries."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a boundary. `kind`: crosses (its line crosses itself), overlap (sides that are not those of
    the neighbour: an overlap or a narrow gap), small, empty. `lines`: where."""

    code: str
    kind: str
    lines: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Boundary:
    """The boundary of a grid in one time. `version` names this state of it; `area` in square metres."""

    code: str
    name: str
    version: int
    shape: Shape
    area: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid, and the area of its boundary in square metres (None: it has none yet)."""

    code: str
    name: str
    area: int | None

    @property
    def community(self) -> str:
        """The code of the community it is a part of."""
        return self.code[:12]


@dataclass(frozen=True, slots=True)
class GridEdit:
    """One saved change of boundaries. `kind`: edit, import, undo. `codes`: grids whose boundary it changed. `undone`:
    the edit that took it back, if any; `undoes`: the one this took back."""

    id: int
    kind: str
    region: str
    codes: tuple[str, ...]
    steps: int
    at: datetime
    by_label: str
    note: str
    undone: int | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an edit would do or did: boundaries after it by code (None: the grid ends), grids it makes (code → name),
    and what is wrong with them. Nothing is saved while there are `faults`."""

    edit: int | None
    shapes: Mapping[str, Shape | None]
    made: Mapping[str, str]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class FileGrid:
    """A polygon of a file. `code` is "" for a grid to be made as `number` of `community`. `change`: new, changed, same.
    `shifted`: square metres by which cleaning changed what the file says."""

    row: int
    code: str
    community: str
    number: int
    name: str
    change: str
    area: int
    shifted: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class FilePreview:
    """A GeoJSON file as it was understood. `problems`: (feature counted from 1, code of the sentence). `cleaned`: sides
    of neighbours did not agree and were made to."""

    grids: tuple[FileGrid, ...]
    problems: tuple[tuple[int, str], ...]
    faults: tuple[Fault, ...]
    cleaned: bool
