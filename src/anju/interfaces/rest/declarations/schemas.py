"""What is said, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from anju.domains.register.api import API, FIELDS, KINDS, DeclaredField
from anju.interfaces.rest.closed_lists import one_of


class _Item(Schema):
    """What every item has."""

    model_config = ConfigDict(extra="forbid")

    key: Annotated[
        str,
        Field(
            min_length=1, max_length=80, description="Yours, unique for ever: makes it idempotent."
        ),
    ]
    document_seen: Annotated[
        bool,
        Field(
            description="Whoever sends this has the document in hand: what is unlikely about "
            "it does not wait, where the sender may decide reviews."
        ),
    ] = False


_TYPES = {"String": str, "Date": date, "Boolean": bool}


def _type_of(field: DeclaredField) -> Any:  # noqa: ANN401 - a type
    if field.values:
        return one_of(field.values)
    if field.pattern:
        return Annotated[str, Field(pattern=field.pattern)]
    if field.most:
        return Annotated[str, Field(description=f"At most {field.most} characters.")]
    return _TYPES[str(field.dtype)]


def _offered() -> dict[str, Any]:
    """The fields that a sender may give; all but the name may be absent."""
    given = {n: _type_of(f) for n, f in FIELDS.items() if API in f.by and n not in ("key", "kind")}
    optional = {n: (t | None, None) for n, t in given.items() if n != "name"}
    return {"kind": (one_of(KINDS), ...), "name": (given["name"], ...), **optional}


if TYPE_CHECKING:
    Item = _Item
else:
    Item = create_model(
        "Item",
        __base__=_Item,
        __doc__="One declaration about one person (docs/api.md says what each kind needs). A text that is too long "
        "refuses its own declaration, never the batch.",
        **_offered(),
    )


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
