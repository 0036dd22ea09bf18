"""A file → declarations and refusals: read, map, normalise, check. Nothing is written anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AbcMapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import polars as pl

from anju.domains.register.declarations.data.ages import Ages
from anju.domains.register.declarations.data.kinds import CLOSED_BY_FILE, KINDS, OPENED_BY_FILE
from anju.domains.register.imports.data.column_vocabulary import NEVER_KEPT
from anju.domains.register.imports.data.reading import BLOCK_ROWS, SHEET_ROWS, Reading, SheetReading
from anju.domains.register.imports.rules.columns import Mapping
from anju.domains.register.imports.rules.declare import WARNINGS, Task, declarations
from anju.domains.register.imports.rules.layout import Table, tables_of
from anju.domains.register.imports.rules.sheet_choice import Chosen, choose
from anju.domains.register.imports.rules.splitting import split_rows
from anju.domains.register.imports.rules.table_rows import Taken, table_reading, take_rows
from anju.domains.register.intake.rules.lengths import overlong
from anju.domains.register.intake.rules.plausibility import doubts
from anju.foundation.errors import Refused
from anju.foundation.sheets import Marks, Sheet, Workbook, read_cells, stream_text

As = Literal["employer-roster", "rental-tenants", "inflow", "outflow"]
Fixes = AbcMapping[str, AbcMapping[str, str]]


@dataclass(frozen=True, slots=True)
class Counts:
    """`rows` = `accepted` + `rejected`; `problems` and `warnings`: code → rows."""

    rows: int
    accepted: int
    rejected: int
    problems: dict[str, int]
    warnings: dict[str, int]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows came from: their sheet, the lines above them as they stand there, their columns."""

    sheet: str
    top: tuple[tuple[str | None, ...], ...]
    mapping: Mapping


@dataclass(frozen=True, slots=True)
class IntakeResult:
    """`items`: accepted rows, the standard frame. `refused`: row, reason, table and the cells as they came ("0", …);
    `origins[table]` tells of each table.

    `warnings`: row and code. `top`: the header lines. `other_sheets`: sheets of the same layout that were not read,
    so that nobody believes they were. `sheets`: all sheets of the file. `reading`: what everything was taken for.
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
    reading: Reading = field(default_factory=Reading)
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """What one reading is about."""

    as_: As
    known_areas: Collection[str]
    today: date
    ages: Ages
    fixes: Fixes
    source: str

    def task(self, table: Table) -> Task:
        day = table.mapping.choices.get("start")
        return Task(
            self.as_,
            table.mapping,
            self.known_areas,
            self.today,
            self.source,
            table.closed,
            date.fromisoformat(day) if isinstance(day, str) and day else None,
        )


def read_batch(
    data: bytes,
    filename: str,
    *,
    as_: As,
    known_areas: Collection[str],
    today: date,
    ages: Ages,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    fixes: Fixes | None = None,
) -> IntakeResult:
    """Read a whole file. A given `mapping` (corrected or remembered) is used as it stands.

    `fixes`: cells a person corrected in place, by row number (as text) and field.

    Raises `Refused`: what `read_cells` refuses, header_missing, column_missing (`columns`: fields), column_ambiguous,
    rows_missing.
    """
    book = read_cells(data, filename, sheet=sheet)
    chosen, others, account = choose(book, as_, mapping)
    job = _Job(as_, known_areas, today, ages, fixes or {}, source_of(data, chosen[0].sheet.name))
    parts: list[_Part] = []
    seen: set[int] = set()
    for n, one in enumerate(chosen):
        parts += _parts(one, job, seen, offset=n * SHEET_ROWS, several=len(chosen) > 1)
    if not sum(p.frame.height for p in parts):
        raise Refused("rows_missing", sheet=chosen[0].sheet.name)
    return replace(_joined_parts(parts, account, job), other_sheets=others, sheets=book.names)


def iter_batches(
    data: bytes,
    filename: str,
    *,
    as_: As,
    known_areas: Collection[str],
    today: date,
    ages: Ages,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    fixes: Fixes | None = None,
) -> Iterator[IntakeResult]:
    """The same for large files, in pieces, in flat memory: delimited text about 16 MB at a time, a workbook whole.

    Duplicates are found across the pieces. Every piece has its own counts; add them up.
    """
    streamed = stream_text(data, filename)
    if streamed is None:
        yield read_batch(
            data,
            filename,
            as_=as_,
            known_areas=known_areas,
            today=today,
            ages=ages,
            sheet=sheet,
            mapping=mapping,
            fixes=fixes,
        )
        return
    seen: set[int] = set()
    carried: tuple[Table, ...] = ()
    passed = 0
    for piece in streamed:
        one = Sheet(piece.name, piece.cells, marks=Marks(damaged=piece.damaged))
        if not carried:
            chosen, _, account = choose(Workbook(filename, (one,), (piece.name,)), as_, mapping)
            job = _Job(as_, known_areas, today, ages, fixes or {}, source_of(data, piece.name))
        else:
            chosen, account = (
                [Chosen(one, tuple(tables_of(one, as_, mapping, carried=carried)))],
                [],
            )
        parts = _parts(chosen[0], job, seen, offset=passed, several=False)
        carried = tuple(
            p.taken.table
            for p in parts
            if p.taken.table.stop == piece.cells.height and not p.taken.table.header.cards
        )
        passed += piece.cells.height
        yield _joined_parts(parts, account, job)
    if not passed:
        raise Refused("file_empty", filename=filename)


@dataclass(slots=True)
class _Part:
    """One table, read."""

    sheet: Sheet
    taken: Taken
    frame: pl.DataFrame
    rows: pl.DataFrame
    offset: int
    kind: str


def _parts(chosen: Chosen, job: _Job, seen: set[int], *, offset: int, several: bool) -> list[_Part]:
    out: list[_Part] = []
    place = 0
    for n, table in enumerate(chosen.tables):
        place = place + 1 if n and chosen.tables[n - 1].header.first == table.header.first else 0
        taken = take_rows(chosen.sheet, table, by_sheet_name=several)
        own = offset + place * BLOCK_ROWS
        rows = taken.rows.with_columns(pl.col("row") + own)
        rows = split_rows(rows, table.mapping, job.fixes)
        rows = _corrected(rows, table.mapping, job.fixes)
        frame = _marked(
            _duplicates(overlong(declarations(rows, job.task(table))), seen), taken, own
        )
        closing = table.closed is True
        opening = OPENED_BY_FILE[job.as_]
        kind = CLOSED_BY_FILE.get(job.as_, opening) if closing else opening
        out.append(_Part(chosen.sheet, taken, frame, rows, own, kind))
    return out


def _marked(frame: pl.DataFrame, taken: Taken, offset: int) -> pl.DataFrame:
    """With a column of truth for rows that are hidden or struck through."""
    return frame.with_columns(
        (pl.col("row") - offset).is_in(sorted(taken.hidden)).alias("row_hidden"),
        (pl.col("row") - offset).is_in(sorted(taken.struck)).alias("row_struck"),
    )


def _corrected(rows: pl.DataFrame, mapping: Mapping, fixes: Fixes) -> pl.DataFrame:
    """The rows with corrected cells in place of the original ones."""
    for name in sorted({f for texts in fixes.values() for f in texts}):
        at = mapping.columns.get(name)
        if not at or str(at[0]) not in rows.columns:
            continue
        texts = {int(r): t[name] for r, t in fixes.items() if name in t}
        rows = rows.with_columns(
            pl.col("row")
            .replace_strict(
                list(texts),
                list(texts.values()),
                default=pl.col(str(at[0])),
                return_dtype=pl.String,
            )
            .alias(str(at[0]))
        )
    return rows


def source_of(data: bytes, sheet: str) -> str:
    """What tells one file and sheet from another."""
    return hashlib.sha256(data + b"\0" + sheet.encode()).hexdigest()[:24]


DATE_FAULTS = (
    "date_end_before_start",
    "date_order_unclear",
    "date_too_early",
    "date_too_late",
    "date_unreal",
    "date_without_day",
    "date_without_year",
)
"""Counted as one kind, under the name that reports have had from the first; each row names its own fault."""

_NOTED = (*WARNINGS, "row_hidden", "row_struck")


def _joined_parts(parts: list[_Part], account: list[SheetReading], job: _Job) -> IntakeResult:
    """The tables as one result; the first is the file's main one."""
    frame = pl.concat([p.frame for p in parts])
    items = frame.filter(pl.col("problem").is_null())
    warnings = _warnings(items, job)
    refused = pl.concat([_refused(p, n) for n, p in enumerate(parts)], how="diagonal")
    kinds = refused["reason"].replace(dict.fromkeys(DATE_FAULTS, "date_invalid"))
    problems = dict(sorted(kinds.value_counts().iter_rows()))
    counts = Counts(
        frame.height,
        items.height,
        refused.height,
        problems,
        dict(sorted(warnings["code"].value_counts().iter_rows())),
    )
    main = parts[0]
    tables = tuple(table_reading(p.sheet, p.taken, _kind_of_file(main), p.kind) for p in parts)
    notes = tuple(note for p in parts for note in p.taken.notes)
    others = tuple(
        (t.fingerprint, p.taken.table.mapping.columns)
        for t, p in zip(tables[1:], parts[1:], strict=True)
        if t.fingerprint != tables[0].fingerprint
    )
    mapping = replace(main.taken.table.mapping, others=tuple(dict(others).items()))
    origins = tuple(Origin(p.sheet.name, _top(p), p.taken.table.mapping) for p in parts)
    return IntakeResult(
        items.drop("problem", *_NOTED),
        refused,
        warnings,
        counts,
        mapping,
        main.sheet.name,
        _header_lines(main),
        reading=Reading(tuple(account), tables, notes),
        origins=origins,
    )


def _warnings(items: pl.DataFrame, job: _Job) -> pl.DataFrame:
    """Rows that are taken with a remark: what was left out of them, and doubts, which wait for a person."""
    noted = [
        items.filter(pl.col(code)).select("row", pl.lit(code).alias("code")) for code in _NOTED
    ]
    found = doubts(items, known_areas=job.known_areas, today=job.today, ages=job.ages)
    rows = items["row"].to_list()
    doubted = pl.DataFrame(
        {"row": [rows[d.index] for d in found], "code": [d.code for d in found]},
        schema=noted[0].schema,
    )
    return pl.concat([*noted, doubted]).sort("row", maintain_order=True)


def _kind_of_file(part: _Part) -> str:
    return KINDS[part.kind].files[0]


def _never_kept(part: _Part) -> list[str]:
    return [
        str(i)
        for f in NEVER_KEPT
        for i in part.taken.table.mapping.columns.get(f, ())
        if str(i) in part.sheet.cells.columns
    ]


def _refused(part: _Part, number: int) -> pl.DataFrame:
    bad = part.frame["problem"].is_not_null()
    plain = part.rows.select(c for c in part.rows.columns if not c.startswith("_"))
    return (
        plain.filter(bad)
        .select(
            "row",
            part.frame.filter(bad)["problem"].alias("reason"),
            pl.lit(number).alias("table"),
            pl.exclude("row"),
        )
        .drop(_never_kept(part))
    )


def _header_lines(part: _Part) -> tuple[tuple[str | None, ...], ...]:
    header = part.taken.table.header
    if header.cards:  # sent back as a list
        never = {int(c) for c in _never_kept(part)}
        return (tuple(t for i, t in enumerate(header.titles) if i not in never),)
    lines = part.sheet.cells.slice(header.first, max(header.last + 1 - header.first, 0))
    return tuple(lines.drop(_never_kept(part)).rows())


def _top(part: _Part) -> tuple[tuple[str | None, ...], ...]:
    """The heading and the header of a table, so that its refused rows say what they said when they come back."""
    heading = part.taken.table.heading
    return (
        ((heading,), *_header_lines(part))
        if heading and part.taken.table.closed is not None
        else _header_lines(part)
    )


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
    return frame.with_columns(
        pl.when(again).then(pl.lit("duplicate_in_file")).otherwise("problem").alias("problem")
    )
