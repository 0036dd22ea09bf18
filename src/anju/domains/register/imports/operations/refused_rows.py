"""The refused rows of an import: masked, and in full for a stated purpose with a line in the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import chain

import polars as pl

from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.operations.batches import see_batch
from anju.domains.register.declarations.operations.file_forms import (
    ReturnedRows,
    handler_of,
    kept_file,
)
from anju.domains.register.imports.data.imports import PreviewPage
from anju.domains.register.imports.operations.importing import stored
from anju.domains.register.imports.operations.reading import pieces
from anju.domains.register.imports.queries import PROBLEM, file_of, fixes_of, preview_page
from anju.domains.register.imports.rules import IntakeResult, RefusedRows, refused_sheet
from anju.domains.register.imports.rules.refusals import BLOCK, WHY
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed
from anju.foundation.masks import mask_text

REVEAL = "person.reveal"


def problems_workbook(
    batch_id: int,
    *,
    sentence: Callable[[str], str],
    at: datetime,
    actor: Actor | None = None,
    purpose: str = "",
) -> bytes:
    """`refused_rows` as a file."""
    return refused_rows(batch_id, sentence=sentence, at=at, actor=actor, purpose=purpose).workbook()


def refused_rows(
    batch_id: int,
    *,
    sentence: Callable[[str], str],
    at: datetime,
    actor: Actor | None = None,
    purpose: str = "",
) -> RefusedRows:
    """The refused rows of an import as a sheet like the original, with a column saying why. A text file is read piece
    by piece, as the rows are written.

    That it left is recorded. Numbers and phones are masked; with a `purpose` of the `actor` they are in full, which is
    recorded besides. Raises as
    `reveal_refused`.
    """
    see_batch(batch_id)
    with as_intake_role():
        row = stored(batch_id)
        if actor is not None:
            audit.record_list(
                actor,
                action="import.problems",
                subject_kind="batch",
                subject_id=row.id,
                fields=("name",),
                at=at,
            )
        if purpose and actor is not None:
            _reveal(actor, row, purpose, at)
        if handler := handler_of(row.form):
            file = kept_file(row, file_of(row), fixes_of(row))
            return _returned_sheet(handler.returned(file, at=at), sentence, masked=not purpose)
        found = pieces(row, file_of(row), at, comparing=False)
        first = next(found)  # what is left to read asks the database nothing
    results = (result for result, _ in chain([first], found))
    return refused_sheet(results if purpose else map(_masked, results), sentence)


def _masked(result: IntakeResult) -> IntakeResult:
    masked = result.refused.with_columns(
        pl.Series(
            c,
            [mask_text(v) if v else v for v in result.refused[c].to_list()],
            dtype=pl.String,
        )
        for c, kind in result.refused.schema.items()
        if kind == pl.String and c != "reason"
    )
    return replace(result, refused=masked)


def _returned_sheet(
    returned: ReturnedRows, sentence: Callable[[str], str], *, masked: bool
) -> RefusedRows:
    """Refused rows of a form of a domain above."""
    rows = returned.rows
    cells = rows.drop("reason")
    if masked:
        cells = cells.with_columns(
            pl.Series(c, [mask_text(v) if v else v for v in cells[c].to_list()], pl.String)
            for c in cells.columns
        )
    why = pl.Series(WHY, [sentence(code) for code in rows["reason"].to_list()], dtype=pl.String)
    width = cells.width
    top: list[tuple[str | None, ...]] = [
        (*line[:width], *[None] * (width - len(line)), None) for line in returned.top
    ]
    if top:
        top[-1] = (*top[-1][:-1], "原因")
    return RefusedRows(returned.sheet, tuple(top), cells.with_columns(why).iter_slices(BLOCK))


def reveal_refused(
    batch_id: int, *, page: int, actor: Actor, purpose: str, at: datetime
) -> PreviewPage:
    """One page of the refused rows with numbers and phones in full, for a stated purpose; leaves a line in the trail.

    Whoever the list is of (its landlord or employer) may see it for a purpose of theirs, staff with
    ``person.reveal`` in its area. Raises `NotFound` for an import out of sight, `NotAllowed`
    `not_allowed`, `purpose_not_held`.
    """
    see_batch(batch_id)
    with as_intake_role():
        _reveal(actor, stored(batch_id), purpose, at)
    return preview_page(batch_id, PROBLEM, page=page, full=True)


def _reveal(actor: Actor, row: Batch, purpose: str, at: datetime) -> None:
    own = bool(row.party) and actor.may("import.run", party=row.party)
    needed = "import.run" if own else REVEAL
    if not own:
        actor.require(REVEAL, region=row.region or "0")
    held = {p for grant in actor.grants if needed in grant.permissions for p in grant.purposes}
    if actor.kind != "system" and purpose not in held:
        raise NotAllowed("purpose_not_held", purpose=purpose)
    audit.record_list(
        actor.for_purpose(purpose),
        action="import.reveal",
        subject_kind="batch",
        subject_id=row.id,
        fields=["document.number", "phone"],
        reveal=True,
        at=at,
    )
