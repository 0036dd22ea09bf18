"""Fetching by cursor: the next changes of an agreement, signed by this place. A request acknowledges the last answer by
its cursor; what was acknowledged is not given again, what was not is, in the same order under the same ids."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.domains.exchange.changes.data.changes import (
    ACTION,
    MOST,
    Asked,
    Fetched,
    Page,
    Place,
)
from anju.domains.exchange.changes.models import ChangeAgreement
from anju.domains.exchange.changes.operations.agreements import count_given, given_on, holds
from anju.domains.exchange.changes.operations.composing import next_page, shown_fields
from anju.domains.exchange.changes.queries.feed import cursor_of, read_cursor
from anju.domains.exchange.links.data.links import IN, IN_LOG, OUT, Reply
from anju.domains.exchange.links.operations import log
from anju.domains.exchange.links.operations.receiving import signed_answer, signed_by
from anju.domains.exchange.links.queries.peers import own_code_and_signer
from anju.domains.exchange.messages.data.classes import errors
from anju.domains.exchange.signing.data.messages import HttpMessage
from anju.domains.exchange.signing.rules.profile import verified
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, NotAllowed, Refused

FETCH = "change.fetch"
_WHO = system("exchange.changes", channel="exchange")


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """The body of a signed request: what is asked, and what for."""

    asked: Asked
    purpose: str


def fetch_as_department(
    request: HttpMessage, asked: Asked, *, base: str, actor: Actor, at: datetime
) -> tuple[Fetched, Reply | None]:
    """Give a department's system, an account with ``change.fetch``, the next changes of its agreement, signed. A
    refusal is in what is returned (``not_allowed``, ``change_…``), so that it is counted; then there is no answer to
    send. `NotFound` ``exchange_not_set_up``."""
    _, signer = own_code_and_signer()
    if actor.user_id is None or not actor.may(FETCH):
        return Fetched(refusal=NotAllowed("not_allowed", permission=FETCH)), None

    def mine(row: ChangeAgreement) -> bool:
        return row.user_id == actor.user_id and actor.may(FETCH, region=row.region)

    with acting(_WHO):
        found = _fetched(asked, mine, base=base, actor=actor, at=at)
        if found.content is None:
            return found, None
        reply = signed_answer(request, 200, found.content, signer, at)
        _note_answer(asked.agreement, reply, signer, at)
    return found, reply


def fetch_signed(
    request: HttpMessage,
    read: Callable[[bytes], SignedRequest],
    *,
    base: str,
    request_id: str,
    at: datetime,
) -> Reply:
    """Give a place on a link the next changes of its agreement; `read` makes the body out once the signature holds. A
    refusal is signed too. `NotFound` ``exchange_not_set_up``."""
    _, signer = own_code_and_signer()
    with acting(_WHO):
        try:
            sender = signed_by(request, at)
        except NotAllowed as refused:
            status = errors()[refused.code].status
            return signed_answer(request, status, {"code": refused.code}, signer, at)
        try:
            wanted = read(request.body)
        except AnjuError as refused:
            return signed_answer(request, 422, {"code": refused.code, **refused.params}, signer, at)
        actor = Actor(
            kind="client",
            label=sender.peer.name,
            purpose=IN_LOG.get(wanted.purpose, wanted.purpose),
            channel="exchange",
            request_id=request_id,
        )
        peer = sender.peer.pk
        found = _fetched(
            wanted.asked, lambda row: row.peer_id == peer, base=base, actor=actor, at=at
        )
        log.note(IN, sender.peer.code, sender.proof, [[_summary(found), "", "changes"]], at=at)
        if found.refusal is not None:
            body = {"code": found.refusal.code, **found.refusal.params}
            return signed_answer(request, 422, body, signer, at)
        return signed_answer(request, 200, found.content or {}, signer, at)


def _fetched(
    asked: Asked,
    mine: Callable[[ChangeAgreement], bool],
    *,
    base: str,
    actor: Actor,
    at: datetime,
) -> Fetched:
    row = ChangeAgreement.objects.select_for_update().filter(number=asked.agreement).first()
    known = row is not None and mine(row)
    try:
        if row is None or not known:
            raise Refused("change_agreement_unknown")
        with transaction.atomic():
            return Fetched(_content(row, asked, base=base, actor=actor, at=at))
    except AnjuError as refused:
        if row is not None and known:
            count_given(row, at, refused=1)
        return Fetched(refusal=refused)


def _content(
    row: ChangeAgreement, asked: Asked, *, base: str, actor: Actor, at: datetime
) -> Mapping[str, Any]:
    if not holds(row, at):
        raise Refused("change_agreement_ended")
    if actor.purpose != row.purpose:
        raise Refused("change_purpose", purpose=row.purpose)
    if asked.after:
        acknowledge(row, read_cursor(row, asked.after))
    rest = row.per_day - given_on(row, local_date(at))
    if rest < 1:
        raise Refused("change_quota_used", per_day=row.per_day)
    page = next_page(row, max(1, min(asked.limit, MOST, rest)), base=base, at=at)
    _record(row, page, actor, at)
    count_given(row, at, given=len(page.events))
    row.fetched_at, lost = at, row.lost_before
    row.save(update_fields=["fetched_at"])
    return {
        "agreement": row.number,
        "changes": list(page.events),
        "cursor": cursor_of(row, page.end),
        "more": page.more,
        "lost_before": None if lost is None else lost.isoformat(),
    }


def acknowledge(row: ChangeAgreement, place: Place) -> None:
    """The partner has everything up to this place. One that is behind, or of before a replay, changes nothing."""
    if place.generation != row.generation or (place.xid, place.id) <= (row.xid, row.change):
        return
    row.xid, row.change, row.given = place.xid, place.id, place.count
    row.save(update_fields=["xid", "change", "given"])


def _record(row: ChangeAgreement, page: Page, actor: Actor, at: datetime) -> None:
    audit.record_read(
        replace(actor, label=row.name),
        person_ids=[p for persons in page.persons for p in persons],
        fields=shown_fields(row),
        action=ACTION,
        at=at,
    )


def _summary(found: Fetched) -> str:
    if found.content is None:
        return found.refusal.code if found.refusal is not None else ""
    changes = found.content["changes"]
    return f"{len(changes)} changes"


def _note_answer(number: str, reply: Reply, signer: HeldKey, at: datetime) -> None:
    """Our own signature over what was given stands in the log: the caller's token proves nothing to others."""
    answer = HttpMessage(reply.body, reply.headers, status=reply.status)
    proof = verified(answer, lambda *_: signer.key, at=at)
    digest = hashlib.sha256(reply.body).hexdigest()
    count = len(json.loads(reply.body)["changes"])
    log.note(OUT, number, proof, [[f"{count} changes", digest, "changes"]], at=at)
