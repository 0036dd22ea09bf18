"""Divisions of China with their history, and countries: the public interface of the domain.

Codes are text. A *prefix* (2, 4, 6, 9, 12 or 15 digits) stands for a division and all inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from pathlib import Path

from anju.domains.regions import queries
from anju.domains.regions.data import AreaFact, CountryFact, Level, Loaded, Place
from anju.domains.regions.operations import adding, load, published
from anju.domains.regions.operations.load import Progress
from anju.domains.regions.queries import areas, gazetteer, search, tree
from anju.domains.regions.rules.codes import padded, prefix_of
from anju.domains.regions.rules.heads import Heads
from anju.foundation.actor import Actor
from anju.foundation.errors import NotFound

__all__ = [
    "AreaFact",
    "CountryFact",
    "Heads",
    "Level",
    "Loaded",
    "Place",
    "Progress",
    "add_area",
    "add_grid",
    "area",
    "branch",
    "children",
    "community",
    "countries",
    "forget",
    "get",
    "known_areas",
    "load_tables",
    "names",
    "padded",
    "path",
    "prefix_of",
    "published_heads",
    "read_divisions",
    "resolve_text",
    "suggest",
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
    """Add grid 1–999 below a community (twelve digits) from that day on. Needs `rules.edit` there.

    Raises `NotFound` community_unknown, `Refused` grid_number or grid_name_missing, `Conflict` grid_exists.
    """
    return adding.add_grid(actor, community, number, name, day)


def load_tables(*, progress: Progress | None = None, only: Collection[str] | None = None) -> Loaded:
    """Load the published tables; loading again changes nothing.

    `only`: code prefixes to keep below the counties (the upper three levels always come whole).
    `progress` is told (stage, done, total).
    """
    return load.load_tables(progress=progress, only=only)


def forget() -> None:
    """Let go of what the process remembers of the tables (tests; another process loaded them anew)."""
    queries.forget()
