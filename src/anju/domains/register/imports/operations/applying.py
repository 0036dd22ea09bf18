"""A previewed file counts: read again piece by piece and taken in slice by slice, all in one transaction.

No frame ever holds the whole file, so that a million rows need no more memory than some ten thousand. A workbook is one
piece (its size is bounded when it is read); delimited text comes about 16 MB at a time.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.domains.register.declarations.data.kinds import JOB, kinds_on
from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.operations.file_forms import (
    FileForm,
    handler_of,
    kept_file,
)
from anju.domains.register.imports.data.imports import Applied, ImportView
from anju.domains.register.imports.operations import previews
from anju.domains.register.imports.operations.importing import ask_about_many, intake_of
from anju.domains.register.imports.operations.intake_slices import Report, Taken
from anju.domains.register.imports.operations.reading import counts, pieces
from anju.domains.register.imports.queries import file_of, fixes_of, view
from anju.domains.register.intake.operations import declare as intake
from anju.domains.register.intake.operations.leaving_jobs import as_items
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, Refused


def apply_import(
    batch_id: int,
    *,
    actor: Actor,
    at: datetime,
    left: Sequence[int] | None = None,
    many: bool = False,
    progress: Report | None = None,
) -> tuple[ImportView, Applied | None]:
    """Let a previewed file count, all of it in this one transaction. Applying it again changes nothing.

    `left`: those of the people missing from a roster who are confirmed to have left; None: those that `choose_leavers`
    remembers (nobody, unless somebody chose). `many`: more than a fifth of the employer's people may be among them
    (`many_leavers`); without it that is a `Conflict` `leavers_many`. `progress` hears how many rows are taken in, and
    of how many.
    """
    began = time.monotonic()
    with intake_of(batch_id, actor, "import.apply") as row:
        if row.state == "applied":
            return view(row), None
        if row.state not in ("previewed", "queued", "failed"):
            raise Conflict("import_not_applicable", state=row.state)
        if handler := handler_of(row.form):
            return _applied_by(handler, row, actor, at, progress or (lambda _done, _total: None))
        taken = Taken(row, actor, at, progress or (lambda _done, _total: None))
        for result, compared in pieces(row, file_of(row), at):
            taken.add(counts(result, compared), compared)
            taken.declare_all(result, compared)
        if not taken.figures.get("rows"):
            raise Refused("rows_missing", sheet=row.sheet)
        stands = people.all_canonical(row.leaving if left is None else left)
        leaving = sorted({p for p in stands.values() if p in taken.missing})
        if not many and row.state != "queued":  # who gave it to a job was asked then
            ask_about_many(len(leaving) + taken.figures.get("gone", 0), taken.figures)
        gone = _leavers(leaving, row, at)
        taken.declare(gone)
        taken.lists.close()
        row.refresh_from_db(fields=["made_homes"])
        row.counts = {
            **taken.figures,
            **taken.statuses,
            "new_homes": len(row.made_homes),
            "left_confirmed": gone.filter(
                pl.col("kind").is_in(tuple(kinds_on(JOB, opens=False)))
            ).height,
            "seconds": round(time.monotonic() - began, 3),
        }
        row.state, row.applied_at = "applied", at
        row.save()
        audit.record_write(
            actor,
            action="import.apply",
            subject_kind="batch",
            subject_id=row.id,
            at=at,
            detail={"items": taken.figures["accepted"], "left": gone.height},
        )
    return view(row), Applied(
        row.id, dict(taken.statuses), dict(taken.reasons), tuple(taken.outcomes)
    )


def _applied_by(
    handler: FileForm, row: Batch, actor: Actor, at: datetime, progress: Report
) -> tuple[ImportView, Applied]:
    """The same for a form of a domain above."""
    began = time.monotonic()
    file = kept_file(row, file_of(row), fixes_of(row))
    done = handler.apply(file, actor=actor, at=at, progress=progress)
    row.counts = {
        **row.counts,
        **done.counts,
        **done.statuses,
        "new_homes": 0,
        "seconds": round(time.monotonic() - began, 3),
    }
    row.state, row.applied_at = "applied", at
    row.save()
    previews.replace_lists(row.id, done.lists, whole=False)
    audit.record_write(
        actor,
        action="import.apply",
        subject_kind="batch",
        subject_id=row.id,
        at=at,
        detail={"items": sum(done.statuses.values())},
    )
    return view(row), Applied(row.id, done.statuses, done.reasons, ())


def _leavers(wanted: Sequence[int], row: Batch, at: datetime) -> pl.DataFrame:
    """Dismissals for confirmed leavers, by document, so that they go through the same intake as everything else."""
    if not wanted:
        return pl.DataFrame(schema=ITEM_SCHEMA)
    return intake.standard(
        as_items(wanted, employer_id=int(row.employer_id or 0), batch_id=row.id, end=local_date(at))
    )
