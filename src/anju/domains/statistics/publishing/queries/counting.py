"""Counting an edition: whom it is of, in which rows, and what may be published of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anju.domains.regions import api as regions
from anju.domains.statistics.disclosure.rules.keys import person_keys
from anju.domains.statistics.indicators.data.registry import indicators
from anju.domains.statistics.indicators.queries.facts import FACTS
from anju.domains.statistics.publishing.data.definitions import (
    INDICATOR,
    LEVELS,
    Line,
    OpenTable,
    TableContent,
    open_tables,
)
from anju.domains.statistics.publishing.rules.trees import Tree, edition_number, figures, tree_of
from anju.domains.statistics.reports.data.definitions import Group, Grouping
from anju.foundation.crypto import blind_indexes
from anju.foundation.facts import Question, Span, members

CONTEXT = "statistics.publishing"
"""The context of people's keys: no other use of the register makes the same ones."""
ELSEWHERE = "?"
"""Ends the code of the row for people whose division is not known more narrowly."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A table with what is published of it, its tree and the true counts, which nobody is shown."""

    content: TableContent
    tree: Tree
    published: tuple[int, ...]
    true: tuple[int, ...]


def count_edition(region: str, first: date, day: date, known_at: datetime) -> tuple[Counted, ...]:
    """All tables of an edition: of the people who lived in the region on the day, as recorded at that moment."""
    dimensions = tuple(dict.fromkeys(g.dimension for t in open_tables() for g in t.by))
    question = Question(
        FACTS[indicators()[INDICATOR].numerator.fact],
        (region,),
        Span(day, day, known_at),
        across=dimensions,
    )
    people = members(question)
    keys = person_keys([k or b"" for k in blind_indexes([str(p) for p, _r, _v in people], CONTEXT)])
    number = edition_number(region, first.year, (first.month + 2) // 3)
    places = {place for _p, place, _v in people}
    divisions = _divisions(region, places)
    names = _names([region, *divisions])
    found = []
    for table in open_tables():
        mine = _of_level(divisions, table.level)
        lowest = {place: _lowest(region, mine, place, table.level) for place in places}
        tree = tree_of(region, mine, [[str(n) for n in range(len(g.groups))] for g in table.by])
        at = [dimensions.index(g.dimension) for g in table.by]
        rows = [
            (lowest[place], *(str(_group(g, values[n])) for g, n in zip(table.by, at, strict=True)))
            for _p, place, values in people
        ]
        published, true = figures(tree, rows, keys, edition=number)
        content = _content(table, tree, published, names)
        found.append(Counted(content, tree, tuple(published), tuple(true)))
    return tuple(found)


def _divisions(region: str, places: set[str]) -> dict[str, str]:
    """Every division below the region (prefix), whether anybody lives in it or not → the one it lies in; and a row of
    its own where somebody's division is not known more narrowly."""
    found: dict[str, str] = {}
    waiting = [region]
    while waiting:
        above = waiting.pop()
        for part in regions.children(above.ljust(12, "0")):
            if len(part.prefix) in LEVELS:
                found[part.prefix] = above
                waiting += [part.prefix] if len(part.prefix) < LEVELS[-1] else []
    known = dict(found)
    for place in places:
        lowest = _lowest(region, known, place, LEVELS[-1])
        if lowest.endswith(ELSEWHERE):
            found[lowest] = lowest.rstrip(ELSEWHERE)
    return found


def _of_level(divisions: Mapping[str, str], level: int) -> dict[str, str]:
    """The divisions of at most so many digits, and the rows for those not known more narrowly among them."""
    found = {d: up for d, up in divisions.items() if not d.endswith(ELSEWHERE) and len(d) <= level}
    divided = set(found.values())
    return found | {d: up for d, up in divisions.items() if d.endswith(ELSEWHERE) and up in divided}


def _lowest(region: str, divisions: Mapping[str, str], place: str, level: int) -> str:
    """The narrowest division of at most so many digits in which a place lies; one of those not known more narrowly
    where that is divided further."""
    at = region
    for digits in LEVELS:
        if digits <= level and divisions.get(place[:digits]) == at:
            at = place[:digits]
    divided = {up for d, up in divisions.items() if not d.endswith(ELSEWHERE)}
    return f"{at}{ELSEWHERE}" if at in divided else at


def _group(grouping: Grouping, value: str) -> int:
    """The number of the group that has the value, that of the rest where none has."""
    rest = next((n for n, g in enumerate(grouping.groups) if g.rest), -1)
    return next((n for n, g in enumerate(grouping.groups) if value in g.values), rest)


def _names(codes: Sequence[str]) -> dict[str, str]:
    full = regions.names([c.ljust(12, "0") for c in codes if not c.endswith(ELSEWHERE)])
    return {c: full.get(c.ljust(12, "0"), c) if not c.endswith(ELSEWHERE) else "" for c in codes}


def _content(
    table: OpenTable, tree: Tree, published: Sequence[int], names: Mapping[str, str]
) -> TableContent:
    columns = (("地区", "Area"), *(g.name for g in table.by))
    lines = []
    for key, figure in zip(tree.keys, published, strict=True):
        groups: list[Group] = [g.groups[int(n)] for g, n in zip(table.by, key[1:], strict=False)]
        place = names[key[0]]
        lines.append(
            Line(
                key,
                (place or "未细分", *(g.name[0] for g in groups)),
                (place or "Not divided", *(g.name[1] for g in groups)),
                figure,
            )
        )
    return TableContent(table.code, table.name, columns, tuple(lines))
