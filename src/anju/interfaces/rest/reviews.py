"""``/reviews``: what waits for a decision, and the decision."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import ConfigDict, Field

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import ReviewView
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotAllowed, NotFound
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem


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
    """`same` with `person`, `new`, `accept` (with `home` where one had to be found, with `nationality` where a
    foreigner's document was declared without one), `refuse` with `note`."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["same", "new", "accept", "refuse"]
    person: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    home: Annotated[str, Field(max_length=20)] = ""
    since: date | None = None
    nationality: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    note: Annotated[str, Field(max_length=300)] = ""


class Decided(Schema):
    """What became of the declaration."""

    review: int
    declaration: int
    status: str
    reason: str
    person: int | None


router = Router()


@router.get(
    "/reviews", response={200: Reviews, ERRORS: Problem}, summary="What waits for a decision"
)
def waiting(
    request: TokenRequest,
    x_purpose: Purpose = None,
    limit: pages.Limit = 20,
    cursor: pages.Cursor = "",
) -> Reviews:
    """Open questions of the token's area, or asked of its party, nearest deadline first."""
    actor, start = for_people(request, x_purpose), pages.begin(cursor)
    regions = actor.regions("review.decide")
    parties = [p for p in actor.parties("declare") if p.startswith("holder:")]
    if regions:
        found = register.waiting_in(regions, at=request.at, limit=limit + 1, offset=start)
    elif parties:
        found = [r for p in parties for r in register.waiting_for(p)][start : start + limit + 1]
    else:
        raise NotAllowed("not_allowed", permission="review.decide")
    page = found[:limit]
    named = register.people_of(declarations=[r.declaration_id for r in page])
    seen = sorted({p for r in page for p in candidates(r)} | set(named))
    audit.record_read(
        actor, person_ids=seen, fields=("candidates",), action="api.reviews", at=request.at
    )
    if page:  # a question may be about somebody who is on no record yet
        audit.record_list(
            actor,
            action="api.reviews",
            subject_kind="review",
            subject_id="all",
            fields=("name",),
            at=request.at,
        )
    return Reviews(
        items=[review_schema(r, request.at) for r in page],
        next=pages.after(start, limit, len(found)),
    )


@router.post(
    "/reviews/{review_id}/decision", response={200: Decided, ERRORS: Problem}, summary="Decide"
)
def decide(request: TokenRequest, review_id: pages.Id, body: Decision) -> Decided:
    """Answer a question: the waiting declaration is applied after all, or refused with a note its sender reads."""
    if register.review(review_id) is None:
        raise NotFound("review_unknown", id=review_id)
    outcome = register.decide(
        review_id,
        decision=body.decision,
        actor=request.actor,
        at=request.at,
        person_id=body.person,
        home_code=body.home,
        since=body.since,
        nationality=body.nationality,
        note=body.note,
    )
    return Decided(
        review=review_id,
        declaration=outcome.declaration_id,
        status=outcome.status,
        reason=outcome.reason,
        person=outcome.person_id,
    )


def candidates(review: ReviewView) -> list[int]:
    """The persons a question names."""
    return [int(p) for p in review.facts.get("candidates", [])]


def review_schema(review: ReviewView, at: datetime) -> Review:
    """A question as the API gives it: document numbers and phones masked, the original cells left out."""
    declared = {k: v for k, v in review.item.items() if k not in ("raw", "key")}
    for field, mask in (
        ("doc_number", people.mask_number),
        ("head", people.mask_number),
        ("phone", people.mask_phone),
    ):
        if declared.get(field):
            declared[field] = mask(declared[field])
    return Review(
        id=review.id,
        kind=review.kind,
        region=review.region,
        party=review.party,
        said=declared,
        candidates=candidates(review),
        channel=review.channel,
        said_by=review.declared_by,
        asked_at=review.asked_at,
        due_at=review.due_at,
        overdue=review.due_at < at,
    )
