"""Imports as the API shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from anju.domains.employers import api as employers
from anju.domains.register.api import Comparison, ImportView
from anju.foundation.actor import Actor
from anju.foundation.progress import api as progress


class Progress(Schema):
    """How far the worker is with it, in rows."""

    done: int
    total: int | None
    state: str
    updated: datetime


class Import(Schema):
    """One import. `counts`: rows, accepted, rejected, problems, warnings; for rosters unchanged, joined, left, changed;
    once applied also applied, waiting."""

    id: int
    form: str
    file: str
    sheet: str
    state: str
    region: str
    employer: str | None
    by: str
    counts: dict[str, Any]
    created_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    problems: str
    progress: Progress | None = None


class Imports(Schema):
    """A page of imports, newest first."""

    items: list[Import]
    next: str | None


class Member(Schema):
    """Somebody of a roster: a newcomer by row, or one missing from it by person."""

    row: int
    person: int | None
    name: str
    since: date | None


class Change(Schema):
    """What differs for one person: field → [before, after]; phones come masked."""

    row: int
    person: int
    name: str
    fields: dict[str, list[str]]


class Difference(Schema):
    """A roster against who is known to work there."""

    unchanged: int
    joined: list[Member]
    left: list[Member]
    changed: list[Change]


class ImportWithDifference(Import):
    """The import with the difference, when asked for and when it is a roster."""

    difference: Difference | None = None


class Apply(Schema):
    """`left`: persons missing from a roster who are confirmed to have left. Nobody else is removed.
    More than a fifth of the employer's people leave only with `many` (else 409 `leavers_many`)."""

    model_config = ConfigDict(extra="forbid")

    left: list[Annotated[int, Field(ge=1, le=2**63 - 1)]] = Field(
        default_factory=list, max_length=100_000
    )
    many: bool = False


class Undone(Schema):
    """What an undo took back."""

    id: int
    state: str
    declarations: int


def import_schema(found: list[ImportView], *, actor: Actor) -> list[Import]:
    """Imports as the API gives them. Two queries."""
    by_id = employers.employers([f.employer_id for f in found if f.employer_id])
    waiting = {t.id: t for t in progress.recent(actor)} if any(f.task_id for f in found) else {}
    out = []
    for one in found:
        task, employer = waiting.get(one.task_id or 0), by_id.get(one.employer_id or 0)
        out.append(
            Import(
                id=one.id,
                form=one.form,
                file=one.file_name,
                sheet=one.sheet,
                state=one.state,
                region=one.region,
                employer=employer.code if employer else None,
                by=one.by_label,
                counts=one.counts,
                created_at=one.created_at,
                applied_at=one.applied_at,
                undone_at=one.undone_at,
                problems=f"/api/v1/imports/{one.id}/problems.xlsx",
                progress=Progress(
                    done=task.done, total=task.total, state=task.state, updated=task.updated
                )
                if task
                else None,
            )
        )
    return out


def difference(compared: Comparison) -> Difference:
    """A comparison as the API gives it."""
    return Difference(
        unchanged=compared.unchanged,
        joined=[
            Member(row=m.row, person=m.person_id, name=m.name, since=m.since)
            for m in compared.joined
        ],
        left=[
            Member(row=m.row, person=m.person_id, name=m.name, since=m.since) for m in compared.left
        ],
        changed=[
            Change(
                row=c.row,
                person=c.person_id,
                name=c.name,
                fields={k: list(v) for k, v in c.fields.items()},
            )
            for c in compared.changed
        ],
    )
