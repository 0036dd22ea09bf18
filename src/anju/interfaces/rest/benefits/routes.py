"""``/entitlements``: what a permit entitles to, and whether this holder is entitled to that."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Header, Query, Router

from anju.domains.permits.api import benefits
from anju.domains.permits.api.benefits import Entry
from anju.foundation.clock import local_date
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.benefits import schemas
from anju.interfaces.rest.errors import ERRORS, Problem, language
from anju.interfaces.texts.reasons import sentence

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
    response={200: schemas.Benefits, ERRORS: Problem},
    auth=None,
    summary="The published catalogue",
)
def listed(request: TokenRequest, region: Region = "", on: Day = None) -> schemas.Benefits:
    """What a permit entitles its holder to (Order 663, articles 12 and 13, and local additions). Open to everybody."""
    day = on or local_date(request.at)
    return schemas.Benefits(
        on=day, items=[benefit_schema(e) for e in benefits.catalogue(region=region, today=day)]
    )


@router.post(
    "/entitlements/check",
    response={200: schemas.Answer, ERRORS: Problem},
    summary="Ask about one holder",
)
def check(
    request: TokenRequest, body: schemas.Question, idempotency_key: Key, x_purpose: Purpose = None
) -> schemas.Answer:
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
    said, since = found.verdict.reason, found.verdict.since
    return schemas.Answer(
        entitlement=found.entitlement,
        purpose=found.purpose,
        on=found.on,
        entitled=found.verdict.entitled,
        reason=said,
        detail=sentence(said, language(), since=since),
        since=since,
        repeated=found.repeated,
    )


def benefit_schema(one: Entry) -> schemas.Benefit:
    """An entry in the language of the request."""
    which = 0 if language().startswith("zh") else 1
    return schemas.Benefit(
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


def _holder(one: schemas.Holder) -> benefits.Holder:
    document = one.document
    return benefits.Holder(
        one.permit_number or "",
        one.person,
        None if document is None else (document.kind, document.issuer, document.number.upper()),
    )
