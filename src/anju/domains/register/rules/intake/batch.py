"""A file → declarations and refusals: read, map, normalise, check. Nothing is written anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as AbcMapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import polars as pl

from anju.domains.register.data.column_words import NEVER_KEPT, SHEET_SIGNS
from anju.domains.register.rules.intake.columns import Mapping, fingerprint, map_columns
from anju.domains.register.rules.intake.declare import Task, declarations
from anju.domains.register.rules.intake.header import Header, data_rows, find_header
from anju.domains.register.rules.plausibility import doubts
from anju.foundation.errors import Refused
from anju.foundation.sheets import Sheet, Workbook, read_cells, stream_text, write_xlsx

As = Literal["employer-roster", "rental-tenants", "inflow", "outflow"]
REQUIRED = ("name", "doc_number")


@dataclass(frozen=True, slots=True)
class Counts:
    """`rows` = `accepted` + `rejected`; `problems` and `warnings`: code → rows."""

    rows: int
    accepted: int
    rejected: int
    problems: dict[str, int]
    warnings: dict[str, int]


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """`items`: accepted rows, the standard frame. `refused`: row, reason and the cells as they came ("0", …).

    `warnings`: row and code. `top`: the header lines. `other_sheets`: sheets of the same layout that were not read,
    so that nobody believes they were. `sheets`: all sheets of the file.
    """

    items: pl.DataFrame
    refused: pl.DataFrame
    warnings: pl.DataFrame
    counts: Counts
    mapping: Mapping
    sheet: str
    top: tuple[tuple[str | None, ...], ...] = ()
    other_sheets: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    sheet: Sheet
    header: Header
    mapping: Mapping


def read_batch(
    data: bytes,
    filename: str,
    *,
    as_: As,
    known_areas: Collection[str],
    today: date,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    fixes: AbcMapping[str, AbcMapping[str, str]] | None = None,
) -> IntakeResult:
    """Read a whole file. A given `mapping` (corrected or remembered) is used as it stands.

    `fixes`: cells a person corrected in place, by row number (as text) and field.

    Raises `Refused`: what `read_cells` refuses, header_missing, column_missing (`columns`: fields), rows_missing.
    """
    book = read_cells(data, filename, sheet=sheet)
    layout, others = _choose(book, as_, mapping)
    task = Task(as_, layout.mapping, known_areas, today, _source(data, layout.sheet.name))
    rows = data_rows(layout.sheet.cells, layout.header, layout.mapping.columns)
    if rows.height == 0:
        raise Refused("rows_missing", sheet=layout.sheet.name)
    result = _result(_mended(rows, layout.mapping, fixes or {}), task, layout, set(), others)
    return replace(result, sheets=book.names)


def _mended(rows: pl.DataFrame, mapping: Mapping, fixes: AbcMapping[str, AbcMapping[str, str]]) -> pl.DataFrame:
    """The rows with corrected cells in place of the original ones."""
    for field in sorted({f for texts in fixes.values() for f in texts}):
        at = mapping.columns.get(field)
        if not at or str(at[0]) not in rows.columns:
            continue
        texts = {int(r): t[field] for r, t in fixes.items() if field in t}
        rows = rows.with_columns(pl.col("row").replace_strict(
            list(texts), list(texts.values()), default=pl.col(str(at[0])), return_dtype=pl.String).alias(str(at[0])))
    return rows


def iter_batches(
    data: bytes,
    filename: str,
    *,
    as_: As,
    known_areas: Collection[str],
    today: date,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    fixes: AbcMapping[str, AbcMapping[str, str]] | None = None,
) -> Iterator[IntakeResult]:
    """The same for large files, in pieces, in flat memory: delimited text about 16 MB at a time, a workbook whole.

    Duplicates are found across the pieces. Every piece has its own counts; add them up.
    """
    streamed = stream_text(data, filename)
    if streamed is None:
        yield read_batch(data, filename, as_=as_, known_areas=known_areas, today=today, sheet=sheet, mapping=mapping,
                         fixes=fixes)
        return
    seen: set[int] = set()
    layout: _Layout | None = None
    passed = 0
    for part in streamed:
        piece, cells = Sheet(part.name, part.cells), part.cells
        if layout is None:
            layout, _ = _choose(Workbook(filename, (piece,), (filename,)), as_, mapping)
            task = Task(as_, layout.mapping, known_areas, today, _source(data, filename))
            header = layout.header
        else:
            header = Header(layout.header.first, -1, layout.header.titles)
        rows = data_rows(cells, header, layout.mapping.columns).with_columns(pl.col("row") + passed)
        passed += cells.height
        yield _result(_mended(rows, layout.mapping, fixes or {}), task, layout, seen, ())
    if layout is None:
        raise Refused("file_empty", filename=filename)


def refused_workbook(result: IntakeResult, sentence: Callable[[str], str], *, title: str = "原因") -> bytes:
    """The refused rows as a spreadsheet like the original, its own header on top, with a column saying why."""
    cells = result.refused.drop("row", "reason")
    why = result.refused["reason"]
    words = pl.Series("_why", [sentence(code) for code in why.to_list()], dtype=pl.String)
    width = cells.width
    top = [(*line[:width], *([None] * (width - len(line)))) for line in result.top]
    if top:
        top[-1] = (*top[-1], title)
    return write_xlsx(cells.with_columns(words), sheet=result.sheet, titles=(), top=top, marked=("_why",))


def _choose(book: Workbook, as_: As, mapping: Mapping | None) -> tuple[_Layout, tuple[str, ...]]:
    """The sheet that fits best, and the names of others laid out alike."""
    found = [(s, find_header(s.cells, as_)) for s in book.sheets if s.cells.height]
    layouts = [
        _Layout(s, h, mapping or map_columns(s.cells, h, as_))
        for s, h in found
        if h is not None
        and (mapping is None or not mapping.fingerprint or mapping.fingerprint == fingerprint(h.titles))
    ]
    if not layouts and mapping is not None and found:
        sheet, header = found[0]
        layouts = [_Layout(sheet, header or Header(0, -1, ()), mapping)]
    if not layouts:
        raise Refused("header_missing", sheets=[s.name for s, _ in found])
    best = max(layouts, key=lambda item: _fit(item, as_))
    missing = [f for f in REQUIRED if f not in best.mapping.columns]
    if missing:
        raise Refused(
            "column_missing", columns=missing, sheet=best.sheet.name, titles=[t for t in best.header.titles if t]
        )
    alike = tuple(x.sheet.name for x in layouts if x is not best and x.header.titles == best.header.titles)
    return best, alike


def _fit(layout: _Layout, as_: As) -> float:
    columns = layout.mapping.columns
    score = len(columns) + 3.0 * sum(f in columns for f in REQUIRED)
    goes = sum(f in columns for f in ("destination", "left_children", "left_elderly"))
    score += goes * 2 if as_ == "outflow" else -goes * 2
    good, bad = SHEET_SIGNS[as_]
    score += 4.0 * any(w in layout.sheet.name for w in good) - 6.0 * any(w in layout.sheet.name for w in bad)
    return score + (0.5 if layout.sheet.cells.height > layout.header.last + 1 else -20.0)


def _source(data: bytes, sheet: str) -> str:
    return hashlib.sha256(data + b"\0" + sheet.encode()).hexdigest()[:24]


def _result(
    rows: pl.DataFrame,
    task: Task,
    layout: _Layout,
    seen: set[int],
    others: tuple[str, ...],
) -> IntakeResult:
    frame = _duplicates(declarations(rows, task), seen)
    bad = frame["problem"].is_not_null()
    items = frame.filter(~bad)
    warned = _warnings(items, task)
    hidden = [str(i) for f in NEVER_KEPT for i in layout.mapping.columns.get(f, ())]
    refused = rows.filter(bad).select("row", frame.filter(bad)["problem"].alias("reason"), pl.exclude("row"))
    problems = dict(sorted(refused["reason"].value_counts().iter_rows()))
    warnings = dict(sorted(warned["code"].value_counts().iter_rows()))
    counts = Counts(frame.height, items.height, refused.height, problems, warnings)
    top = layout.sheet.cells.slice(layout.header.first, max(layout.header.last + 1 - layout.header.first, 0))
    return IntakeResult(
        items.drop("problem", "phone_invalid"),
        refused.drop(hidden),
        warned,
        counts,
        layout.mapping,
        layout.sheet.name,
        tuple(top.drop(hidden).rows()),
        others,
    )


def _warnings(items: pl.DataFrame, task: Task) -> pl.DataFrame:
    """Rows that are taken with a remark: an unreadable phone is left out, a doubt waits for a person."""
    phones = items.filter("phone_invalid").select("row", pl.lit("phone_invalid").alias("code"))
    found = doubts(items, known_areas=task.known_areas, today=task.today)
    rows = items["row"].to_list()
    return pl.concat([phones, pl.DataFrame({"row": [rows[d.index] for d in found], "code": [d.code for d in found]},
                                           schema=phones.schema)])


def _duplicates(frame: pl.DataFrame, seen: set[int]) -> pl.DataFrame:
    """Mark rows whose number an earlier row was accepted under; `seen` carries the numbers from piece to piece."""
    good = frame["problem"].is_null()
    person = pl.col("doc_number")
    marked = frame.with_columns(
        pl.when(pl.col("problem").is_null()).then(person).alias("_person"),
    )
    again = good & ~marked["_person"].is_first_distinct()
    hashes = marked["_person"].hash(seed=7)
    if seen:
        known = pl.Series([h in seen for h in hashes.to_list()], dtype=pl.Boolean)
        again = again | (good & known)
    seen.update(hashes.filter(good).to_list())
    return frame.with_columns(pl.when(again).then(pl.lit("duplicate_in_file")).otherwise("problem").alias("problem"))
