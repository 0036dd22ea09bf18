"""Divisions of China with their history, and countries: the public interface of the domain.

Codes are text. A *prefix* (2, 4, 6, 9, 12 or 15 digits) stands for a division and all inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from anju.domains.regions import queries
from anju.domains.regions.data import AreaFact, CountryFact, Level, Loaded, Place
from anju.domains.regions.data.boundaries import (
    UNITS,
    Boundary,
    Datum,
    Drawn,
    Fault,
    FileGrid,
    FilePreview,
    Grid,
    GridEdit,
    Point,
    Shape,
)
from anju.domains.regions.operations import adding, load, published
from anju.domains.regions.operations import boundaries as edits
from anju.domains.regions.operations import boundary_files as files
from anju.domains.regions.operations import grids as grid_codes
from anju.domains.regions.operations.load import Progress
from anju.domains.regions.queries import areas, gazetteer, search, tree
from anju.domains.regions.queries import boundaries as borders
from anju.domains.regions.rules import geojson
from anju.domains.regions.rules.codes import padded, prefix_of
from anju.domains.regions.rules.datum import degrees, stored
from anju.domains.regions.rules.heads import Heads
from anju.domains.regions.rules.shapes import box_of
from anju.domains.regions.rules.steps import read_steps
from anju.foundation.actor import Actor
from anju.foundation.errors import NotFound

BOUNDARIES_CHANGED = edits.EVENT
"""The event of a saved edit: `edit`, and `codes` of the grids whose boundary it changed."""

__all__ = [
    "BOUNDARIES_CHANGED",
    "UNITS",
    "AreaFact",
    "Boundary",
    "CountryFact",
    "Datum",
    "Drawn",
    "Fault",
    "FileGrid",
    "FilePreview",
    "Grid",
    "GridEdit",
    "Heads",
    "Level",
    "Loaded",
    "Place",
    "Point",
    "Progress",
    "Shape",
    "add_area",
    "add_grid",
    "area",
    "boundaries",
    "boundaries_state",
    "box_of",
    "branch",
    "children",
    "community",
    "countries",
    "degrees",
    "edit_boundaries",
    "forget",
    "geojson_of",
    "get",
    "grid_edit",
    "grid_edits",
    "grids",
    "grids_at",
    "known_areas",
    "load_tables",
    "names",
    "outlines",
    "padded",
    "path",
    "prefix_of",
    "preview_boundaries",
    "published_heads",
    "read_divisions",
    "recoded",
    "rename_grid",
    "resolve_text",
    "stored",
    "suggest",
    "take_boundaries",
    "undo_grid_edit",
]


def suggest(
    q: str,
    *,
    within: str = "",
    roots: Collection[str] = (),
    levels: Sequence[int] | None = None,
    limit: int = 12,
) -> tuple[Place, ...]:
    """Divisions for what was typed: part of a name, pinyin, initials, code, or a way down (浏阳洞阳), best first.

    `within`: only inside this prefix. `roots`: only these divisions (codes) and what lies in them; nothing when none of
    them is known. `levels`: only these (`Level`).
    """
    inside = [p.prefix for p in tree.these(roots)] if roots else [within]
    return search.suggest(q, inside, tuple(levels or Level), limit) if inside else ()


def get(code: str) -> Place:
    """The division with this twelve- or fifteen-digit code. `NotFound` otherwise."""
    found = tree.one(code)
    if found is None:
        raise NotFound("region_unknown", region=code)
    return found


def path(code: str) -> tuple[Place, ...]:
    """The divisions a code lies in, province first, itself last. Empty for an unknown code."""
    return tree.path(code)


def children(code: str) -> tuple[Place, ...]:
    """The divisions right below, in order of code."""
    return tree.children(code)


def branch(code: str = "", *, roots: Collection[str] = ()) -> tuple[tuple[Place, bool], ...]:
    """One level of the tree: the divisions right below `code`; without it the `roots`, or the
    provinces. With each, whether there is a level below it. Three statements, whatever the size of the tree."""
    found = tree.children(code) if code else tree.these(roots) if roots else tree.provinces()
    divided = tree.divided([p.code for p in found])
    return tuple((p, p.code in divided) for p in found)


def names(codes: Collection[str]) -> dict[str, str]:
    """Full names of many codes in one statement; unknown codes are absent."""
    return tree.names(codes)


def known_areas() -> frozenset[str]:
    """Every six-digit code that is listed as a division (GB/T 2260 past and present, and 810000, 820000, 830000)."""
    return areas.known()


def area(code6: str, *, year: int | None = None) -> AreaFact:
    """What a six-digit code meant in that year (a birth, say), else lately, and what took its place. `NotFound`."""
    found = areas.area(code6, year)
    if found is None:
        raise NotFound("area_unknown", area=code6)
    return found


def recoded(prefix: str) -> tuple[tuple[str, str], ...]:
    """Six-digit codes of the past with the code that took their place, where one of the two lies in the division of
    this prefix; only those that are certain. One statement."""
    return areas.recoded(prefix)


def resolve_text(texts: Sequence[str | None], *, near: str = "") -> list[str | None]:
    """Six-digit codes for untidy place texts, in their order; None where the text names no place or several.

    `near`: a code or prefix; among namesakes the one in the same county, prefecture or province is meant.
    """
    book = gazetteer.load()
    distinct = {text: book.resolve(text, near) for text in set(texts) if text}
    return [distinct.get(text) if text else None for text in texts]


def read_divisions(text: str, *, within: str) -> tuple[str, int]:
    """(twelve-digit code of the narrowest division an address begins with, where the rest begins); ("", 0) for none.

    `within`: the code or prefix the address lies in; its own divisions may be left out, shortened, or said twice.
    """
    return gazetteer.division_names(within).read(text)


def published_heads(packages: Path, goes_on: Callable[[str, int], bool]) -> Heads:
    """The reader of divisions in addresses of the whole country, made of the published tables; needs no database.

    `goes_on`: does an address follow at this place of the text (so that a name without its kind may be a division)?
    """
    return published.heads(packages, goes_on)


def community(code: str) -> str:
    """The community a code lies in, as people call it (东园村, 永安社区); "" where the code is wider or unknown."""
    return gazetteer.community(code)


def countries(q: str, *, limit: int = 12) -> tuple[CountryFact, ...]:
    """Countries and territories by ISO 3166 code, Chinese or English name, or pinyin, best first."""
    return areas.countries(q, limit)


def add_area(
    *, actor: Actor, code: str, name: str, since: int, until: int | None, source: str, at: datetime
) -> AreaFact:
    """Add a meaning of a six-digit code that the published lists lack; `source`: where it stands.
    Audited; it stays when the tables are loaded anew. Needs `rules.edit` there.

    Raises `Refused` area_code_digits, area_name_missing, area_source_missing, area_years, or `Conflict` area_exists.
    """
    return adding.add_area(actor, code, name, since, until, source, at)


def add_grid(*, actor: Actor, community: str, number: int, name: str, day: date) -> Place:
    """Add grid 1–999 below a community (twelve digits) from that day on. Needs `grid.edit` there.

    Raises `NotFound` community_unknown, `Refused` grid_number or grid_name_missing, `Conflict` grid_exists.
    """
    return grid_codes.add_grid(actor, community, number, name, day)


def rename_grid(*, actor: Actor, code: str, name: str) -> None:
    """Give a grid another name. Needs `grid.edit` there. `NotFound` grid_unknown, `Refused` grid_name_missing."""
    grid_codes.rename_grid(actor, code, name)


def boundaries(
    prefix: str, *, at: datetime | None = None, neighbours: bool = False
) -> list[Boundary]:
    """Boundaries of the grids of a division, in order of code: those in force, or those of a past moment.

    `neighbours`: those in force that touch them as well, in other divisions of the city.
    """
    if at is not None:
        return borders.at_moment(prefix, at)
    return borders.with_neighbours(prefix) if neighbours else borders.in_force(prefix)


def grids(prefix: str) -> list[Grid]:
    """The grids of a division that have not ended, in order of code, with or without a boundary."""
    return borders.grids(prefix)


def outlines(prefix: str, *, digits: int) -> dict[str, Shape]:
    """What the grids in force of each part of a division (codes of so many `digits`) cover together."""
    return borders.outlines(prefix, digits)


def boundaries_state(prefix: str) -> tuple[int, int]:
    """How many boundaries are in force in a division, and the number of the latest: another answer means that what was
    made of them is old."""
    return borders.state_of(prefix)


def grids_at(points: Sequence[Point | None], *, within: str) -> list[str]:
    """For each point the code of the grid of the division in which it lies; "" for none. On a border the first code."""
    return borders.located(points, [(b.code, b.shape) for b in borders.in_force(within)])


def grid_edits(prefix: str, *, limit: int = 50, offset: int = 0) -> list[GridEdit]:
    """Saved changes of boundaries in a division, latest first."""
    return borders.edits(prefix, limit=limit, offset=offset)


def grid_edit(edit_id: int) -> tuple[GridEdit, list[Boundary], list[Boundary]]:
    """One saved change with the boundaries it ended and those it began. Raises `NotFound` grid_edit_unknown."""
    found = borders.edit(edit_id)
    if found is None:
        raise NotFound("grid_edit_unknown", id=edit_id)
    return found, *borders.by_edit(edit_id)


def edit_boundaries(
    *,
    actor: Actor,
    region: str,
    steps: object,
    base: Mapping[str, int],
    at: datetime,
    note: str = "",
    save: bool = True,
) -> Drawn:
    """Change boundaries of grids by `steps` (JSON: move, insert, remove a corner; split, join, draw a grid).

    `base`: version of each boundary that the editor saw, by code. Nothing is saved while the answer has faults, nor
    without `save`. What neighbours share changes in all of them, so that no gap comes between them. Audited; emits
    `BOUNDARIES_CHANGED`. Needs `grid.edit` in every grid that changes.

    Raises `Conflict` grid_changed_meanwhile (`grids`), grid_exists, `NotAllowed`, `Refused` grid_step_unreadable,
    grid_steps_many, grid_step_lost, grid_split_line, grid_join_apart, grid_number, grid_name_missing, grid_drawn,
    grid_nothing_left, grid_unknown.
    """
    return edits.edit_boundaries(actor, region, read_steps(steps), base, at, note=note, save=save)


def undo_grid_edit(edit_id: int, *, actor: Actor, at: datetime) -> int:
    """Take a saved change of boundaries back; the id of the edit that does so, which can be undone as well.

    Needs `grid.edit` in every grid that changes. Raises `NotFound` grid_edit_unknown, `Conflict` grid_changed_since,
    `Refused` grid_undo_faults where other grids have changed so that the old boundaries no longer fit.
    """
    return edits.undo_edit(actor, edit_id, at)


def preview_boundaries(*, actor: Actor, region: str, text: str, datum: Datum) -> FilePreview:
    """What a GeoJSON file of boundaries would change in the division. Writes nothing. Needs `grid.edit` there.

    Raises `Refused` geojson_unreadable, geojson_no_features, geojson_many.
    """
    return files.preview_file(actor, region, text, datum)


def take_boundaries(
    *, actor: Actor, region: str, text: str, datum: Datum, at: datetime, note: str = ""
) -> int | None:
    """Take a GeoJSON file of boundaries in, all of it: grids that are not there are made. The id of the edit; None when
    all is as the file says. Sides of neighbours that do not agree are made to; a file in `Datum.GCJ02` is converted.

    Needs `grid.edit` in every grid that changes. Raises as `preview_boundaries`, and `Refused` geojson_problems,
    geojson_faults.
    """
    return files.take_file(actor, region, text, datum, at, note=note)


def geojson_of(found: Sequence[Boundary], *, datum: Datum = Datum.WGS84) -> str:
    """Boundaries as a GeoJSON feature collection, in these coordinates."""
    return geojson.written(found, datum)


def load_tables(*, progress: Progress | None = None, only: Collection[str] | None = None) -> Loaded:
    """Load the published tables; loading again changes nothing.

    `only`: code prefixes to keep below the counties (the upper three levels always come whole).
    `progress` is told (stage, done, total).
    """
    return load.load_tables(progress=progress, only=only)


def forget() -> None:
    """Let go of what the process remembers of the tables (tests; another process loaded them anew)."""
    queries.forget()
