"""Tables of a sheet: beside each other, below each other, with what the lines above them say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

import polars as pl

from anju.domains.register.imports.rules.columns import Mapping, fingerprint, grouped, map_columns
from anju.domains.register.imports.rules.header import Header, find_header, header_at, is_data
from anju.domains.register.imports.rules.titles import clean_title, fields_named
from anju.domains.register.intake.data.cell_vocabulary import GROUP_CLOSED, GROUP_OPEN
from anju.foundation.sheets import Sheet

ABOVE = 3
"""Rows above a header in which the line that names the table is sought."""
_TITLE = r"(?i)^.{0,8}(?:姓\s*名|名\s*字|身[份分][证證]|[证證]件?号|租客|承租人|住户|name|\bid\b)"
_HOLDS = r"\d{8}|^\d{4}[-/.年]\d"


@dataclass(frozen=True, slots=True)
class Table:
    """Frame rows `first`..`stop` (exclusive) under a header. `closed`: its heading says that these people are gone
    (True) or there (False); None: it says nothing."""

    header: Header
    mapping: Mapping
    first: int
    stop: int
    closed: bool | None = None
    heading: str = ""
    group: str = ""
    """The group line that a piece before this one ended under."""
    aside: tuple[int, ...] = ()
    """Frame rows among cards that belong to none of them."""


def tables_of(
    sheet: Sheet, as_: str, mapping: Mapping | None, *, carried: tuple[Table, ...] = ()
) -> list[Table]:
    """The tables in their order. `mapping`: corrected or remembered. `carried`: those that a piece before ended in.

    Raises `Refused` column_ambiguous.
    """
    cells = sheet.cells
    found: list[Table] = [
        replace(t, header=replace(t.header, last=-1), first=0, stop=cells.height) for t in carried
    ]
    if not carried:
        first = _first_header(cells, as_, mapping)
        if first is None:
            return []
        heading, closed = _heading(cells, first.first)
        if (
            mapping is not None and mapping.columns and not mapping.fingerprint
        ):  # given before anybody knew the titles
            mapping = replace(mapping, fingerprint=fingerprint(first.titles))
        found = [
            Table(first, m, first.last + 1, cells.height, closed, heading)
            for m in mappings_of(cells, first, as_, mapping)
        ]
    for header in list(_later_headers(cells, as_, found[0].first)):
        heading, closed = _heading(cells, header.first)
        before = found[-1]
        again = _same(header.titles, before.header.titles)
        if again and closed is None:
            continue  # printed again on a later page
        found = [replace(t, stop=header.first) if t.stop == cells.height else t for t in found]
        maps = [before.mapping] if again else mappings_of(cells, header, as_, mapping)
        found += [Table(header, m, header.last + 1, cells.height, closed, heading) for m in maps]
    return found


def _first_header(cells: pl.DataFrame, as_: str, mapping: Mapping | None) -> Header | None:
    row = mapping.choices.get("header_row") if mapping is not None else None
    if isinstance(row, int) and 0 < row <= cells.height:
        return header_at(cells, row - 1, as_)
    return find_header(cells, as_)


def mappings_of(
    cells: pl.DataFrame, header: Header, as_: str, mapping: Mapping | None
) -> list[Mapping]:
    """One for each table under this header: a person's own where there is one for these titles, else our judgement."""
    fixed = mapping.choices.get("columns") if mapping is not None else None
    blocks = (
        side_by_side(header.titles, as_) if not fixed else [frozenset(range(len(header.titles)))]
    )
    if len(blocks) == 1:
        given = mapping.for_titles(header.titles) if mapping is not None else None
        if mapping is not None and given is not None:
            return [replace(mapping, columns=given, titles=header.titles)]
        return [_decided(map_columns(cells, header, as_, fixed=fixed), mapping)]
    found = []
    for block in blocks:
        titles = tuple(t if i in block else None for i, t in enumerate(header.titles))
        given = mapping.for_titles(titles) if mapping is not None else None
        if mapping is not None and given is not None:
            found.append(replace(mapping, columns=given, titles=titles))
        else:
            found.append(_decided(map_columns(cells, header, as_, block), mapping))
    return found


def _decided(judged: Mapping, mapping: Mapping | None) -> Mapping:
    """Our judgement of the columns, under a person's other choices."""
    return judged if mapping is None else replace(judged, choices=mapping.choices)


def side_by_side(titles: tuple[str | None, ...], as_: str) -> list[frozenset[int]]:
    """The columns of each table under one header line; one block when it is a single table."""
    everything = frozenset(range(len(titles)))
    found = [grouped(t, as_) for t in titles]
    names = [i for i, m in enumerate(found) if m.field in ("name", "surname") and m.sure >= 0.8]
    numbers = [i for i, m in enumerate(found) if "doc_number" in m.fields and m.sure >= 0.8]
    if len(names) < 2 or len(names) != len(numbers):
        return [everything]
    pairs = [tuple(sorted(p)) for p in zip(names, numbers, strict=True)]
    if any(a[1] >= b[0] for a, b in pairwise(pairs)):
        return [everything]
    cuts = [_cut(titles, a[1], b[0], pairs[0][0]) for a, b in pairwise(pairs)]
    begin = _begin(titles, cuts[0], pairs[0][0])
    edges = [begin, *cuts, len(titles)]
    blocks = [frozenset(range(a, b)) for a, b in pairwise(edges)]
    shared = frozenset(range(begin)) | _shared_tail(titles, blocks)
    words = [{_unnumbered(titles[i]) for i in b - shared if titles[i]} for b in blocks]
    if all(w <= words[0] or _separated(titles, c) for w, c in zip(words[1:], cuts, strict=True)):
        return [(b - shared) | shared for b in blocks]
    return [everything]


def _cut(titles: tuple[str | None, ...], last: int, following: int, first: int) -> int:
    """Where the next table begins: after an empty column, or with the title that began the table before."""
    empty = [i for i in range(last + 1, following) if not titles[i]]
    if empty:
        return empty[-1] + 1
    starts = {_unnumbered(t) for t in titles[: first + 1] if t}
    return next(
        (i for i in range(last + 1, following) if _unnumbered(titles[i]) in starts), following
    )


def _begin(titles: tuple[str | None, ...], cut: int, name: int) -> int:
    """Where the first table begins; columns before it, which are not repeated, speak of all tables."""
    repeated = {_unnumbered(t) for t in titles[cut:] if t}
    own = [i for i in range(name + 1) if titles[i] and _unnumbered(titles[i]) in repeated]
    if any(not titles[i] for i in range(cut)) and cut and not titles[cut - 1]:
        return 0
    return own[0] if own else name


def _shared_tail(titles: tuple[str | None, ...], blocks: list[frozenset[int]]) -> frozenset[int]:
    """Columns behind the last of several people in one line, which none of the others has."""
    first = {_unnumbered(titles[i]) for i in blocks[0] if titles[i]}
    if any(not titles[i - 1] for i in (min(b) for b in blocks[1:]) if i):
        return frozenset()
    return frozenset(i for i in blocks[-1] if titles[i] and _unnumbered(titles[i]) not in first)


def _unnumbered(title: str | None) -> str:
    """姓名1 and 姓名2 are one title."""
    return re.sub(r"[0-9①-⑨一二三四五]+$", "", clean_title(title))


def _separated(titles: tuple[str | None, ...], cut: int) -> bool:
    return cut > 0 and not titles[cut - 1]


def _later_headers(cells: pl.DataFrame, as_: str, after: int) -> Iterator[Header]:
    """Rows further down that name at least two fields, the name or the number among them."""
    last = -1
    for at in _like_titles(cells, after):
        row = list(cells.row(at))
        if at <= last or is_data(row):
            continue
        fields = fields_named(row, as_)
        if len(fields) >= 2 and fields & {"name", "doc_number"}:
            header = header_at(cells, at, as_)
            last = header.last
            yield header


def _like_titles(cells: pl.DataFrame, after: int) -> list[int]:
    """Rows from there on in which a short text speaks of a name or a number, and no cell holds one."""
    below = cells.slice(after)
    hits = below.select(
        pl.any_horizontal(pl.all().str.contains(_TITLE).fill_null(value=False))
    ).to_series()
    found = below.with_row_index("_at", offset=after).filter(hits)
    data = pl.any_horizontal(
        pl.col(c).str.contains(_HOLDS).fill_null(value=False) for c in cells.columns
    )
    return found.filter(~data)["_at"].to_list()


def _same(titles: tuple[str | None, ...], before: tuple[str | None, ...]) -> bool:
    """Whether this header says the same as the one before, column by column (perhaps in fewer lines)."""
    titled = [(clean_title(a), b or "") for a, b in zip_longest(titles, before) if clean_title(a)]
    alike = sum(
        a in (clean_title(b), clean_title(b.rpartition("·")[2]), clean_title(b.partition("·")[0]))
        for a, b in titled
    )
    return alike == len(titled) and alike * 2 >= sum(bool(clean_title(t)) for t in before)


def _heading(cells: pl.DataFrame, header: int) -> tuple[str, bool | None]:
    """The line above a header, and whether it says that these people are gone (or there)."""
    for at in range(header - 1, max(header - 1 - ABOVE, -1), -1):
        filled = [v for v in cells.row(at) if v]
        if is_data(list(cells.row(at))) and filled:
            return "", None
        if 0 < len(set(filled)) <= 3:
            text = " ".join(dict.fromkeys(filled))
            return text[:60], group_closed(text)
    return "", None


def group_closed(text: str) -> bool | None:
    """Whether a line says that the people below it are gone (True) or there (False)."""
    gone, there = bool(re.search(GROUP_CLOSED, text)), bool(re.search(GROUP_OPEN, text))
    return None if gone == there else gone
