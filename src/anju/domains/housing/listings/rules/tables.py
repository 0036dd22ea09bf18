"""Sheets of a file as rows of cells by field; rows that are no offer are counted by themselves, none is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from anju.domains.housing.listings.data.column_vocabulary import FIELDS, NEEDED, PLACES
from anju.domains.housing.listings.rules.titles import Header, candidates, header_of, named
from anju.foundation.errors import Refused
from anju.foundation.sheets import Sheet, Workbook

LOOKED_AT = 200
"""Rows below the titles whose cells decide between columns."""
SHEET_ROWS = 10_000_000
"""Rows of the second sheet are numbered from here on, of the third from twice this, as in lists of people."""
_CLOSING = re.compile(
    r"^\s*(?:合\s*计|总\s*计|小\s*计|共\s*计|共\s*\d+\s*[套间条]|汇\s*总|第\s*\d+\s*页|本页|total|subtotal|sum\b|"
    r"制\s*表|填\s*报|审\s*核|经\s*办|负责人|联系人\s*[:：]|备\s*注\s*[:：]|说\s*明|注\s*[:：]|以上房源|更新日期\s*[:：]|日期\s*[:：])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: the columns of fields, the row of the header (from 1), rows to leave out."""

    columns: Mapping[str, Sequence[int]] = field(default_factory=dict)
    header_row: int | None = None
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet read: `rows` with the number of the row (``row``) and a text column a field; `raw`: the same rows as
    they stand in the sheet; `left_out`: (why, row numbers)."""

    sheet: Sheet
    header: Header
    rows: pl.DataFrame
    raw: pl.DataFrame
    left_out: tuple[tuple[str, tuple[int, ...]], ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Tables:
    """All tables of a file, and sheets that hold none (name, why)."""

    tables: tuple[Table, ...]
    unread: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


def tables_of(book: Workbook, decided: Decided) -> Tables:
    """Every sheet that lists offers. Raises `Refused` ``header_missing``, ``rows_missing`` (`sheet`),
    ``column_missing`` (`columns`) where a person named a header without the rent or a place."""
    found: list[Table] = []
    unread: list[tuple[str, str]] = []
    for sheet in book.sheets:
        at = decided.header_row - 1 if decided.header_row and not found else None
        header = header_of(sheet.cells, at=at) if sheet.cells.height else None
        if header is None:
            unread.append((sheet.name, "no_header" if sheet.cells.height else "empty"))
            continue
        header = _decided(_by_content(header, sheet.cells), decided)
        found.append(_table(sheet, header, decided, len(found) * SHEET_ROWS))
    if not found:
        raise Refused("listing_header_missing", filename=book.filename)
    if not sum(t.rows.height for t in found):
        raise Refused("rows_missing", sheet=found[0].sheet.name)
    return Tables(tuple(found), tuple(unread), book.names)


IN_FIGURES = ("rent", "area", "longitude", "latitude", "bedrooms", "halls", "baths")
"""Fields whose cells hold figures: of several columns so titled, the one that does is meant."""


def _by_content(header: Header, cells: pl.DataFrame) -> Header:
    """The header with the columns that the cells below bear out: names titled "area" are parts of a town."""
    below, columns = cells.slice(header.last + 1, LOOKED_AT), dict(header.columns)
    shares = {at: _in_figures(below, at) for at in range(len(header.titles))}
    named_so = candidates(header.titles)
    for name in IN_FIGURES:
        if places := named_so.get(name):
            columns[name] = max(places, key=lambda at: (shares[at], -at))
    words = [at for at in named_so.get("area", ()) if shares[at] == 0 and below.height]
    if words:
        columns.setdefault("town", words[0])
    if columns.get("area") in words:
        del columns["area"]
    return Header(header.first, header.last, header.titles, columns)


def _in_figures(below: pl.DataFrame, at: int) -> float:
    """The share of filled cells of a column that hold a digit or agree in person; 0 of an empty one."""
    if str(at) not in below.columns:
        return 0.0
    texts = below[str(at)].drop_nulls()
    held = texts.str.contains(r"[0-9０-９]|面议|电议").sum()
    return int(held) / texts.len() if texts.len() else 0.0


def _decided(header: Header, decided: Decided) -> Header:
    columns = dict(header.columns)
    taken = {at for places in decided.columns.values() for at in places[:1]}
    columns = {f: at for f, at in columns.items() if at not in taken}
    columns |= {f: places[0] for f, places in decided.columns.items() if places and f in FIELDS}
    if NEEDED not in columns or not set(PLACES) & set(columns):
        missing = [NEEDED] if NEEDED not in columns else ["address"]
        raise Refused("column_missing", columns=missing)
    return Header(header.first, header.last, header.titles, columns)


def _table(sheet: Sheet, header: Header, decided: Decided, offset: int) -> Table:
    cells, filled = _filled_down(sheet, header)
    raw = cells.slice(header.last + 1).with_row_index("row", offset=header.last + 2)
    raw = raw.with_columns(pl.col("row").cast(pl.Int64))
    kinds = _kinds(raw, header, sheet, decided)
    kept = [n for n, kind in enumerate(kinds) if not kind]
    left: dict[str, list[int]] = {}
    for number, kind in zip(raw["row"].to_list(), kinds, strict=True):
        if kind:
            left.setdefault(kind, []).append(number)
    chosen = raw[kept].with_columns(pl.col("row") + offset)
    texts = {
        f: chosen[str(at)].alias(f) for f, at in header.columns.items() if str(at) in raw.columns
    }
    empty = pl.Series([None] * len(kept), dtype=pl.String)
    rows = pl.DataFrame([chosen["row"], *(texts.get(f, empty).alias(f) for f in FIELDS)])
    if filled:
        left["filled_down"] = list(filled)
    places = tuple((why, tuple(n + offset for n in some)) for why, some in left.items())
    return Table(sheet, header, rows, chosen, places, offset)


def _filled_down(sheet: Sheet, header: Header) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The cells with those that were joined over several rows written out, and the rows that were filled so."""
    columns: dict[str, list[str | None]] = {}
    filled: set[int] = set()
    for top, left, bottom, _right in sheet.marks.merged:
        name = str(left)
        if bottom <= top or top <= header.last or name not in sheet.cells.columns:
            continue
        texts = columns.setdefault(name, sheet.cells[name].to_list())
        for row in range(top + 1, min(bottom + 1, len(texts))):
            if texts[row] is None and texts[top] is not None:
                texts[row] = texts[top]
                filled.add(row + 1)
    written = [pl.Series(name, texts, dtype=pl.String) for name, texts in columns.items()]
    return sheet.cells.with_columns(written) if written else sheet.cells, tuple(sorted(filled))


def _kinds(raw: pl.DataFrame, header: Header, sheet: Sheet, decided: Decided) -> list[str]:
    """Why a row below the header is no offer, "" for offers."""
    marks = {
        "hidden": set(sheet.marks.hidden_rows) if "hidden" in decided.skip else set(),
        "struck": set(sheet.marks.struck_rows) if "struck" in decided.skip else set(),
    }
    out = []
    for number, *cells in raw.iter_rows():
        texts = [c.strip() if c else "" for c in cells]
        skipped = next((k for k, rows in marks.items() if number - 1 in rows), "")
        out.append(f"{skipped}_left_out" if skipped else _kind(texts, header))
    return out


def _kind(texts: list[str], header: Header) -> str:
    filled = [t for t in texts if t]
    if not filled:
        return "left_out_empty"
    if _again(texts, header):
        return "left_out_header"
    stated = [f for f, at in header.columns.items() if at < len(texts) and texts[at]]
    if _CLOSING.match(filled[0]) and NEEDED not in stated:
        return "left_out_total"
    if (
        _CLOSING.match(filled[0])
        and not (set(PLACES) - {"title"}) & set(stated)
        and len(filled) <= 4
    ):
        return "left_out_total"
    alone = len(filled) == 1 and NEEDED not in stated and len(header.columns) > 2
    return "left_out_heading" if alone else ""


def _again(texts: list[str], header: Header) -> bool:
    """The header printed once more on a later page."""
    titled = [(t, texts[n]) for n, t in enumerate(header.titles) if t and n < len(texts)]
    same = sum(title.strip() == text for title, text in titled)
    return bool(titled) and same * 2 >= len(titled) and same >= 2


def column_readings(table: Table) -> list[dict[str, Any]]:
    """How each column was read, for the account."""
    by_column = {at: f for f, at in table.header.columns.items()}
    shown = []
    for at, title in enumerate(table.header.titles):
        name = by_column.get(at, "")
        known = named(title)
        why = "" if name else "not_used" if known else "unknown" if title.strip() else "empty"
        shown.append(
            {
                "index": at,
                "letter": letter(at),
                "title": title.strip(),
                "field": name,
                "sure": 1.0 if name else 0.0,
                "why": why if name or title.strip() else "empty",
                "hidden": at in table.sheet.marks.hidden_columns,
            }
        )
    return shown


def letter(at: int) -> str:
    """A column as a spreadsheet names it."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text
