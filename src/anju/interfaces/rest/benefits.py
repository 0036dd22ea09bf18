"""``/entitlements``: what a permit entitles to, and whether this holder is entitled to that."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from ninja import Header, Query, Router, Schema
from pydantic import ConfigDict, Field

from anju.domains.permits.api import benefits
from anju.domains.permits.api.benefits import Entry
from anju.foundation import codes
from anju.foundation.clock import local_date
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem, language
from anju.interfaces.rest.parameters import one_of
from anju.interfaces.texts.reasons import sentence

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
    """A document of GA/T 517 kind `kind`, issued by `issuer` (ISO 3166). Without it China's; a foreigner's document
    is then found where its number is on file of one country alone."""

    model_config = ConfigDict(extra="forbid")

    kind: DocumentKind = "111"
    issuer: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
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


router = Router()
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=80,
        pattern=r"^[\x21-\x7e]+$",
        description="Names the question. The same again within 24 hours is answered as the first "
        "time, and leaves no second line in the person's log.",
    ),
]
Region = Annotated[
    str,
    Query(
        pattern=r"^[0-9]{0,15}$",
        description="A division or the prefix of one; empty: the whole country only.",
    ),
]
Day = Annotated[date | None, Query(description="As it holds on this day; today without.")]


@router.get(
    "/entitlements",
    response={200: Benefits, ERRORS: Problem},
    auth=None,
    summary="The published catalogue",
)
def listed(request: TokenRequest, region: Region = "", on: Day = None) -> Benefits:
    """What a permit entitles its holder to (Order 663, articles 12 and 13, and local additions). Open to everybody."""
    day = on or local_date(request.at)
    return Benefits(
        on=day, items=[benefit_schema(e) for e in benefits.catalogue(region=region, today=day)]
    )


@router.post(
    "/entitlements/check",
    response={200: Answer, ERRORS: Problem},
    summary="Ask about one holder",
)
def check(
    request: TokenRequest, body: Question, idempotency_key: Key, x_purpose: Purpose = None
) -> Answer:
    """Is this holder entitled to this today, for the purpose stated? Yes or no with a reason; no file is opened. The
    person sees every question. Somebody unknown, somebody without a permit and a permit of another area are answered
    alike."""
    actor = for_people(request, x_purpose, benefits.ASK)
    found = benefits.ask(
        benefit=body.entitlement,
        holder=_holder(body.holder),
        key=idempotency_key,
        actor=actor,
        at=request.at,
    )
    reason, since = found.verdict.reason, found.verdict.since
    return Answer(
        entitlement=found.entitlement,
        purpose=found.purpose,
        on=found.on,
        entitled=found.verdict.entitled,
        reason=reason,
        detail=sentence(reason, language(), since=since),
        since=since,
        repeated=found.repeated,
    )


def benefit_schema(one: Entry) -> Benefit:
    """An entry in the language of the request."""
    which = 0 if language().startswith("zh") else 1
    return Benefit(
        code=one.code,
        kind=one.kind,
        article=one.article,
        name=one.words[which],
        region=one.region,
        purposes=list(one.purposes),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        source=one.source[which],
        confidence=one.confidence,
    )


def _holder(one: Holder) -> benefits.Holder:
    document = one.document
    return benefits.Holder(
        one.permit_number or "",
        one.person,
        None if document is None else (document.kind, document.issuer, document.number.upper()),
    )
