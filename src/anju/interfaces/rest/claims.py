"""``/claims``: what an employer was notified of, its answer, what it says it paid; ``/cases/{id}/notices``: notifying
it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import ConfigDict, Field

from anju.domains.casework.api import cases, respondents
from anju.domains.casework.api.respondents import Notice
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.cases import Key, Words
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()


class Produced(Schema):
    """A document the law makes the other side keep, and whether it was produced."""

    kind: str
    name: str
    source: str
    produced: bool


class Paid(Schema):
    """What the other side says it paid."""

    amount: str
    day: date


class ClaimOut(Schema):
    """A notice to the other side of a case. `claim` by fact: what it is informed of and nothing more."""

    id: int
    number: str
    matter: str
    name: str
    claimant: str
    claim: dict[str, str]
    state: Literal["running", "answered", "silent"]
    late: bool
    due_at: datetime
    notified_at: datetime
    source: str
    silence: str
    documents: list[Produced]
    stated: list[Paid]
    received: str
    closed_at: datetime | None


class Notifying(Schema):
    """Whom to notify: an employer on file by its number here, or somebody by name. The same `key` again changes
    nothing."""

    model_config = ConfigDict(extra="forbid")

    employer: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    name: Annotated[str, Field(max_length=100)] = ""
    address: Annotated[str, Field(max_length=200)] = ""
    key: Key


class Answering(Schema):
    """An answer (`text`), or a payment (`amount`, `day`). Closing a case is the worker's alone."""

    model_config = ConfigDict(extra="forbid")

    step: Literal["respond", "pay"]
    text: Words = ""
    amount: Annotated[str, Field(max_length=20)] = ""
    day: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""
    key: Key


def _out(notice: Notice, now: datetime) -> ClaimOut:
    return ClaimOut(
        id=notice.id,
        number=notice.number,
        matter=notice.matter.code,
        name=notice.name,
        claimant=notice.claimant,
        claim=dict(notice.claim),
        state=notice.state(now).value,
        late=notice.late,
        due_at=notice.due_at,
        notified_at=notice.notified_at,
        source=notice.term.source[0],
        silence=notice.rule.silence[0],
        documents=[
            Produced(kind=d.code, name=d.words[0], source=d.source[0], produced=there)
            for d, there in notice.documents
        ],
        stated=[Paid(amount=f"{p.amount:f}", day=p.day) for p in notice.payments],
        received=f"{notice.received:f}",
        closed_at=notice.closed_at,
    )


def _shown(request: TokenRequest, found: list[Notice], action: str) -> list[ClaimOut]:
    audit.record_read(
        request.actor,
        person_ids=[n.person_id for n in found],
        fields=("name", "case"),
        action=action,
        at=request.at,
    )
    return [_out(n, request.at) for n in found]


@router.get("/claims", response={200: list[ClaimOut], ERRORS: Problem}, summary="Claims")
def claims(request: TokenRequest, x_purpose: Purpose = None) -> list[ClaimOut]:
    """What the token's employers were notified of, or what is about the token's area, the latest first."""
    actor = for_people(request, x_purpose, respondents.ACT)
    parties = [p for p in actor.parties(respondents.ACT) if p.startswith("employer:")]
    found = [n for party in parties for n in respondents.notices_to(party)]
    if not parties:
        found = respondents.notices_within(actor)
    return _shown(request, found, "api.claims")


def _own(request: TokenRequest, claim_id: int) -> Notice:
    found, actor = respondents.notice(claim_id), request.actor
    theirs = bool(found.party) and actor.may(respondents.ACT, party=found.party)
    if not theirs and not actor.may(cases.SEE, region=found.region):
        raise NotFound("notice_unknown")
    return found


@router.get("/claims/{claim_id}", response={200: ClaimOut, ERRORS: Problem}, summary="One claim")
def claim(request: TokenRequest, claim_id: pages.Id, x_purpose: Purpose = None) -> ClaimOut:
    """One claim against an employer of the token, or about its area."""
    for_people(request, x_purpose, respondents.ACT)
    return _shown(request, [_own(request, claim_id)], "api.claim")[0]


@router.post(
    "/claims/{claim_id}/steps", response={200: ClaimOut, ERRORS: Problem}, summary="Answer a claim"
)
def answer(request: TokenRequest, claim_id: pages.Id, body: Answering) -> ClaimOut:
    """Answer, or say what was paid. The same `key` again changes nothing."""
    _own(request, claim_id)
    common: dict[str, Any] = {"key": body.key, "actor": request.actor, "at": request.at}
    steps: dict[str, Callable[[], object]] = {
        "respond": lambda: respondents.respond(claim_id, body.text, **common),
        "pay": lambda: respondents.state_payment(
            claim_id, body.amount, body.day, text=body.text, **common
        ),
    }
    steps[body.step]()
    return _shown(request, [respondents.notice(claim_id)], "api.claim")[0]


@router.post(
    "/cases/{case_id}/notices",
    response={200: ClaimOut, ERRORS: Problem},
    summary="Notify the other side",
)
def notify(request: TokenRequest, case_id: pages.Id, body: Notifying) -> ClaimOut:
    """Notify the other side of a case of the token's office; its term begins."""
    request.actor.require(cases.HANDLE)
    made = respondents.notify(
        case_id,
        employer_id=body.employer,
        name=body.name,
        address=body.address,
        key=body.key,
        actor=request.actor,
        at=request.at,
    )
    return _shown(request, [respondents.notice(made)], "api.claim")[0]
