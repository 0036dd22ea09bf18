"""Questions as the API shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class Review(Schema):
    """A question. `said`: what was declared, numbers masked; `candidates`: persons it may be."""

    id: int
    kind: str
    region: str
    party: str
    said: dict[str, Any]
    candidates: list[int]
    channel: str
    said_by: str
    asked_at: datetime
    due_at: datetime
    overdue: bool


class Reviews(Schema):
    """A page of open questions, nearest deadline first."""

    items: list[Review]
    next: str | None


class Decision(Schema):
    """`same` with `person`, `new`, `accept` (with `home` where one had to be found), `refuse` with `note`."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["same", "new", "accept", "refuse"]
    person: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    home: Annotated[str, Field(max_length=20)] = ""
    since: date | None = None
    note: Annotated[str, Field(max_length=300)] = ""


class Decided(Schema):
    """What became of the declaration."""

    review: int
    declaration: int
    status: str
    reason: str
    person: int | None
