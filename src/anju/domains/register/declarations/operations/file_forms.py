"""Forms of files that a domain above the register takes in: kept, previewed, applied and undone by the same batches.

The register keeps the file, the preview, the states and the rights; how rows are read and what they become is the
business of who registers the form (`handle_file_form`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import polars as pl

from anju.domains.register.declarations.data.declarations import Sender
from anju.domains.register.declarations.data.kinds import FORMS
from anju.domains.register.declarations.models import Batch
from anju.foundation.actor import Actor

Line = dict[str, Any]
ProgressReport = Callable[[int, int], None]
"""Told how many rows are done, and of how many."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file with what is decided of it. `mapping` and `fixes` as of lists of people: columns of fields, choices
    about the layout; row → field → text."""

    batch_id: int
    form: str
    file_name: str
    sheet: str
    sender: Sender
    data: bytes
    mapping: Mapping[str, Any] = field(default_factory=dict)
    fixes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a file was read as. `counts`: rows, accepted, rejected, problems, warnings, foreseen …; `mapping`: the
    columns as they were read; `lists`: the lists of the preview (`imports.data.LISTS`)."""

    counts: dict[str, Any]
    mapping: dict[str, Any]
    sheet: str
    lists: Mapping[str, Iterable[Line]]


@dataclass(frozen=True, slots=True)
class FormApplied:
    """What became of the rows: figures, how many by status, why those that were not simply applied, and the lists that
    take the place of those foreseen."""

    counts: dict[str, Any]
    statuses: dict[str, int]
    reasons: dict[str, int]
    lists: Mapping[str, Iterable[Line]]


@dataclass(frozen=True, slots=True)
class ReturnedRows:
    """Refused rows as they came ("0", "1" …) with the code of why in a column ``reason``; `top`: the lines above."""

    sheet: str
    top: tuple[tuple[str | None, ...], ...]
    rows: pl.DataFrame


class FileForm(Protocol):
    """How files of one form are taken in. All of it runs as the intake role, after the register asked for the right."""

    def read(self, file: KeptFile, *, actor: Actor, at: datetime) -> FormReading:
        """Read it and say what applying would do; nothing is changed."""

    def apply(
        self, file: KeptFile, *, actor: Actor, at: datetime, progress: ProgressReport
    ) -> FormApplied:
        """Let it count, in the transaction under way."""

    def undo(self, batch_id: int, *, actor: Actor, at: datetime) -> int:
        """Take it back; how many rows were. `Conflict` `undo_changed_since`."""

    def returned(self, file: KeptFile, *, at: datetime) -> ReturnedRows:
        """The refused rows."""


_forms: dict[str, FileForm] = {}


def handle_file_form(form: str, handler: FileForm) -> None:
    """Let files of this form be taken in by `handler`. Called once, when the domain is made ready."""
    _forms[form] = handler


def file_forms() -> tuple[str, ...]:
    """The forms of files that may be imported: lists of people, and those of domains above."""
    return (*FORMS, *_forms)


def handler_of(form: str) -> FileForm | None:
    """Who takes files of this form in; None for lists of people."""
    return _forms.get(form)


def kept_file(row: Batch, data: bytes, fixes: Mapping[str, Mapping[str, str]]) -> KeptFile:
    """A batch with its file, for whoever takes the form in."""
    sender = Sender(row.source, row.channel, row.label, party=row.party, region=row.region)
    return KeptFile(
        row.id, row.form, row.file_name, row.sheet, sender, data, row.mapping or {}, fixes
    )
