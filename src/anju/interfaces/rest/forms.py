"""``/forms``: forms of your office that were filled here, for the account that their description names."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Path, Router, Schema

from anju.domains.exchange.api import forms
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem


class FormCell(Schema):
    """A cell: what stands in it, who says so and of which day, or why it is empty."""

    cell: str
    label: str
    value: str
    source: str
    day: date | None
    empty_because: str


class FilledForm(Schema):
    """A finished form."""

    number: int
    form: str
    version: int
    title: str
    basis: str
    finished_at: datetime | None
    cells: list[FormCell]


class Waiting(Schema):
    """Numbers of finished forms that were not fetched yet, oldest first."""

    numbers: list[int]


router = Router()
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("/forms", response={200: Waiting, ERRORS: Problem}, summary="Forms to be fetched")
def waiting(request: TokenRequest) -> Waiting:
    """Up to 500 numbers; each can be fetched for ninety days. Nobody is named."""
    return Waiting(numbers=forms.waiting_for(request.actor))


@router.get(
    "/forms/{filled_id}", response={200: FilledForm, ERRORS: Problem}, summary="One filled form"
)
def one(request: TokenRequest, filled_id: Number) -> FilledForm:
    """The form with a source and a day for every cell. The person reads in their access log that it was fetched.
    Forms of other offices, drafts, and forms that were taken back are answered as absent."""
    found, form = forms.fetched(filled_id, actor=request.actor, at=request.at)
    return FilledForm(
        number=found.id,
        form=form.description.code,
        version=form.version,
        title=form.description.title,
        basis=form.description.basis,
        finished_at=found.done_at,
        cells=[
            FormCell(
                cell=c.cell,
                label=c.label,
                value=c.value,
                source=c.source,
                day=c.day,
                empty_because="" if c.value else c.why,
            )
            for c in found.cells
        ],
    )
