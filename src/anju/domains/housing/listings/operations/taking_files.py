"""Files of agencies and landlords, taken in by the batches of the register: previewed, applied, undone.

Preview and applying go the same way over the same rows; applying alone writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.housing.listings.data.offers import HELD, RETURNED, SAME, TAKEN, Judged
from anju.domains.housing.listings.operations import storing
from anju.domains.housing.listings.operations.storing import OPENED_EVENT, Origin
from anju.domains.housing.listings.queries.judging import Before, judge
from anju.domains.housing.listings.queries.placing import placed
from anju.domains.housing.listings.rules import account
from anju.domains.housing.listings.rules.amounts import unit_of_title
from anju.domains.housing.listings.rules.rows import corrected, read_offers
from anju.domains.housing.listings.rules.tables import Decided, Table, Tables, tables_of
from anju.domains.register import api as register
from anju.domains.register.api import FormApplied, FormReading, KeptFile, ReturnedRows
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.events import api as events
from anju.foundation.frames import SLICE
from anju.foundation.sheets import read_cells

FORM = "rental-listings"
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some judged rows of a table, with their cells by field."""

    table: Table
    cells: pl.DataFrame
    judged: list[Judged]


class VacancyFiles:
    """How files of vacancies are taken in."""

    def read(self, file: KeptFile, *, actor: Actor, at: datetime) -> FormReading:
        """Read it and say what would become of each row. Raises `Refused` for what is no list of vacancies."""
        tables = _tables(file)
        tally, lists = account.Tally(), _Lists(tables)
        for piece in _judged(tables, file, at):
            tally.add(piece.judged)
            lists.add(piece)
        counts = tally.counts() | {
            "sheets": list(tables.names),
            "sheet": tables.tables[0].sheet.name,
            "other_sheets": [],
            "reading": account.reading_of(tables),
            "foreseen": _foreseen(tally),
        }
        lists.lines["column"] = account.column_lines(tables.tables[0])
        sheet = tables.tables[0].sheet.name if len(tables.tables) == 1 else ""
        return FormReading(counts, account.mapping_of(tables, file.mapping), sheet, lists.lines)

    def apply(
        self, file: KeptFile, *, actor: Actor, at: datetime, progress: register.ProgressReport
    ) -> FormApplied:
        """Write what is taken and what is doubtful, slice by slice in the transaction under way."""
        tables = _tables(file)
        rows(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"listings:{file.sender.source}"],
        )
        tally, lists = account.Tally(), _Lists(tables)
        sender = file.sender
        origin = Origin(sender.source, sender.party, file.batch_id, actor.user_id, actor.label, at)
        done, total = 0, sum(t.rows.height for t in tables.tables)
        for piece in _judged(tables, file, at):
            tally.add(piece.judged)
            lists.add(piece)
            storing.store(piece.judged, origin)
            done += len(piece.judged)
            progress(done, total)
        events.emit(OPENED_EVENT, {"batch": file.batch_id}, at=at)
        kept = {name: lists.lines[name] for name in ("waiting", "unchanged")}
        statuses = {k: v for k, v in tally.outcomes().items() if k != RETURNED}
        counts = tally.counts()
        return FormApplied(counts, statuses | {"refused": 0}, dict(tally.reasons), kept)

    def undo(self, batch_id: int, *, actor: Actor, at: datetime) -> int:
        """Let the vacancies read as without the file."""
        count = storing.take_back(batch_id, at=at)
        audit.record_write(
            actor,
            action="housing.listings_undone",
            subject_kind="batch",
            subject_id=batch_id,
            at=at,
            detail={"listings": count},
        )
        return count

    def returned(self, file: KeptFile, *, at: datetime) -> ReturnedRows:
        """The refused rows as they stood in the sheet."""
        tables = _tables(file)
        parts = []
        for piece in _judged(tables, file, at):
            why = {j.placed.offer.row: j.reason for j in piece.judged if j.status == RETURNED}
            raw = piece.table.raw.filter(pl.col("row").is_in(list(why)))
            if raw.height:
                reason = pl.Series("reason", [why[r] for r in raw["row"].to_list()], pl.String)
                parts.append(raw.drop("row").insert_column(0, reason))
        first = tables.tables[0]
        empty = first.raw.clear().drop("row").insert_column(0, pl.Series("reason", [], pl.String))
        found = pl.concat(parts, how="diagonal") if parts else empty
        return ReturnedRows(first.sheet.name, (first.header.titles,), found)


def _tables(file: KeptFile) -> Tables:
    """The file read in the guarded process, and its tables by what was decided of them."""
    book = read_cells(file.data, file.file_name, sheet=file.sheet or None)
    choices = file.mapping.get("choices", {})
    by_person = bool(choices.get("by_person"))
    header_row = choices.get("header_row")
    decided = Decided(
        account.known_fields(file.mapping.get("columns", {})) if by_person else {},
        int(header_row) if header_row else None,
        tuple(k for k in ("hidden", "struck") if choices.get(f"{k}_rows") == "skip"),
    )
    return tables_of(book, decided)


def _judged(tables: Tables, file: KeptFile, at: datetime) -> Iterator[_Piece]:
    """The rows of all tables with their outcome, some at a time."""
    before, today = Before(), local_date(at)
    for table in tables.tables:
        rent = table.header.columns.get("rent")
        unit = unit_of_title(table.header.titles[rent] if rent is not None else "")
        damaged = [n + 1 + table.offset for n in table.sheet.marks.damaged]
        for part in table.rows.iter_slices(SLICE):
            cells = corrected(part, {r: dict(t) for r, t in file.fixes.items()})
            offers = read_offers(
                cells,
                unit=unit,
                damaged=damaged,
                today=today,
                day=lambda text: _day(text, today),
            )
            found = placed(offers, region=file.sender.region, party=file.sender.party)
            yield _Piece(table, cells, judge(found, source=file.sender.source, before=before))


def _day(text: str, today: date) -> date | None:
    return register.read_day(text, today=today)


def _foreseen(tally: account.Tally) -> dict[str, Any]:
    statuses = {k: v for k, v in tally.outcomes().items() if k != RETURNED and v}
    return {
        "statuses": statuses,
        "reasons": dict(sorted(tally.reasons.items())),
        "kinds": {},
        "new_homes": 0,
    }


class _Lists:
    """The lists of a preview, filled piece by piece."""

    def __init__(self, tables: Tables) -> None:
        self.names = [t.sheet.name for t in tables.tables]
        self.lines: dict[str, list[Line]] = {
            name: [] for name in ("problem", "accepted", "waiting", "unchanged", "warned")
        }

    def add(self, piece: _Piece) -> None:
        """The rows of a piece, each in the list of its outcome; remarks besides."""
        for one, cells in zip(piece.judged, piece.cells.iter_rows(named=True), strict=True):
            if one.status == RETURNED:
                self.lines["problem"].append(account.problem_line(one, cells, self.names))
                continue
            if one.status == TAKEN:
                self.lines["accepted"].append(account.accepted_line(one, self.names))
            elif one.status in (HELD, SAME):
                name = "waiting" if one.status == HELD else "unchanged"
                self.lines[name].append(account.line(one, self.names))
            self.lines["warned"] += self._remarks(one)

    def _remarks(self, one: Judged) -> Sequence[Line]:
        row = one.placed.offer.row
        place = account.place_of(row, self.names)
        codes = (*one.placed.offer.doubts, *one.placed.offer.notes)
        return [{"row": row, "place": place, "code": code} for code in codes]
