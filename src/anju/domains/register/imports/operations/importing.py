"""Import files: stored, read, corrected. `applying` applies them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from anju.domains.register.declarations.data.declarations import Sender
from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.operations.batches import may_handle, may_send, see_batch
from anju.domains.register.declarations.operations.file_forms import file_forms, handler_of
from anju.domains.register.imports.data.imports import Comparison, ImportView, many_leavers
from anju.domains.register.imports.data.reading import CHOICES
from anju.domains.register.imports.operations.reading import read, read_into
from anju.domains.register.imports.queries import FILE, FIXES, file_of, fixes_of, view
from anju.domains.register.imports.rules import IntakeResult, Mapping
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.characters import visible
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.crypto.blobs import encrypt_bytes
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids, rows, run
from anju.foundation.errors import Conflict, NotFound, Refused

MOST_BYTES = 64 * 1024 * 1024
"""Of one file. The process that takes it in holds it up to five times (as sent, encrypted, on its way to the database,
whose library doubles its buffer). A workbook of 200,000 workers has about 26 MB."""
OPEN = ("reading", "previewed", "failed")
"""States in which an import may still be corrected."""
UNDER_WAY = ("reading", "queued")
"""States in which a job has it."""


def take_file(
    data: bytes,
    file_name: str,
    *,
    form: str,
    sender: Sender,
    actor: Actor,
    at: datetime,
    sheet: str = "",
) -> ImportView:
    """Keep a file (encrypted) without reading it yet: `read_import` does, here or in a job. One file
    sent several times in the same moment is kept one after the other, each as an import of its own.

    Raises `NotAllowed` when the actor may not send for this sender or region, `Refused` `form_unknown`,
    `employer_missing`, `file_empty`, `upload_too_large`.
    """
    actor.require("import.run")
    if form not in file_forms():
        raise Refused("form_unknown", form=form, forms=", ".join(file_forms()))
    if form == "employer-roster" and sender.employer_id is None:
        raise Refused("employer_missing")
    if not data:
        raise Refused("file_empty", filename=file_name)
    if len(data) > MOST_BYTES:
        raise Refused("upload_too_large", megabytes=MOST_BYTES >> 20)
    may_send(actor, sender)
    digest = hashlib.sha256(data).hexdigest()
    with as_intake_role():
        await_same_file(data)
        turn = Batch.objects.filter(
            source=sender.source, key__startswith=f"file:{digest[:24]}:{form}:"
        ).count()
        (number,) = next_ids("register_batch", 1)
        row = Batch.objects.create(
            id=number,
            source=sender.source,
            key=f"file:{digest[:24]}:{form}:{turn}",
            channel=sender.channel,
            label=sender.label,
            form=form,
            region=sender.region,
            party=sender.party,
            employer_id=sender.employer_id,
            by_user=actor.user_id,
            by_label=actor.label,
            file_name=_named(file_name),
            sheet=visible(sheet),
            created_at=at,
            state="reading",
        )
        run(
            "UPDATE register_batch SET file_cipher = %s WHERE id = %s",
            [encrypt_bytes(data, FILE, row=row_of(number)), number],
        )
        audit.record_write(
            actor,
            action="import.receive",
            subject_kind="batch",
            subject_id=row.id,
            at=at,
            detail={"form": form, "bytes": len(data)},
        )
    return view(row)


def await_same_file(data: bytes) -> None:
    """Wait until no other transaction is taking in this very file; from here to the end of this one,
    others wait for it."""
    rows(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
        [f"import:{hashlib.sha256(data).hexdigest()}"],
    )


def receive(
    data: bytes,
    file_name: str,
    *,
    form: str,
    sender: Sender,
    actor: Actor,
    at: datetime,
    sheet: str = "",
) -> ImportView:
    """Keep a file and read it for a preview. The register does not change.

    Raises what `take_file` raises, and `Refused` for what cannot be read (`file_unreadable`, `header_missing` …).
    """
    kept = take_file(data, file_name, form=form, sender=sender, actor=actor, at=at, sheet=sheet)
    return read_import(kept.id, actor=actor, at=at)


def read_import(batch_id: int, *, actor: Actor, at: datetime) -> ImportView:
    """Read a kept file for its preview. Raises `Refused` for what cannot be read, `Conflict` once it counts."""
    with intake_of(batch_id, actor, "import.run") as row:
        _still_open(row)
        read_into(row, file_of(row), actor, at)
    return view(row)


def preview(batch_id: int, *, at: datetime) -> tuple[ImportView, IntakeResult, Comparison | None]:
    """Read a received file again, with today's register: the view, the reading, the comparison (rosters).

    Pages use `preview_page`, which reads nothing again. Raises `NotFound` for an import out of sight, `Conflict`
    `import_not_of_people` for a list of something else.
    """
    see_batch(batch_id)
    with as_intake_role():
        row = stored(batch_id)
        if handler_of(row.form):
            raise Conflict("import_not_of_people", form=row.form)
        result, compared = read(row, file_of(row), at)
    return view(row), result, compared


def correct_rows(
    batch_id: int,
    *,
    actor: Actor,
    at: datetime,
    fixes: dict[int, dict[str, str]] | None = None,
    columns: dict[str, list[int]] | None = None,
    table: str = "",
    sheet: str | None = None,
    choices: dict[str, Any] | None = None,
    later: bool = False,
) -> ImportView:
    """Correct cells of refused rows (`fixes`: row → field → text), the column mapping or other
    `choices` about the layout (`imports.data.reading.CHOICES`; None takes one back), and read anew.

    `table`: the fingerprint of the further table that the columns are of; "": the first. A corrected mapping is
    remembered for this sender with its choices; the first day of those without one is only proposed next time.
    `later`: only note the corrections; a job reads the file.
    Raises `Conflict` once the import is applied.
    """
    with intake_of(batch_id, actor, "import.run") as row:
        _still_open(row)
        if fixes:
            known = fixes_of(row)
            for number, texts in fixes.items():
                known.setdefault(str(number), {}).update(texts)
            row.fixes_cipher = encrypt(
                json.dumps(known, ensure_ascii=False), FIXES, row=row_of(row.id)
            )
        if sheet is not None:
            row.sheet, row.mapping, row.fixes_cipher = visible(sheet), None, None
        if columns is not None or choices is not None:
            row.mapping = _corrected(row.mapping, columns, choices, table)
        audit.record_write(
            actor,
            action="import.mend",
            subject_kind="batch",
            subject_id=row.id,
            at=at,
            detail={
                "cells": sum(map(len, (fixes or {}).values())),
                "columns": columns is not None,
                "sheet": sheet is not None,
            },
        )
        if later:
            row.save()
        else:
            read_into(row, file_of(row), actor, at)
    return view(row)


def _corrected(
    mapping: dict[str, Any] | None,
    columns: dict[str, list[int]] | None,
    choices: dict[str, Any] | None,
    table: str = "",
) -> dict[str, Any]:
    """The mapping with what a person decided. A header sought in another row has other titles, and columns anew."""
    before = mapping or {"columns": {}}
    decided = {**before.get("choices", {}), "by_person": True}
    for name, value in (choices or {}).items():
        if name not in CHOICES:
            raise Refused("choice_unknown", choice=name)
        decided = {k: v for k, v in decided.items() if k != name} | (
            {} if value in (None, "") else {name: value}
        )
    kept: dict[str, Any] = {} if columns is None else {"columns": columns}
    if columns is not None and table not in ("", before.get("fingerprint", "")):
        others = dict(before.get("others", ()))
        if table not in others:
            raise Refused("choice_unknown", choice=table)
        kept = {"others": [[mark, at] for mark, at in (others | {table: columns}).items()]}
    if columns is None and "header_row" in (choices or {}):
        kept, decided["seen_as"] = {"columns": {}, "others": []}, before.get("fingerprint", "")
    return Mapping.from_json({**before, **kept, "choices": decided}).to_json()


def choose_leavers(
    batch_id: int,
    *,
    actor: Actor,
    at: datetime,
    chosen: Sequence[int],
    among: Sequence[int] | None = None,
) -> ImportView:
    """Remember who, of the people missing from a roster, is confirmed to have left.

    `among`: the people the answer is about (one page of the list); None: all of them. Nobody leaves before `apply`.
    """
    with intake_of(batch_id, actor, "import.run") as row:
        _still_open(row)
        asked = None if among is None else set(among)
        kept = [p for p in row.leaving if asked is not None and p not in asked]
        row.leaving = sorted({*kept, *(p for p in chosen if asked is None or p in asked)})
        row.save(update_fields=["leaving"])
        audit.record_write(
            actor,
            action="import.leavers",
            subject_kind="batch",
            subject_id=row.id,
            at=at,
            detail={"leaving": len(row.leaving)},
        )
    return view(row)


def set_under_way(
    batch_id: int, *, actor: Actor, task_id: int, state: str, permission: str, many: bool = False
) -> ImportView:
    """Note that a job was given this import (`state` reading or queued), and the progress that shows it.

    `many` as in `apply_import`. Raises `Conflict` `import_not_applicable`, `leavers_many`.
    """
    with intake_of(batch_id, actor, permission) as row:
        if row.state not in (*OPEN, "queued"):
            raise Conflict("import_not_applicable", state=row.state)
        if state == "queued" and not many:
            ask_about_many(len(row.leaving), row.counts)
        row.state, row.task_id = state, task_id
        row.save(update_fields=["state", "task_id"])
    return view(row)


def ask_about_many(leaving: int, figures: dict[str, Any]) -> None:
    """Raise `Conflict` `leavers_many` when more people would leave than a roster usually lets go:
    mostly it is the wrong file or the wrong employer."""
    present = int(figures.get("present", 0))
    if many_leavers(leaving, present):
        raise Conflict("leavers_many", leaving=leaving, present=present)


def set_failed(batch_id: int, *, actor: Actor, code: str, params: dict[str, object]) -> ImportView:
    """Note why reading or applying ended without success; what was read before stays to be seen."""
    with intake_of(batch_id, actor, "import.run") as row:
        _fail(row, code, params)
    return view(row)


def set_lost(batch_id: int, *, actor: Actor, code: str) -> bool:
    """Note that the job at an import is gone. False, and nothing noted, when it has ended in the meantime."""
    with intake_of(batch_id, actor, "import.run") as row:
        lost = row.state in UNDER_WAY
        if lost:
            _fail(row, code, {})
    return lost


@contextmanager
def intake_of(batch_id: int, actor: Actor, permission: str) -> Iterator[Batch]:
    """As the intake role with one locked import, which the actor sees and may handle; else `NotFound`, `NotAllowed`."""
    actor.require(permission)
    see_batch(batch_id)
    with as_intake_role():
        row = stored(batch_id, lock=True)
        may_handle(actor, row, permission)
        yield row


def stored(batch_id: int, *, lock: bool = False) -> Batch:
    """The import with its file; `NotFound` without. Runs as the intake role."""
    query = Batch.objects.select_for_update() if lock else Batch.objects.all()
    row = query.filter(id=batch_id).first()
    if row is None or row.file_cipher is None:
        raise NotFound("import_unknown", id=batch_id)
    return row


def _named(file_name: str) -> str:
    """A file's name as it is shown: no path, and nothing that hides or turns around a part of it."""
    return visible(re.split(r"[/\\]", file_name)[-1])[-200:] or "file"


def _fail(row: Batch, code: str, params: dict[str, object]) -> None:
    """Keep what it failed at (`failed_at`: reading or queued), so that exactly that can be tried again."""
    row.counts = {
        **row.counts,
        "failed": code,
        "failed_params": json.loads(json.dumps(params, default=str)),
        "failed_at": row.state,
    }
    row.state = "failed"
    row.save(update_fields=["state", "counts"])


def _still_open(row: Batch) -> None:
    if row.state not in OPEN:
        raise Conflict("import_applied_already", state=row.state)
