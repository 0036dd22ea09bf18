"""Reading imports: lists, single ones, their stored files."""

from __future__ import annotations

import json

from django.db.models import Count, F, QuerySet

from anju.domains.register.declarations.models.declarations import Batch
from anju.domains.register.imports.data.imports import ImportView
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.crypto.blobs import decrypt_bytes
from anju.foundation.ordering import order_in

FILE, FIXES = "batch.file", "batch.fixes"


def view(row: Batch) -> ImportView:
    """The value of a stored import."""
    return ImportView(
        row.id,
        row.form,
        row.file_name,
        row.sheet,
        row.label,
        row.channel,
        row.region,
        row.party,
        row.employer_id,
        row.state,
        dict(row.counts),
        row.mapping,
        row.by_label,
        row.created_at,
        row.applied_at,
        row.undone_at,
        tuple(row.leaving),
        row.task_id,
        row.source,
    )


ORDERS = {
    "file": "file_name",
    "form": "form",
    "sender": "label",
    "rows": "counts__rows",
    "refused": "counts__rejected",
    "state": "state",
    "created": "created_at",
}
"""Columns by which the list of imports is sorted."""


def imports(
    *,
    limit: int = 30,
    offset: int = 0,
    employer_id: int | None = None,
    state: str = "",
    order: str = "",
) -> list[ImportView]:
    """Imports the transaction may see, newest first or in this `order` (a key of `ORDERS`, with ``-``
    before it from the largest down); of one employer, or in one `state`, when given."""
    asked = order_in(order)
    column = ORDERS.get(asked.column)
    key = (
        ("-created_at", "-id")
        if column is None
        else (
            F(column).desc(nulls_last=True) if asked.down else F(column).asc(nulls_last=True),
            "-id",
        )
    )
    query = (
        _imports(employer_id=employer_id, state=state)
        .defer("file_cipher", "fixes_cipher")
        .order_by(*key)
    )
    return [view(r) for r in query[offset : offset + limit]]


def count_imports(*, employer_id: int | None = None) -> dict[str, int]:
    """How many imports the transaction may see are in each state; of one employer when given. One query."""
    return dict(
        _imports(employer_id=employer_id).values_list("state").annotate(n=Count("id")).order_by()
    )


def _imports(*, employer_id: int | None, state: str = "") -> QuerySet[Batch]:
    found = Batch.objects.exclude(form="")
    if employer_id is not None:
        found = found.filter(employer_id=employer_id)
    return found.filter(state=state) if state else found


def one_import(batch_id: int) -> ImportView | None:
    """One import, as far as the transaction may see it."""
    row = (
        Batch.objects.exclude(form="")
        .defer("file_cipher", "fixes_cipher")
        .filter(id=batch_id)
        .first()
    )
    return view(row) if row else None


def imports_under_way() -> list[int]:
    """Imports that a job is reading or applying, as far as the transaction may see them."""
    return list(
        Batch.objects.filter(state__in=("reading", "queued"))
        .exclude(form="")
        .values_list("id", flat=True)
    )


def file_of(row: Batch) -> bytes:
    """The file as it was received."""
    return decrypt_bytes(row.file_cipher or b"", FILE, row=row_of(row.id))


def fixes_of(row: Batch) -> dict[str, dict[str, str]]:
    """Corrections made in place: row → field → text."""
    return (
        dict(json.loads(decrypt(row.fixes_cipher, FIXES, row=row_of(row.id))))
        if row.fixes_cipher
        else {}
    )
