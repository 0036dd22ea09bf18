"""Signed requests of other places: as messages are taken, answered at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from anju.domains.exchange.answers.data.questions import Asked, Outcome
from anju.domains.exchange.answers.operations.asking import ask_as_place
from anju.domains.exchange.links.data.links import IN, IN_LOG, Reply
from anju.domains.exchange.links.operations import log
from anju.domains.exchange.links.operations.receiving import signed_answer, signed_by
from anju.domains.exchange.links.queries.peers import own_code_and_signer
from anju.domains.exchange.messages.data.classes import errors
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.foundation.actor import Actor, system
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, NotFound

PATH = "/exchange/v1/answers"


@dataclass(frozen=True, slots=True)
class SignedQuestions:
    """The body of a signed request: its questions and what it is for."""

    asked: Asked
    purpose: str


def answer_signed(
    request: HttpMessage,
    read: Callable[[bytes], SignedQuestions],
    *,
    request_id: str,
    at: datetime,
) -> Reply:
    """Answer a signed request; `read` makes its body out, and is asked only once the signature holds. A refusal is
    signed too. Raises `NotFound` ``exchange_not_set_up`` where this place takes part in no exchange."""
    _, signer = own_code_and_signer()
    with acting(system("exchange.answers", channel="exchange")):
        try:
            sender = signed_by(request, at)
        except NotAllowed as refused:
            return signed_answer(
                request, errors()[refused.code].status, {"code": refused.code}, signer, at
            )
        try:
            found = read(request.body)
        except AnjuError as refused:
            return signed_answer(request, 422, {"code": refused.code, **refused.params}, signer, at)
        actor = Actor(
            kind="client",
            label=sender.peer.name,
            purpose=IN_LOG.get(found.purpose, found.purpose),
            channel="exchange",
            request_id=request_id,
        )
        outcome = ask_as_place(found.asked, peer_id=sender.peer.pk, actor=actor, at=at)
        log.note(IN, sender.peer.code, sender.proof, [[_summary(outcome), "", "answers"]], at=at)
        return signed_answer(request, _status(outcome), _body(outcome), signer, at)


def _summary(outcome: Outcome) -> str:
    return outcome.refusal.code if outcome.refusal else f"{len(outcome.answers)} answers"


def _status(outcome: Outcome) -> int:
    if outcome.refusal is None:
        return 200
    kinds = ((NotAllowed, 403), (NotFound, 404))
    return next((s for kind, s in kinds if isinstance(outcome.refusal, kind)), 422)


def _body(outcome: Outcome) -> dict[str, object]:
    if outcome.refusal is not None:
        return {"code": outcome.refusal.code, **outcome.refusal.params}
    return {"answers": [{"id": a.id, "answer": a.value} for a in outcome.answers]}
