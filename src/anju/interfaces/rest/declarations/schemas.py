"""What is said, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

Number = Annotated[str, Field(description="At most 30 characters.")]
Place = Annotated[str, Field(description="At most 20 characters.")]
Text = Annotated[str, Field(description="At most 60 characters.")]
Code2 = Annotated[str, Field(pattern=r"^[0-9]{2}$")]
Division = Annotated[str, Field(pattern=r"^([0-9]{12}|[0-9]{15})$")]


class Item(Schema):
    """One statement about one person (docs/api.md says what each kind needs). A text that is too long refuses its own
    statement, never the batch."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[
        str,
        Field(
            min_length=1, max_length=80, description="Yours, unique for ever: makes it idempotent."
        ),
    ]
    kind: Literal["arrive", "leave", "hire", "dismiss", "outflow"]
    name: Annotated[str, Field(description="At most 100 characters.")]
    doc_type: Literal["111", "112", "113", "414", "511", "513", "516", "553", "HMT"] | None = None
    doc_number: Number | None = None
    sex: Literal["0", "1", "2", "9"] | None = None
    birth_date: date | None = None
    nationality: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    phone: Number | None = None
    hukou_text: Annotated[str, Field(description="At most 200 characters.")] | None = None
    home_code: Place | None = None
    address: Annotated[str, Field(description="At most 150 characters.")] | None = None
    building: Text | None = None
    unit: Place | None = None
    room: Place | None = None
    employer_code: Place | None = None
    position: Text | None = None
    start: date | None = None
    end: date | None = None
    reason: Code2 | None = None
    police_reason: Annotated[str, Field(description="At most 10 characters.")] | None = None
    dwelling: Code2 | None = None
    region: Division | None = None
    relation: Code2 | None = None
    head: Number | None = None
    destination: Annotated[str, Field(description="At most 100 characters.")] | None = None
    left_children: bool | None = None
    left_elderly: bool | None = None
    document_seen: Annotated[
        bool,
        Field(
            description="Whoever sends this has the document in hand: what is unlikely about "
            "it does not wait, where the sender may decide reviews."
        ),
    ] = False


class Declarations(Schema):
    """1 to 1,000 statements."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[Item], Field(min_length=1, max_length=1000)]


class Result(Schema):
    """What became of one statement. `reason` says why it was refused or waits, `detail` the same in words."""

    key: str
    status: Annotated[
        str,
        Field(json_schema_extra={"enum": ["applied", "unchanged", "refused", "waiting", "undone"]}),
    ]
    reason: str
    detail: str
    declaration: int
    person: int | None
    home: str | None


class Answer(Schema):
    """The answer to a batch: counts by status, and each item's result in the order sent."""

    batch: int
    repeated: bool
    counts: dict[str, int]
    results: list[Result]
