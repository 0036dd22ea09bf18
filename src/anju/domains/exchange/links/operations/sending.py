"""Sending what is queued: taken for a while, sent, and noted by what the other place's signed answer says of each."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Q

from anju.domains.exchange.gateway.data.assurance import Assurance
from anju.domains.exchange.gateway.rules.schemes import written
from anju.domains.exchange.links.data.links import (
    FIRST_WAIT,
    LEASE,
    LONGEST_WAIT,
    OUT,
    PeerState,
    State,
)
from anju.domains.exchange.links.models import GatewaySecret, Message, Peer
from anju.domains.exchange.links.operations import log
from anju.domains.exchange.links.operations.restores import notice_epoch
from anju.domains.exchange.links.queries.gateways import opened, sending_by
from anju.domains.exchange.links.queries.messages import contents
from anju.domains.exchange.links.queries.peers import keys_of, own_signer
from anju.domains.exchange.messages.data.classes import MOST_MESSAGES, RECEIPT, VERSION, errors
from anju.domains.exchange.messages.rules.canonical import NotReadable, canonical, read_json
from anju.domains.exchange.messages.rules.schemas import pointers
from anju.domains.exchange.signing.data.messages import HttpMessage, Verified
from anju.domains.exchange.signing.rules.profile import signed, verified
from anju.foundation.actor import system
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed

PATH = "/exchange/v1/messages"
JSON_TYPE = "application/json"
Answer = tuple[int, Mapping[str, str], bytes]
Transport = Callable[[str, Mapping[str, str], bytes], Answer]
"""Posts a body to an address: status, header fields (names in lower case) and body of the answer. `OSError` when there
is none."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one request came to: how many messages went, and why it failed, "" when it did not."""

    messages: int
    failure: str = ""


def due_peers(*, at: datetime) -> list[int]:
    """Peers to which something is to be sent now."""
    with acting(system("exchange.send")):
        return list(
            Peer.objects.filter(_ready(at), messages__in=_due(at))
            .distinct()
            .values_list("pk", flat=True)
        )


def send_due(
    peer_id: int, transport: Transport, *, at: datetime, most: int = MOST_MESSAGES
) -> Sent:
    """Send up to `most` messages to a peer in one request. Two transactions of its own, with the request between them:
    one that breaks off leaves messages that are taken again after `LEASE`, and the other place knows them by their
    ids."""
    actor = system("exchange.send", channel="exchange")
    with acting(actor):
        peer, found = _take(peer_id, most, at)
        if peer is None or not found:
            return Sent(0)
        secret = sending_by(peer.pk, at)
        request = _request(peer, contents(found), at, secret)
    try:
        status, headers, body = transport(request.url, request.headers, request.body)
        failure = ""
    except OSError as error:
        status, headers, body, failure = 0, {}, b"", _named(error)
    with acting(actor):
        if not failure:
            answer = HttpMessage(body, headers, status=status, request=request)
            failure = _note(peer, found, answer, at, secret)
        if failure:
            _failed(peer, found, failure, at)
    return Sent(len(found), failure)


def _named(error: OSError) -> str:
    """Why no answer came, without addresses."""
    return "timed_out" if isinstance(error, TimeoutError) else "not_reached"


def _ready(at: datetime) -> Q:
    return Q(state=PeerState.ACTIVE.value, test=False) & (Q(next_at=None) | Q(next_at__lte=at))


def _due(at: datetime):  # type: ignore[no-untyped-def] # noqa: ANN202 - a query of messages
    rest = Q(next_at=None) | Q(next_at__lte=at)
    return Message.objects.filter(rest, direction=OUT, state=State.QUEUED.value)


def _take(peer_id: int, most: int, at: datetime) -> tuple[Peer | None, list[Message]]:
    peer = Peer.objects.filter(_ready(at), pk=peer_id).first()
    if peer is None:
        return None, []
    found = list(
        _due(at).filter(peer_id=peer_id).select_for_update(skip_locked=True).order_by("id")[:most]
    )
    Message.objects.filter(pk__in=[m.pk for m in found]).update(next_at=at + LEASE)
    return peer, found


def _request(
    peer: Peer, found: Sequence[Mapping[str, Any]], at: datetime, secret: GatewaySecret | None
) -> HttpMessage:
    body = canonical(found[0] if len(found) == 1 else list(found)).encode()
    if secret is not None:
        by = (secret.scheme, secret.caller, secret.service, opened(secret))
        headers, content = written(*by, body, at)
        return HttpMessage(content, headers, "POST", peer.url.rstrip("/") + PATH)
    bare = HttpMessage(body, {"content-type": JSON_TYPE}, "POST", peer.url.rstrip("/") + PATH)
    fields = signed(bare, own_signer(), nonce=secrets.token_urlsafe(16), at=at)
    return replace(bare, headers={**bare.headers, **fields})


def _note(
    peer: Peer,
    found: Sequence[Message],
    answer: HttpMessage,
    at: datetime,
    secret: GatewaySecret | None,
) -> str:
    """Take the answer to account, if it is the peer's own; why not, else "". By an older gateway answers are not
    signed: the digest in each receipt says what was taken."""
    try:
        if secret is not None:
            proof = Verified(secret.caller, "", 0, 0, sha256(answer.body).digest(), b"")
        else:
            proof = verified(answer, keys_of([], only=peer.pk), at=at)
        body = read_json(answer.body)
    except NotAllowed as refused:
        return f"answer_{refused.code}"
    except NotReadable:
        return "answer_unreadable"
    if answer.status != 200:
        code = str(body.get("code", "")) if isinstance(body, dict) else ""
        return code if code in errors() else "answer_unreadable"
    if next(pointers(VERSION, "answer", body), None) is not None or body["place"] != peer.code:
        return "answer_unreadable"
    assurance = secret.scheme if secret is not None else Assurance.SIGNED
    for message in found:
        message.assurance = assurance
    _note_results(peer, found, body["results"], proof, at)
    notice_epoch(peer, body["epoch"], at=at)
    Peer.objects.filter(pk=peer.pk).update(
        seen_at=at, failure="", failing_since=None, attempts=0, next_at=None
    )
    return ""


def _note_results(
    peer: Peer,
    found: Sequence[Message],
    results: Sequence[Mapping[str, Any]],
    proof: Verified,
    at: datetime,
) -> None:
    by_id = {r["id"]: r for r in results}
    outcomes = []
    for message in found:
        result = by_id.get(str(message.message_id))
        if result is None:
            continue  # not spoken of: it is sent again
        outcomes.append((result["id"], message.digest, result["class"]))
        _note_one(message, result, at)
    Message.objects.bulk_update(found, ["state", "errors", "next_at", "done_at", "assurance"])
    assurance = found[0].assurance
    log.note(OUT, peer.code, proof, outcomes, at=at, assurance=assurance)


def _note_one(message: Message, result: Mapping[str, Any], at: datetime) -> None:
    message.next_at = None
    if result["class"] == RECEIPT:
        if result["digest"] == message.digest:
            message.state = State.SENT.value
            message.done_at = message.done_at if message.result else at
        else:
            message.state = State.REJECTED.value
            message.errors = [{"code": "id_content_differs", "at": "/id", "severity": "error"}]
        return
    message.errors = list(result["errors"])
    if {e["code"] for e in message.errors} == {"agreement_quota"}:
        tomorrow = local_date(at) + timedelta(days=1)
        message.next_at = datetime.combine(tomorrow, time(), CHINA)
    else:
        message.state = State.REJECTED.value


def _failed(peer: Peer, found: Sequence[Message], failure: str, at: datetime) -> None:
    """Give the messages back and wait, twice as long as the time before."""
    Message.objects.filter(pk__in=[m.pk for m in found], state=State.QUEUED.value).update(
        next_at=None
    )
    row = Peer.objects.select_for_update().get(pk=peer.pk)
    wait = min(FIRST_WAIT * 2 ** min(row.attempts, 20), LONGEST_WAIT)
    row.attempts += 1
    row.failure, row.failing_since = failure[:60], row.failing_since or at
    row.next_at = at + wait
    row.save(update_fields=["attempts", "failure", "failing_since", "next_at"])
