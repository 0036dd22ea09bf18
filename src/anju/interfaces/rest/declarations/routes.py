"""``POST /declarations``."""

from __future__ import annotations

from typing import Annotated

from ninja import Header, Router

from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import Receipt
from anju.interfaces.rest.auth import TokenRequest
from anju.interfaces.rest.declarations.schemas import Answer, Declarations, Result
from anju.interfaces.rest.declarations.sender import sender_of
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
        description="Names the batch. The same request again is answered as the first time.",
    ),
]


@router.post("/declarations", response={200: Answer, ERRORS: Problem}, summary="Declare")
def declare(request: TokenRequest, body: Declarations, idempotency_key: Key) -> Answer:
    """Say 1 to 1,000 things about people. Good items count even when others are refused; each has its result."""
    rows = [
        {**item.model_dump(exclude_none=True, exclude={"document_seen"}), "row": n}
        for n, item in enumerate(body.items, start=1)
    ]
    receipt = register.declare_grouped(
        rows,
        sender=sender_of(request.actor),
        actor=request.actor,
        at=request.at,
        batch_key=idempotency_key,
        seen={i.key: register.DOCUMENT_SEEN for i in body.items if i.document_seen},
    )
    return answer(receipt)


def answer(receipt: Receipt) -> Answer:
    """A receipt as the API gives it."""
    homes = places.homes([o.home_id for o in receipt.outcomes if o.home_id])
    results = [
        Result(
            key=o.key,
            status=o.status,
            reason=o.reason,
            detail=sentence(o.reason, language()) if o.reason else "",
            declaration=o.declaration_id,
            person=o.person_id,
            home=homes[o.home_id].code if o.home_id in homes else None,
        )
        for o in receipt.outcomes
    ]
    return Answer(
        batch=receipt.batch_id, repeated=receipt.repeated, counts=receipt.counts, results=results
    )
