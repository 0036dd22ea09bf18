"""A previewed file counts: read again piece by piece and taken in slice by slice, all in one transaction.

No frame ever holds the whole file, so that a million rows need no more memory than some ten thousand. A workbook is one
piece (its size is bounded when it is read); delimited text comes about 16 MB at a time.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.data import ITEM_SCHEMA, Outcome
from anju.domains.register.data.imports import FIRST_OUTCOMES, Applied, Comparison, ImportView
from anju.domains.register.models import Batch
from anju.domains.register.operations import batches
from anju.domains.register.operations import declare as door
from anju.domains.register.operations.deciding import sender_of
from anju.domains.register.operations.importing import ask_about_many, at_the_door_of
from anju.domains.register.operations.reading import counts, pieces
from anju.domains.register.queries.imports import file_of, view
from anju.domains.register.queries.leavers import as_items
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, Refused

SLICE = 20_000
"""Rows taken in between two words about the progress."""
ADDED = ("rows", "accepted", "rejected", "unchanged", "joined", "changed", "doubtful", "position_only")
"""Figures of pieces that add up; who has left is known only after the last."""
Tell = Callable[[int, int], None]


def apply_import(batch_id: int, *, actor: Actor, at: datetime, left: Sequence[int] | None = None,
                 many: bool = False, progress: Tell | None = None) -> tuple[ImportView, Applied | None]:
    """Let a previewed file count, all of it in this one transaction. Applying it again changes nothing.

    `left`: those of the people missing from a roster who are confirmed to have left; None: those that `choose_leavers`
    remembers (nobody, unless somebody chose). `many`: more than a fifth of the employer's people may be among them
    (`many_leavers`); without it that is a `Conflict` `leavers_many`. `progress` hears how many rows are taken in, and
    of how many.
    """
    began = time.monotonic()
    with at_the_door_of(batch_id, actor, "import.apply") as row:
        if row.state == "applied":
            return view(row), None
        if row.state not in ("previewed", "queued", "failed"):
            raise Conflict("import_not_applicable", state=row.state)
        taken = _Taken(row, actor, at, progress or (lambda _done, _total: None))
        for result, compared in pieces(row, file_of(row), at):
            taken.add(counts(result, compared), compared)
            for items in result.items.iter_slices(SLICE):
                taken.declare(_keyed(items, row.id))
        if not taken.figures.get("rows"):
            raise Refused("rows_missing", sheet=row.sheet)
        stands = people.all_canonical(row.leaving if left is None else left)
        leaving = sorted({p for p in stands.values() if p in taken.missing})
        if not many and row.state != "queued":  # who gave it to a job was asked then
            ask_about_many(len(leaving), taken.figures)
        gone = _leavers(leaving, row, at)
        taken.declare(gone)
        row.refresh_from_db(fields=["made_homes"])
        row.counts = {**taken.figures, **taken.statuses, "new_homes": len(row.made_homes),
                      "left_confirmed": gone.filter(pl.col("kind") == "dismiss").height,
                      "seconds": round(time.monotonic() - began, 3)}
        row.state, row.applied_at = "applied", at
        row.save()
        audit.record_write(actor, action="import.apply", subject_kind="batch", subject_id=row.id, at=at,
                           detail={"items": taken.figures["accepted"], "left": gone.height})
    return view(row), Applied(row.id, dict(taken.statuses), dict(taken.reasons), tuple(taken.outcomes))


class _Taken:
    """What has been taken in so far."""

    def __init__(self, row: Batch, actor: Actor, at: datetime, progress: Tell) -> None:
        self.row, self.actor, self.at, self.progress = row, actor, at, progress
        self.total = int(row.counts.get("accepted", 0))
        self.growth = batches.Growth()
        self.figures: dict[str, Any] = {}
        self.statuses: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.outcomes: list[Outcome] = []
        self._absent: set[int] | None = None
        self._named: set[int] = set()

    def add(self, figures: dict[str, Any], compared: Comparison | None) -> None:
        """The figures of one more piece. Missing from the roster is who is missing from every piece."""
        if not self.figures:
            self.figures = {**figures, "sheets": figures["sheets"] or self.row.counts.get("sheets", [])}
        else:
            for name in ADDED:
                if name in figures:
                    self.figures[name] += figures[name]
            for name in ("problems", "warnings"):
                self.figures[name] = dict(sorted((Counter(self.figures[name]) + Counter(figures[name])).items()))
        if compared is not None:
            named = {m.person_id for m in compared.unclear if m.person_id}
            absent = {m.person_id for m in compared.left if m.person_id} | named
            self._named |= named
            self._absent = absent if self._absent is None else self._absent & absent
            self.figures["left"], self.figures["unclear"] = len(self.missing), len(self._absent & self._named)

    @property
    def missing(self) -> set[int]:
        """Those known to work there whom no row names, not even a refused one."""
        return (self._absent or set()) - self._named

    def declare(self, items: pl.DataFrame) -> None:
        """Take a slice in at the one door."""
        if items.height == 0:
            return
        receipt = door.declare(items, sender=sender_of(self.row), actor=self.actor, at=self.at, batch_key=self.row.key,
                               batch_id=self.row.id, new_homes=True, checked=True, first=True)
        self.statuses.update(receipt.counts)
        self.reasons.update(o.reason for o in receipt.outcomes if o.reason)
        self.outcomes += receipt.outcomes[: FIRST_OUTCOMES - len(self.outcomes)]
        self.growth.entered += items.height
        if (done := self.growth.entered) < self.total:
            self.growth.tell()
        self.progress(min(done, self.total), self.total)


def _keyed(items: pl.DataFrame, batch_id: int) -> pl.DataFrame:
    return door.standard(items.with_columns(pl.format("{}:{}", pl.lit(batch_id), pl.col("row")).alias("key")))


def _leavers(wanted: Sequence[int], row: Batch, at: datetime) -> pl.DataFrame:
    """Dismissals for confirmed leavers, by document, so that they pass the same door as everything else."""
    if not wanted:
        return pl.DataFrame(schema=ITEM_SCHEMA)
    return door.standard(as_items(wanted, employer_id=int(row.employer_id or 0), batch_id=row.id,
                                  end=local_date(at)))
