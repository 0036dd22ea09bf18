"""Files at the door: received, read, compared, applied in one transaction, taken back."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from anju.domains.regions import api as regions
from anju.domains.register.data import ITEM_SCHEMA, Receipt, Sender
from anju.domains.register.data.imports import FORMS, Comparison, ImportView
from anju.domains.register.models import Batch
from anju.domains.register.operations import declare as door
from anju.domains.register.operations import homes, settle
from anju.domains.register.operations.context import Run
from anju.domains.register.operations.deciding import sender_of
from anju.domains.register.operations.mappings import remember
from anju.domains.register.queries.compare import compare
from anju.domains.register.queries.imports import file_of, fixes_of, view
from anju.domains.register.queries.leavers import as_items
from anju.domains.register.queries.mappings import known_mapping
from anju.domains.register.rules.intake import As, IntakeResult, Mapping, read_batch, refused_workbook
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt
from anju.foundation.crypto.blobs import encrypt_bytes
from anju.foundation.db.scope import at_the_door
from anju.foundation.errors import Conflict, NotFound, Refused

MOST_BYTES = 200 * 1024 * 1024


def receive(data: bytes, file_name: str, *, form: str, sender: Sender, actor: Actor, at: datetime,
            sheet: str = "") -> ImportView:
    """Keep a file (encrypted) and read it for a preview. The register does not change.

    Raises `Refused` for what cannot be read (`file_unreadable`, `header_missing`, `column_missing` …).
    """
    actor.require("import.run")
    if form not in FORMS:
        raise Refused("form_unknown", form=form, forms=", ".join(FORMS))
    if form == "employer-roster" and sender.employer_id is None:
        raise Refused("employer_missing")
    if len(data) > MOST_BYTES:
        raise Refused("file_too_large", megabytes=MOST_BYTES // 1024 // 1024)
    digest = hashlib.sha256(data).hexdigest()
    with at_the_door():
        turn = Batch.objects.filter(source=sender.source, key__startswith=f"file:{digest[:24]}:{form}:").count()
        row = Batch(
            source=sender.source, key=f"file:{digest[:24]}:{form}:{turn}", channel=sender.channel, label=sender.label,
            form=form, region=sender.region, party=sender.party, employer_id=sender.employer_id, by_user=actor.user_id,
            by_label=actor.label, file_name=file_name[-200:], sheet=sheet, created_at=at,
            file_cipher=encrypt_bytes(data, "batch.file"))
        result, compared = _read(row, data, at)
        row.sheet, row.mapping = result.sheet, result.mapping.to_json()
        row.counts = _counts(result, compared)
        row.save()
        audit.record_write(actor, action="import.receive", subject_kind="batch", subject_id=row.id, at=at,
                           detail={"form": form, "rows": result.counts.rows})
    return view(row)


def preview(batch_id: int, *, at: datetime) -> tuple[ImportView, IntakeResult, Comparison | None]:
    """Read a received file again, with today's register: the view, the reading, the comparison (rosters)."""
    with at_the_door():
        row = _row(batch_id)
        result, compared = _read(row, file_of(row), at)
    return view(row), result, compared


def mend(batch_id: int, *, actor: Actor, at: datetime, fixes: dict[int, dict[str, str]] | None = None,
         columns: dict[str, list[int]] | None = None, sheet: str | None = None) -> ImportView:
    """Correct cells of refused rows (`fixes`: row → field → text) or the column mapping, and read anew.

    A corrected mapping is remembered for this sender. Raises `Conflict` once the import is applied.
    """
    actor.require("import.run")
    with at_the_door():
        row = _row(batch_id, lock=True)
        if row.state not in ("previewed", "failed"):
            raise Conflict("import_applied_already")
        if fixes:
            known = fixes_of(row)
            for number, texts in fixes.items():
                known.setdefault(str(number), {}).update(texts)
            row.fixes_cipher = encrypt(json.dumps(known, ensure_ascii=False), "batch.fixes")
        if sheet is not None:
            row.sheet, row.mapping = sheet, None
        if columns is not None:
            row.mapping = Mapping.from_json({**(row.mapping or {}), "columns": columns}).to_json()
            remember(row, at=at)
        result, compared = _read(row, file_of(row), at)
        row.sheet, row.mapping, row.counts = result.sheet, result.mapping.to_json(), _counts(result, compared)
        row.save()
    return view(row)


def apply_import(batch_id: int, *, actor: Actor, at: datetime, left: Sequence[int] | None = None,
                 progress: Callable[[int, int], None] | None = None) -> tuple[ImportView, Receipt | None]:
    """Let a previewed file count, all of it in this one transaction. Applying it again changes nothing.

    `left`: those of the people missing from a roster who are confirmed to have left; None: nobody.
    """
    actor.require("import.apply")
    began = time.monotonic()
    with at_the_door():
        row = _row(batch_id, lock=True)
        if row.state == "applied":
            return view(row), None
        if row.state not in ("previewed", "queued", "failed"):
            raise Conflict("import_not_applicable", state=row.state)
        result, compared = _read(row, file_of(row), at)
        items = _keyed(result.items, row.id)
        gone = _leavers(compared, left or (), row, at)
        receipt = door.declare(pl.concat([items, gone]), sender=sender_of(row), actor=actor, at=at,
                               batch_key=row.key, batch_id=row.id, new_homes=True, checked=True)
        if progress:
            progress(items.height, items.height)
        row.refresh_from_db(fields=["made_homes"])
        row.counts = {**_counts(result, compared), **receipt.counts, "new_homes": len(row.made_homes),
                      "left_confirmed": gone.height, "seconds": round(time.monotonic() - began, 3)}
        row.state, row.applied_at = "applied", at
        row.save()
        audit.record_write(actor, action="import.apply", subject_kind="batch", subject_id=row.id, at=at,
                           detail={"items": items.height, "left": gone.height})
    return view(row), receipt


def problems_workbook(batch_id: int, *, sentence: Callable[[str], str], at: datetime) -> bytes:
    """The refused rows of an import as a spreadsheet like the original, with a column saying why."""
    with at_the_door():
        row = _row(batch_id)
        result, _ = _read(row, file_of(row), at, comparing=False)
    return refused_workbook(result, sentence)


def _row(batch_id: int, *, lock: bool = False) -> Batch:
    query = Batch.objects.select_for_update() if lock else Batch.objects.all()
    row = query.filter(id=batch_id).first()
    if row is None or row.file_cipher is None:
        raise NotFound("import_unknown", id=batch_id)
    return row


def _read(row: Batch, data: bytes, at: datetime, *, comparing: bool = True) -> tuple[IntakeResult, Comparison | None]:
    """Read by the batch's own mapping, else by one this sender corrected before, else by our own judgement."""
    result = _parse(row, data, at, Mapping.from_json(row.mapping) if row.mapping else None)
    if row.mapping is None:
        corrected = known_mapping(row.source, row.form, result.mapping.fingerprint)
        if corrected is not None:
            result = _parse(row, data, at, Mapping.from_json(corrected))
    if row.form != "employer-roster" or not comparing:
        return result, None
    run = Run(actor=Actor(kind="system"), sender=sender_of(row), at=at, batch_id=row.id or 0)
    items = door.standard(result.items).with_row_index("did").with_columns(pl.col("did").cast(pl.Int64))
    located = homes.locate(settle.with_employer(items, run), run)
    return result, compare(located, employer_id=int(row.employer_id or 0), as_of=local_date(at))


def _parse(row: Batch, data: bytes, at: datetime, mapping: Mapping | None) -> IntakeResult:
    form: As = row.form  # type: ignore[assignment] # one of FORMS, checked when it was received
    return read_batch(data, row.file_name, as_=form, known_areas=regions.known_areas(), today=local_date(at),
                      sheet=row.sheet or None, mapping=mapping, fixes=fixes_of(row))


def _counts(result: IntakeResult, compared: Comparison | None) -> dict[str, Any]:
    c = result.counts
    counts: dict[str, Any] = {"rows": c.rows, "accepted": c.accepted, "rejected": c.rejected, "problems": c.problems,
                              "warnings": c.warnings, "other_sheets": list(result.other_sheets)}
    if compared is not None:
        counts.update(unchanged=compared.unchanged, joined=len(compared.joined), left=len(compared.left),
                      changed=len(compared.changed), doubtful=compared.doubtful)
    return counts


def _keyed(items: pl.DataFrame, batch_id: int) -> pl.DataFrame:
    return door.standard(items.with_columns(pl.format("{}:{}", pl.lit(batch_id), pl.col("row")).alias("key")))


def _leavers(compared: Comparison | None, left: Sequence[int], row: Batch, at: datetime) -> pl.DataFrame:
    """Dismissals for confirmed leavers, by document, so that they pass the same door as everything else."""
    proposed = {m.person_id for m in compared.left if m.person_id} if compared else set()
    wanted = [p for p in left if p in proposed]
    if not wanted:
        return pl.DataFrame(schema=ITEM_SCHEMA)
    return door.standard(as_items(wanted, employer_id=int(row.employer_id or 0), batch_id=row.id,
                                  end=local_date(at)))
