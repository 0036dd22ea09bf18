"""Forms and filled forms as values."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from anju.domains.exchange.forms.data.forms import Cell, Filled, Form
from anju.domains.exchange.forms.models import FilledForm, OfficeForm
from anju.domains.exchange.forms.rules.describing import read_stored
from anju.foundation.crypto import decrypt_many, row_of
from anju.foundation.errors import NotFound

CELLS = "exchange.form_cells"


def forms(*, region: str | None = None) -> list[Form]:
    """Every version of every form, the newest first, without its template; those of a region and the ones above it."""
    rows = OfficeForm.objects.defer("template").order_by("code", "-version")
    return [form_value(r) for r in rows if region is None or region.startswith(r.region)]


def form(form_id: int) -> Form:
    """One version. `NotFound` ``office_form_unknown``."""
    row = OfficeForm.objects.defer("template").filter(pk=form_id).first()
    if row is None:
        raise NotFound("office_form_unknown")
    return form_value(row)


def in_force(day: date, *, by_residents: bool | None = None) -> list[Form]:
    """Versions that are filled on this day, by title."""
    found = [
        f for f in forms() if f.holds_on(day) and by_residents in (None, f.description.by_residents)
    ]
    return sorted(found, key=lambda f: (f.description.title, f.id))


def template(form_id: int) -> bytes:
    """The office's own workbook. `NotFound` ``office_form_unknown``."""
    row = OfficeForm.objects.filter(pk=form_id).values_list("template", flat=True).first()
    if row is None:
        raise NotFound("office_form_unknown")
    return bytes(row)


def form_value(row: OfficeForm) -> Form:
    """A row as a value."""
    return Form(
        row.pk,
        row.version,
        row.region,
        row.state,
        read_stored(row.content),
        row.proposed_label,
        row.proposed_at,
        row.accepted_label,
        row.ended_at,
    )


def filled_of(person_ids: list[int]) -> list[Filled]:
    """What was filled about a person, newest first, in sight of the transaction."""
    rows = FilledForm.objects.filter(person_id__in=person_ids).select_related("form")
    return values(list(rows.defer("form__template").order_by("-id")[:200]))


def of_batch(batch: str) -> list[Filled]:
    """The rows of an employer's list, in their order, in sight of the transaction."""
    rows = FilledForm.objects.filter(batch=batch).exclude(batch="").select_related("form")
    return values(list(rows.defer("form__template").order_by("id")))


def values(rows: list[FilledForm]) -> list[Filled]:
    """Rows as values, opened together."""
    kept = [r for r in rows if r.cells_cipher is not None]
    texts = decrypt_many([r.cells_cipher for r in kept], CELLS, rows=[row_of(r.key) for r in kept])
    opened = {r.pk: cells_in(t) for r, t in zip(kept, texts, strict=True)}
    return [
        Filled(
            r.pk,
            r.form_id,
            r.form.content["title"],
            r.form.content["office"],
            r.person_id,
            r.region,
            r.state,
            r.presence,
            opened.get(r.pk, ()),
            r.made_label,
            r.made_at,
            r.done_at,
            r.batch,
        )
        for r in rows
    ]


def cells_in(text: str) -> tuple[Cell, ...]:
    """Cells from their kept form."""
    return tuple(
        Cell(**{**c, "day": date.fromisoformat(c["day"]) if c["day"] else None})
        for c in json.loads(text)
    )


def cells_text(cells: tuple[Cell, ...]) -> str:
    """Cells as they are kept."""
    found = [{**asdict(c), "day": c.day.isoformat() if c.day else None} for c in cells]
    return json.dumps(found, ensure_ascii=False)
