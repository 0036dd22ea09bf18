"""Imports in the shape of the API."""

from __future__ import annotations

from anju.domains.employers import api as employers
from anju.domains.register.api import Comparison, ImportView
from anju.foundation.actor import Actor
from anju.foundation.progress import api as progress
from anju.interfaces.rest.imports.schemas import Change, Difference, Import, Member, Progress


def import_schema(found: list[ImportView], *, actor: Actor) -> list[Import]:
    """Imports as the API gives them. Two queries."""
    firms = employers.employers([f.employer_id for f in found if f.employer_id])
    waiting = {t.id: t for t in progress.recent(actor)} if any(f.task_id for f in found) else {}
    out = []
    for one in found:
        task, firm = waiting.get(one.task_id or 0), firms.get(one.employer_id or 0)
        out.append(
            Import(
                id=one.id,
                form=one.form,
                file=one.file_name,
                sheet=one.sheet,
                state=one.state,
                region=one.region,
                employer=firm.code if firm else None,
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
