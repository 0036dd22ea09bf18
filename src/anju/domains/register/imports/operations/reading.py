"""Reading a kept file: by the batch's own mapping, else a remembered one, else our judgement; against the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.declarations.models import Batch, SenderMapping
from anju.domains.register.declarations.operations.context import Run, Submitter
from anju.domains.register.declarations.operations.file_forms import (
    FileForm,
    handler_of,
    kept_file,
)
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.imports.data.imports import Comparison
from anju.domains.register.imports.operations import previews
from anju.domains.register.imports.operations.intake_slices import foresee
from anju.domains.register.imports.queries import compare, fixes_of, known_mapping
from anju.domains.register.imports.rules import As, IntakeResult, Mapping, iter_batches, read_batch
from anju.domains.register.intake.operations import declare as intake
from anju.domains.register.intake.operations import homes, processing
from anju.domains.register.reviews.operations.deciding import sender_of
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.frames import in_slices


def read(
    row: Batch, data: bytes, at: datetime, *, comparing: bool = True
) -> tuple[IntakeResult, Comparison | None]:
    """The rows of a batch's file and, for rosters, how they differ from the register. As the intake role only."""
    result = _parse(row, data, at, Mapping.from_json(row.mapping) if row.mapping else None)
    if row.mapping is None:
        corrected = known_mapping(row.source, row.form, result.mapping.fingerprint)
        if corrected is not None:
            result = _parse(row, data, at, Mapping.from_json(corrected))
    return result, _compared(row, result, at) if comparing else None


def pieces(
    row: Batch, data: bytes, at: datetime, *, comparing: bool = True
) -> Iterator[tuple[IntakeResult, Comparison | None]]:
    """The same in pieces, in flat memory, for a file that was read before (its mapping stands with the batch).

    A piece is compared when it comes, so whoever takes pieces in meanwhile changes nothing about those to come: nobody
    stands in a file twice. As the intake role only.
    """
    form: As = row.form  # type: ignore[assignment] # one of FORMS, checked when it was received
    if row.mapping is None:
        yield read(row, data, at, comparing=comparing)
        return
    for result in iter_batches(
        data,
        row.file_name,
        as_=form,
        known_areas=regions.known_areas(),
        today=local_date(at),
        ages=ages(local_date(at)),
        sheet=row.sheet or None,
        mapping=Mapping.from_json(row.mapping),
        fixes=fixes_of(row),
    ):
        yield result, _compared(row, result, at) if comparing else None


def _compared(row: Batch, result: IntakeResult, at: datetime) -> Comparison | None:
    if row.form != "employer-roster":
        return None
    run = Run(Submitter(Actor(kind="system"), sender_of(row), row.id or 0), at)
    items = (
        intake.standard(result.items.drop("raw"))
        .with_row_index("did")
        .with_columns(pl.col("did").cast(pl.Int64))
    )
    located = in_slices(items, lambda part: homes.locate(processing.with_employer(part, run), run))
    return compare(
        located,
        employer_id=int(row.employer_id or 0),
        as_of=local_date(at),
        refused=_refused_names(result),
    )


def _refused_names(result: IntakeResult) -> list[str]:
    """The names on rows that could not be taken, as they were written."""
    names: list[str] = []
    for table, origin in enumerate(result.origins):
        rows, at = result.refused.filter(pl.col("table") == table), origin.mapping.columns
        columns = [
            str(i)
            for f in ("surname", "given", "name")
            for i in at.get(f, ())
            if str(i) in rows.columns
        ]
        parts = (
            rows.select(pl.concat_str(columns, ignore_nulls=True)).to_series().to_list()
            if columns
            else []
        )
        names += [name for name in parts if name]
    return names


def read_into(row: Batch, data: bytes, actor: Actor, at: datetime) -> None:
    """Read, and keep figures and preview with the batch. A person's own choices are remembered for its titles."""
    if handler := handler_of(row.form):
        _read_by(handler, row, data, actor, at)
        return
    own = bool((row.mapping or {}).get("choices", {}).get("by_person"))
    result, compared = read(row, data, at)
    row.mapping = result.mapping.to_json()
    row.sheet = "" if sum(s.read for s in result.reading.sheets) > 1 else result.sheet
    if own:
        remember(row, at=at)
    foreseen, tried = foresee(row, result, compared, actor, at)
    row.counts = counts(result, compared) | {
        "reading": result.reading.to_json(),
        "sheet": result.sheet,
        "foreseen": foreseen,
    }
    row.state = "previewed"
    listed = {m.person_id for m in compared.left} if compared else set()
    row.leaving = [p for p in row.leaving if p in listed]
    row.save()
    previews.store_preview(row, result, compared, tried)


def _read_by(handler: FileForm, row: Batch, data: bytes, actor: Actor, at: datetime) -> None:
    """The same for a form of a domain above."""
    own = bool((row.mapping or {}).get("choices", {}).get("by_person"))
    found = handler.read(kept_file(row, data, fixes_of(row)), actor=actor, at=at)
    known = known_mapping(row.source, row.form, found.mapping["fingerprint"])
    if row.mapping is None and known is not None:
        row.mapping = known
        found = handler.read(kept_file(row, data, fixes_of(row)), actor=actor, at=at)
    row.mapping, row.counts = found.mapping, found.counts
    row.state = "previewed"
    if own:
        remember(row, at=at)
    row.save()
    previews.replace_lists(row.id, found.lists, whole=True)


def _parse(row: Batch, data: bytes, at: datetime, mapping: Mapping | None) -> IntakeResult:
    form: As = row.form  # type: ignore[assignment] # one of FORMS, checked when it was received
    return read_batch(
        data,
        row.file_name,
        as_=form,
        known_areas=regions.known_areas(),
        today=local_date(at),
        ages=ages(local_date(at)),
        sheet=row.sheet or None,
        mapping=mapping,
        fixes=fixes_of(row),
    )


def counts(result: IntakeResult, compared: Comparison | None) -> dict[str, Any]:
    """The figures of a reading, as they are kept and reported."""
    c = result.counts
    out: dict[str, Any] = {
        "rows": c.rows,
        "accepted": c.accepted,
        "rejected": c.rejected,
        "problems": c.problems,
        "warnings": c.warnings,
        "other_sheets": list(result.other_sheets),
        "sheets": list(result.sheets),
    }
    out["kinds"] = dict(sorted(result.items["kind"].value_counts().iter_rows()))
    if compared is not None:
        out.update(
            gone=len(compared.gone),
            unchanged=compared.unchanged,
            joined=len(compared.joined),
            left=len(compared.left),
            unclear=len(compared.unclear),
            present=compared.present,
            changed=len(compared.changed),
            doubtful=compared.doubtful,
            position_only=sum(set(d.fields) == {"position"} for d in compared.changed),
        )
    return out


def remember(row: Batch, *, at: datetime) -> None:
    """Keep the batch's corrected mapping for the sender's next file with the same titles (`seen_as`:
    those that were read before a person named another header)."""
    mapping = row.mapping or {}
    choices = {k: v for k, v in mapping.get("choices", {}).items() if k != "start"}
    if day := mapping.get("choices", {}).get("start"):
        choices["proposed_start"] = (
            day  # for a person to look at: the next file's newcomers came on another day
        )
    for mark in {mapping.get("fingerprint", ""), choices.get("seen_as", "")} - {""}:
        SenderMapping.objects.update_or_create(
            source=row.source,
            form=row.form,
            fingerprint=mark,
            defaults={"mapping": {**mapping, "choices": choices}, "at": at},
        )
