"""Keeping a preview: every list of an import in encrypted pieces, so that a page opens one of them.

Lines: ``joined``, ``unchanged``, ``left``, ``unclear``: row, person, name, since, number, position; ``changed``: row,
person, name, fields; ``accepted``: row, name, number, place, start; ``problem``: row, reason, and the
cells as they came;
``warned``: row, code; ``column``: index, title, field, sure, examples. Numbers and phones are masked,
except in problems, which
`reveal_refused` shows in full. ``refused``, ``waiting``, ``unchanged``: row, place, name, number,
code: what becomes of rows, kept where it was tried, and when they are taken in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.kinds import CLOSING
from anju.domains.register.declarations.models import Batch
from anju.domains.register.imports.data.column_vocabulary import NEVER_KEPT
from anju.domains.register.imports.data.imports import Comparison, Member
from anju.domains.register.imports.data.reading import SHEET_ROWS, row_place
from anju.domains.register.imports.queries import CONTEXT
from anju.domains.register.imports.rules import IntakeResult
from anju.foundation.characters import visible
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import encrypt_bytes
from anju.foundation.db.statements import insert, run
from anju.foundation.masks import mask_text

PIECE = 50
"""Lines in one piece; a page of a list is one piece."""
PIECES = 400
"""Pieces that are written together."""
CORRECTABLE = ("name", "doc_number", "phone", "start")
_EXAMPLES = 3
Line = dict[str, Any]


OUTCOMES = ("refused", "waiting", "unchanged")
"""What becomes of a row that does not change the register: its status, and the list it stands in."""


class OutcomeLists:
    """What becomes of rows as they are taken in: lines by list, stored in whole pieces as they come."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self._open: dict[str, list[Line]] = {}
        self._stored: dict[str, int] = {}

    def add(self, listing: str, line: Line) -> None:
        """One more line of a list."""
        lines = self._open.setdefault(listing, [])
        lines.append(line)
        if len(lines) == PIECE * PIECES:
            self._flush(listing)

    def lines(self, listing: str) -> list[Line]:
        """The lines of a list that are not stored yet; of a trial, all."""
        return self._open.get(listing, [])

    def close(self) -> None:
        """Store what is left, in place of what a trial foresaw."""
        for listing in ("refused", "waiting"):
            self._flush(listing)

    def _flush(self, listing: str) -> None:
        at = self._stored.get(listing, 0)
        if not at:
            run(
                "DELETE FROM register_previewpart WHERE batch_id = %s AND listing = %s",
                [self.batch_id, listing],
            )
        self._stored[listing] = _store_list(self.batch_id, listing, self._open.pop(listing, []), at)


def store_preview(
    row: Batch, result: IntakeResult, compared: Comparison | None, tried: OutcomeLists | None
) -> None:
    """Replace what is kept of this import's preview. `tried`: what would become of the rows, where that was tried."""
    elsewhere = {line["row"] for name in OUTCOMES for line in (tried.lines(name) if tried else ())}
    lists: dict[str, Iterable[Line]] = {
        "problem": _problems(result),
        "accepted": (line for line in _accepted(result) if line["row"] not in elsewhere),
        "column": _columns(result),
        "warned": (
            {"row": r, "place": place_of(result, r), "code": c}
            for r, c in result.warnings.select("row", "code").iter_rows()
        ),
    }
    if compared is not None:
        lists["joined"] = _members(compared.joined)
        lists["left"] = _members(compared.left)
        lists["gone"] = _gone(result, compared)
        lists["unclear"] = _members(compared.unclear)
        lists["unchanged"] = _members(compared.same)
        lists["changed"] = (
            {
                "row": d.row,
                "person": d.person_id,
                "name": d.name,
                "fields": {k: list(v) for k, v in d.fields.items()},
            }
            for d in compared.changed
        )
    if tried is not None:
        lists |= {name: tried.lines(name) for name in OUTCOMES}
    run("DELETE FROM register_previewpart WHERE batch_id = %s", [row.id])
    _store(row.id, lists)


def replace_lists(batch_id: int, lists: Mapping[str, Iterable[Line]], *, whole: bool) -> None:
    """Keep these lists in place of those of the same names; with `whole`, of all lists of the import."""
    run(
        "DELETE FROM register_previewpart WHERE batch_id = %s AND (%s OR listing = ANY(%s))",
        [batch_id, whole, list(lists)],
    )
    _store(batch_id, lists)


def _store(batch_id: int, lists: Mapping[str, Iterable[Line]]) -> None:
    for name, lines in lists.items():
        _store_list(batch_id, name, lines, 0)


def _store_list(batch_id: int, name: str, lines: Iterable[Line], at: int) -> int:
    """Store further pieces of a list, the first numbered `at`; the number of the next."""
    turn = iter(lines)
    while some := list(islice(turn, PIECE * PIECES)):
        pieces = [some[n : n + PIECE] for n in range(0, len(some), PIECE)]
        insert(
            "register_previewpart",
            {
                "batch_id": ("bigint", [batch_id] * len(pieces)),
                "listing": ("text", [name] * len(pieces)),
                "number": ("int", list(range(at, at + len(pieces)))),
                "size": ("int", [len(p) for p in pieces]),
                "people": (
                    "jsonb",
                    [json.dumps([w for line in p if (w := line.get("person"))]) for p in pieces],
                ),
                "lines_cipher": (
                    "bytea",
                    [
                        encrypt_bytes(
                            json.dumps(p, ensure_ascii=False, default=str).encode(),
                            CONTEXT,
                            row=row_of(batch_id, name, n),
                        )
                        for n, p in enumerate(pieces, at)
                    ],
                ),
            },
        )
        at += len(pieces)
    return at


def _members(members: Iterable[Member]) -> Iterator[Line]:
    return (
        {
            "row": m.row,
            "person": m.person_id,
            "name": m.name,
            "since": m.since,
            "number": m.number,
            "position": m.position,
        }
        for m in members
    )


def _accepted(result: IntakeResult) -> Iterator[Line]:
    picked = result.items.select(
        "row", "name", "doc_number", "address", "building", "room", "start", "kind"
    )
    return (
        {
            "row": row,
            "name": name,
            "number": people.mask_number(number) if number else "",
            "place": "".join(p for p in place if p),
            "start": start,
            "kind": kind,
        }
        for row, name, number, *place, start, kind in picked.iter_rows()
    )


def _problems(result: IntakeResult) -> Iterator[Line]:
    for cells in result.refused.iter_rows(named=True):
        columns = result.origins[cells["table"]].mapping.columns
        at = {f: str(columns[f][0]) for f in CORRECTABLE if columns.get(f)}
        yield {
            "row": cells["row"],
            "place": place_of(result, cells["row"]),
            "reason": cells["reason"],
            "cells": {f: cells[c] or "" for f, c in at.items() if c in cells},
        }


def _gone(result: IntakeResult, compared: Comparison) -> Iterator[Line]:
    """Everybody whom a row says to have left, known to work there or not."""
    known = {m.row: m.person_id for m in compared.gone}
    rows = result.items.filter(pl.col("kind").is_in(CLOSING))
    for row, name, end, number, position in rows.select(
        "row", "name", "end", "doc_number", "position"
    ).iter_rows():
        yield {
            "row": row,
            "person": known.get(row),
            "name": name,
            "since": end,
            "number": people.mask_number(number) if number else "",
            "position": position or "",
        }


def place_of(result: IntakeResult, row: int) -> str:
    """Where a row stands: its number, behind the name of its sheet where several were read together."""
    tables = [(t.sheet, t.header) for t in result.reading.tables]
    if len(tables) == len(set(tables)) and row < SHEET_ROWS:
        return str(row)
    sheet, number = row_place(row)
    read = [s.name for s in result.reading.sheets if s.read]
    return f"{read[sheet]} · {number}" if len(read) > 1 and sheet < len(read) else str(number)


def _columns(result: IntakeResult) -> list[Line]:
    """Every column of the header with what it was read as and its first filled cells."""
    field_of = {i: f for f, cs in result.mapping.columns.items() for i in cs}
    raw = [json.loads(r) for r in result.items["raw"].head(40).to_list() if r]
    why = {c.index: c for c in result.reading.tables[0].columns} if result.reading.tables else {}
    seen: dict[str, int] = {}
    lines: list[Line] = []
    for i, title in enumerate(result.mapping.titles):
        name, shown = field_of.get(i, ""), visible(title or "")
        if name in NEVER_KEPT:
            lines.append({"index": i, "title": shown, "field": name, "sure": 1.0, "examples": []})
            continue
        key = title or f"#{i + 1}"
        seen[key] = seen.get(key, 0) + 1
        key = key if seen[key] == 1 else f"{key} {seen[key]}"
        cells = [str(r[key]) for r in raw if r.get(key)]
        lines.append(
            {
                "index": i,
                "title": shown,
                "field": name,
                "examples": [visible(mask_text(c))[:40] for c in cells[:_EXAMPLES]],
                "sure": result.mapping.confidence.get(name, 0.0),
                "why": why[i].why if i in why else "empty",
                "hidden": i in why and why[i].hidden,
            }
        )
    return lines
