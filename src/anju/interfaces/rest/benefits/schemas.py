"""The catalogue, a question, an answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from anju.foundation import codes
from anju.interfaces.rest.closed_lists import one_of

if TYPE_CHECKING:
    DocumentKind = str
else:
    DocumentKind = one_of(codes.DOCUMENT.names)


class Benefit(Schema):
    """One benefit as it holds on a day. `region`: the division prefix where it holds, empty for all. `purposes`: for
    which departments may ask about it. `confidence` H, M or L: how well the text was checked against its source."""

    code: str
    kind: Annotated[
        str, Field(json_schema_extra={"enum": ["right", "service", "convenience", "addition"]})
    ]
    article: str
    name: str
    region: str
    purposes: list[str]
    valid_from: date
    valid_to: date | None
    source: str
    confidence: str


class Benefits(Schema):
    """The catalogue of a region on a day."""

    on: date
    items: list[Benefit]


class Document(Schema):
    """A document of GA/T 517 kind `kind`, issued by `issuer` (ISO 3166)."""

    model_config = ConfigDict(extra="forbid")

    kind: DocumentKind = "111"
    issuer: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "CHN"
    number: Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[0-9A-Za-z()]+$")]


class Holder(Schema):
    """Who is asked about, in exactly one of the three ways."""

    model_config = ConfigDict(extra="forbid")

    permit_number: (
        Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[0-9A-Za-z-]+$")] | None
    ) = None
    person: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    document: Document | None = None


class Question(Schema):
    """Is this holder entitled to this?"""

    model_config = ConfigDict(extra="forbid")

    entitlement: Annotated[
        str,
        Field(
            min_length=1,
            max_length=60,
            pattern=r"^[a-z0-9_]+$",
            description="A code of the catalogue.",
        ),
    ]
    holder: Holder


class Answer(Schema):
    """Yes or no, with the reason. The same shape whoever was asked about. `since`: from when functions are suspended.
    `repeated`: this key had been answered before."""

    entitlement: str
    purpose: str
    on: date
    entitled: bool
    reason: Annotated[
        str,
        Field(
            json_schema_extra={
                "enum": [
                    "entitled",
                    "functions_suspended",
                    "permit_ended",
                    "permit_reported_lost",
                    "not_offered_here",
                    "no_permit_here",
                ]
            }
        ),
    ]
    detail: str
    since: date | None
    repeated: bool
