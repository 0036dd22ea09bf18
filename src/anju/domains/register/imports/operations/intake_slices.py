"""Rows of a read file on their way into the register, slice by slice: when it is applied, and when it is only
tried.

What applying an import would do, found by doing it and taking it back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import polars as pl
from django.db import transaction

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import (
    REFUSED,
    UNCHANGED,
    WAITING,
    Outcome,
)
from anju.domains.register.declarations.data.kinds import OPENING
from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.operations import batches
from anju.domains.register.imports.data.imports import FIRST_OUTCOMES, Comparison
from anju.domains.register.imports.operations.previews import OUTCOMES, OutcomeLists, place_of
from anju.domains.register.imports.rules import IntakeResult
from anju.domains.register.intake.operations import declare as intake
from anju.domains.register.reviews.operations.deciding import sender_of
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError
from anju.foundation.frames import SLICE

ADDED = (
    "rows",
    "accepted",
    "rejected",
    "unchanged",
    "joined",
    "changed",
    "doubtful",
    "position_only",
    "gone",
)
"""Figures of pieces that add up; who has left is known only after the last."""
Report = Callable[[int, int], None]


class Line(NamedTuple):
    """A row that does not change the register, and why (`code`)."""

    row: int
    name: str | None
    number: str | None
    code: str
    person: int | None = None


class Taken:
    """What has been taken in so far."""

    def __init__(
        self, row: Batch, actor: Actor, at: datetime, progress: Report, *, trial: bool = False
    ) -> None:
        self.row, self.actor, self.at, self.progress = row, actor, at, progress
        self.trial = trial
        self.total = int(row.counts.get("accepted", 0))
        self.growth = batches.Growth()
        self.figures: dict[str, Any] = {}
        self.statuses: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.outcomes: list[Outcome] = []
        self.lists = OutcomeLists(row.id)
        self._absent: set[int] | None = None
        self._named: set[int] = set()

    def add(self, figures: dict[str, Any], compared: Comparison | None) -> None:
        """The figures of one more piece. Missing from the roster is who is missing from every piece."""
        if not self.figures:
            self.figures = {
                **figures,
                "sheets": figures["sheets"] or self.row.counts.get("sheets", []),
            }
        else:
            for name in ADDED:
                if name in figures:
                    self.figures[name] += figures[name]
            for name in ("problems", "warnings", "kinds"):
                self.figures[name] = dict(
                    sorted((Counter(self.figures[name]) + Counter(figures[name])).items())
                )
        if compared is not None:
            named = {m.person_id for m in compared.unclear if m.person_id}
            absent = {m.person_id for m in compared.left if m.person_id} | named
            self._named |= named
            self._absent = absent if self._absent is None else self._absent & absent
            self.figures["left"], self.figures["unclear"] = (
                len(self.missing),
                len(self._absent & self._named),
            )

    @property
    def missing(self) -> set[int]:
        """Those known to work there whom no row names, not even a refused one."""
        return (self._absent or set()) - self._named

    def declare_all(self, result: IntakeResult, compared: Comparison | None) -> None:
        """Take in what a piece accepted. Newcomers without a first day are refused
        (`first_day_missing`): nobody knows it, and today is not it."""
        items = result.items
        held = _without_first_day(items, compared)
        if held.height:
            items = items.filter(~pl.col("row").is_in(held["row"].implode()))
            self.statuses[REFUSED] += held.height
            self.reasons["first_day_missing"] += held.height
            for row, name, number in held.select("row", "name", "doc_number").iter_rows():
                self._list(result, REFUSED, Line(row, name, number, "first_day_missing"))
        for part in items.iter_slices(SLICE):
            self.declare(_keyed(part, self.row.id), result)

    def _list(self, result: IntakeResult, status: str, line: Line) -> None:
        self.lists.add(
            status,
            {
                "row": line.row,
                "place": place_of(result, line.row),
                "name": line.name,
                "number": people.mask_number(line.number) if line.number else "",
                "code": line.code,
                "person": line.person,
            },
        )

    def declare(self, items: pl.DataFrame, result: IntakeResult | None = None) -> None:
        """Take a slice in at intake. `result`: what its rows were read from; leavers by silence have none."""
        if items.height == 0:
            return
        receipt = intake.declare(
            items,
            sender=sender_of(self.row),
            actor=self.actor,
            at=self.at,
            batch_key=self.row.key,
            batch_id=self.row.id,
            new_homes=True,
            checked=True,
            first=True,
        )
        self.statuses.update(receipt.counts)
        self.reasons.update(o.reason for o in receipt.outcomes if o.reason)
        self.outcomes += receipt.outcomes[: FIRST_OUTCOMES - len(self.outcomes)]
        if result is not None:
            self._list_outcomes(result, items, receipt.outcomes)
        self.growth.entered += items.height
        if (done := self.growth.entered) < self.total:
            self.growth.refresh_statistics()
        self.progress(min(done, self.total), self.total)

    def _list_outcomes(
        self, result: IntakeResult, items: pl.DataFrame, outcomes: Sequence[Outcome]
    ) -> None:
        listed = OUTCOMES if self.trial else (REFUSED, WAITING)
        found = [o for o in outcomes if o.status in listed]
        if not found:
            return
        persons = {k: (n, d) for k, n, d in items.select("key", "name", "doc_number").iter_rows()}
        for o in found:
            person = (
                o.person_id if o.status == UNCHANGED else None
            )  # of others it would say who is meant
            self._list(result, o.status, Line(o.row, *persons[o.key], o.reason, person))


def _without_first_day(items: pl.DataFrame, compared: Comparison | None) -> pl.DataFrame:
    """Rows that would begin something on a day nobody said. Who works there already needs none."""
    begins = items.filter(pl.col("kind").is_in(OPENING) & pl.col("start").is_null())
    if compared is None or not begins.height:
        return begins
    return begins.filter(pl.col("row").is_in([m.row for m in compared.joined]))


def _keyed(items: pl.DataFrame, batch_id: int) -> pl.DataFrame:
    return intake.standard(
        items.with_columns(pl.format("{}:{}", pl.lit(batch_id), pl.col("row")).alias("key"))
    )


MOST = 2_000
"""Rows up to which it is tried while reading; a larger file would be taken in twice. The preview says so."""
_DONE = """
    SELECT kind, count(*) FROM register_declaration WHERE batch_id = %s AND status = 'applied' GROUP
    BY kind ORDER BY kind
"""


class _TakenBack(Exception):  # noqa: N818 - nothing went wrong
    """Ends the trial."""


def foresee(
    row: Batch, result: IntakeResult, compared: Comparison | None, actor: Actor, at: datetime
) -> tuple[dict[str, Any], OutcomeLists | None]:
    """{"statuses": …, "reasons": …, "kinds": …, "new_homes": …} as applying would answer now, leavers by silence aside,
    and the rows that would not simply be entered (None where it was not tried).
    `kinds`: rows entered by what they declare (hire, dismiss …). {"unforeseen": why}: `many_rows` (`most`) for a large
    file, or the code of what would stop the actor."""
    if result.items.height > MOST:
        return {"unforeseen": "many_rows", "most": MOST}, None
    taken = Taken(row, actor, at, lambda _done, _total: None, trial=True)
    made = list(row.made_homes)
    found: dict[str, Any] = {}
    try:
        with transaction.atomic():
            taken.declare_all(result, compared)
            row.refresh_from_db(fields=["made_homes"])
            found = {
                "statuses": dict(taken.statuses),
                "reasons": dict(sorted(taken.reasons.items())),
                "kinds": entered(row.id),
                "new_homes": len(row.made_homes),
            }
            raise _TakenBack
    except _TakenBack:
        row.made_homes = made
    except AnjuError as error:
        row.made_homes = made
        return {"unforeseen": error.code}, None
    return found, taken.lists


def entered(batch_id: int) -> dict[str, int]:
    """Rows of a batch that were entered, by what they declare."""
    return dict(rows(_DONE, [batch_id]))
