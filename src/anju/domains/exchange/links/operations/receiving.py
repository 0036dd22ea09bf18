"""Taking a request in: signature, nonce, reading, judging, keeping. What a message does comes after (`applying`)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from anju.domains.exchange.links.data.links import IN, PeerState, Reply, State
from anju.domains.exchange.links.models import Message, Nonce, Peer
from anju.domains.exchange.links.operations import log
from anju.domains.exchange.links.operations.restores import notice_epoch
from anju.domains.exchange.links.queries.messages import PAYLOAD, bound_to
from anju.domains.exchange.links.queries.peers import keys_of, own_place, own_signer
from anju.domains.exchange.links.queries.standing import known_of
from anju.domains.exchange.links.rules.judging import Known, is_repeated, judged
from anju.domains.exchange.messages.data.classes import (
    MOST_BYTES,
    MOST_MESSAGES,
    RECEIPT,
    REJECTION,
    VERSION,
    errors,
)
from anju.domains.exchange.messages.data.messages import Fault, Occasion
from anju.domains.exchange.messages.rules.canonical import NotReadable, canonical, digest, read_json
from anju.domains.exchange.messages.rules.checking import faults, kept_out
from anju.domains.exchange.signing.data.messages import HttpMessage, Verified
from anju.domains.exchange.signing.rules.base import NotCoverable
from anju.domains.exchange.signing.rules.profile import signed, verified
from anju.foundation.actor import Actor, system
from anju.foundation.audit.api import epoch
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt_many
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import run
from anju.foundation.errors import NotAllowed

JSON_TYPE = "application/json"
Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sender:
    """Whose request it is, and the proof."""

    peer: Peer
    proof: Verified


def receive(request: HttpMessage, *, at: datetime) -> Reply:
    """Keep the messages of a request and answer for each, signed; or refuse the whole under a code of the catalogue.
    Raises `NotFound` ``exchange_not_set_up`` where this place takes part in no exchange."""
    place, _ = own_place()
    with acting(_actor("exchange")):
        try:
            sender = _sender(request, at)
            items = _items(request)
        except NotAllowed as refused:
            code = refused.code
            return _answer(request, errors()[code].status, {"code": code, **refused.params}, at)
        results = _kept(items, place, sender, at)
    body = {
        "version": VERSION,
        "place": place,
        "epoch": epoch().number,
        "received": at.astimezone(UTC).isoformat(),
        "results": results,
    }
    return _answer(request, 200, body, at)


def _actor(label: str) -> Actor:
    return system(label, channel="exchange")


def _sender(request: HttpMessage, at: datetime) -> _Sender:
    """Who signed. The nonce is used up by a true signature only."""
    if len(request.body) > MOST_BYTES:
        raise NotAllowed("body_too_large")
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON_TYPE:
        raise NotAllowed("media_type_wrong")
    found: list[Peer] = []
    proof = verified(request, keys_of(found), at=at)
    peer = found[0]
    fresh = run(
        "INSERT INTO exchange_nonce (peer_id, nonce, until) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        [peer.pk, proof.nonce, datetime.fromtimestamp(proof.keep_until, UTC)],
        often=True,
    )
    if not fresh:
        raise NotAllowed("nonce_used")
    if peer.state != PeerState.ACTIVE:
        raise NotAllowed("peer_suspended")
    return _Sender(peer, proof)


def _items(request: HttpMessage) -> list[object]:
    try:
        value = read_json(request.body)
    except NotReadable as error:
        raise NotAllowed("body_not_json") from error
    items = value if isinstance(value, list) else [value]
    if not items:
        raise NotAllowed("messages_missing")
    if len(items) > MOST_MESSAGES:
        raise NotAllowed("messages_too_many")
    return items


def _kept(items: Sequence[object], place: str, sender: _Sender, at: datetime) -> list[Result]:
    """The results of the messages, in their order; what is sound and new is kept."""
    occasion = Occasion(place, sender.peer.code, at)
    found = [(item, faults(item, occasion)) for item in items]
    sound = [m for m, wrong in found if not kept_out(wrong) and isinstance(m, dict)]
    results = _stored(found, sound, sender.peer, place, at)
    outcomes = [(r["id"], r.get("digest", ""), r["class"]) for r in results]
    if not sender.peer.test:
        log.note(IN, sender.peer.code, sender.proof, outcomes, at=at)
    Peer.objects.filter(pk=sender.peer.pk).update(seen_at=at)
    if sound:
        notice_epoch(sender.peer, max(int(m["epoch"]) for m in sound), at=at)
    return results


def _stored(
    found: Sequence[tuple[object, list[Fault]]],
    sound: Sequence[Mapping[str, Any]],
    peer: Peer,
    place: str,
    at: datetime,
) -> list[Result]:
    """Judge and store. Where the same messages come by two requests at once the later one is judged anew."""
    for last in (False, False, True):
        known = known_of(peer, sound, at)
        fresh: list[Mapping[str, Any]] = []
        results = [_result(m, wrong, known, fresh, local_date(at)) for m, wrong in found]
        try:
            with transaction.atomic():
                _store(fresh, peer, place, at)
        except IntegrityError:
            if last:
                raise
        else:
            break
    return results


def _result(
    item: object, wrong: list[Fault], known: Known, fresh: list[Mapping[str, Any]], today: date
) -> Result:
    if kept_out(wrong) or not isinstance(item, dict):
        return rejection(item, wrong)
    repeated = is_repeated(item, known)
    if not repeated:
        fault = judged(item, known, today)
        if fault is not None:
            return rejection(item, [fault])
        known.keep(item)
        fresh.append(item)
    return {
        "class": RECEIPT,
        "id": item["id"],
        "digest": digest(item),
        "repeated": repeated,
        "warnings": [f.written() for f in wrong],
    }


def rejection(item: object, wrong: Sequence[Fault]) -> Result:
    """The result of a message that is not kept."""
    named = item.get("id", "") if isinstance(item, dict) else ""
    return {
        "class": REJECTION,
        "id": str(named)[:36],
        "errors": [f.written() for f in wrong],
    }


def _store(fresh: Sequence[Mapping[str, Any]], peer: Peer, place: str, at: datetime) -> None:
    texts = [canonical(m) for m in fresh]
    ciphers = encrypt_many(texts, PAYLOAD, rows=[bound_to(IN, peer.pk, m["id"]) for m in fresh])
    Message.objects.bulk_create(
        Message(
            direction=IN,
            peer=peer,
            message_id=UUID(m["id"]),
            kind=m["class"],
            agreement=m["agreement"],
            purpose=m["purpose"],
            subject=m["subject"],
            epoch=m["epoch"],
            sequence=m["sequence"],
            reply_to=m.get("reply_to"),
            answer_by=m.get("answer_by"),
            digest=digest(m),
            payload_cipher=cipher,
            region=place,
            state=State.KEPT.value,
            at=at,
        )
        for m, cipher in zip(fresh, ciphers, strict=True)
    )


def _answer(request: HttpMessage, status: int, body: Mapping[str, Any], at: datetime) -> Reply:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    bare = HttpMessage(text, {"content-type": JSON_TYPE}, status=status, request=request)
    nonce, signer = secrets.token_urlsafe(16), own_signer()
    try:
        fields = signed(bare, signer, nonce=nonce, at=at)
    except NotCoverable:  # of a request whose signature cannot be covered
        fields = signed(replace(bare, request=None), signer, nonce=nonce, at=at)
    return Reply(status, {**bare.headers, **fields}, text)


def forget_nonces(*, at: datetime) -> int:
    """Remove nonces whose signatures have expired; how many."""
    deleted, _ = Nonce.objects.filter(until__lt=at).delete()
    return deleted
