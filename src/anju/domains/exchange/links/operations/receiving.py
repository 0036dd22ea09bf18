"""Taking a request in: signature, nonce, reading, judging, keeping. What a message does comes after (`applying`)."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from anju.domains.exchange.gateway.data.assurance import Assurance
from anju.domains.exchange.gateway.rules.schemes import claim_of
from anju.domains.exchange.links.data.links import IN, PeerState, Reply, State
from anju.domains.exchange.links.models import Nonce, Peer
from anju.domains.exchange.links.operations import log
from anju.domains.exchange.links.operations.quotas import (
    Close,
    count,
    count_alone,
    forget_uses,
    is_close,
)
from anju.domains.exchange.links.operations.refusals import forget_refusals, note_refused
from anju.domains.exchange.links.operations.restores import notice_epoch
from anju.domains.exchange.links.queries.gateways import sender_of
from anju.domains.exchange.links.queries.messages import PAYLOAD, bound_to
from anju.domains.exchange.links.queries.peers import keys_of, own_code_and_signer
from anju.domains.exchange.links.queries.standing import known_of
from anju.domains.exchange.links.rules.judging import (
    Known,
    is_repeated,
    judged,
    too_little,
)
from anju.domains.exchange.messages.data.classes import (
    MOST_BYTES,
    MOST_MESSAGES,
    NEGOTIATION,
    RECEIPT,
    REJECTION,
    VERSION,
    errors,
)
from anju.domains.exchange.messages.data.messages import Fault, Occasion
from anju.domains.exchange.messages.rules.canonical import (
    NotReadable,
    canonical,
    digest_of,
    read_json,
)
from anju.domains.exchange.messages.rules.checking import faults, kept_out
from anju.domains.exchange.signing.data.messages import HttpMessage, Verified
from anju.domains.exchange.signing.rules.base import NotCoverable
from anju.domains.exchange.signing.rules.profile import signed, verified
from anju.foundation.actor import Actor, system
from anju.foundation.audit.api import epoch
from anju.foundation.clock import local_date
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.crypto import encrypt_many
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.errors import NotAllowed

JSON_TYPE = "application/json"
Result = dict[str, Any]


SEEN_EVERY = timedelta(seconds=10)
"""Between two notes of when a place was last heard: not a row that all its requests wait for."""


@dataclass(frozen=True, slots=True)
class SignedBy:
    """Whose request it is, and the proof."""

    peer: Peer
    proof: Verified
    assurance: str = Assurance.SIGNED


@dataclass(slots=True)
class _Weighed:
    """A message with its canonical text and digest; without a `message` where it is not sound."""

    message: Mapping[str, Any]
    wrong: list[Fault]
    text: str = ""
    digest: str = ""
    result: Result = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Whose messages are kept, in which place, when; `alone`: counted while nobody else counts."""

    peer: Peer
    place: str
    at: datetime
    alone: bool
    assurance: str = Assurance.SIGNED


def receive(request: HttpMessage, *, at: datetime) -> Reply:
    """Keep the messages of a request and answer for each, signed; or refuse the whole under a code of the catalogue.
    Raises `NotFound` ``exchange_not_set_up`` where this place takes part in no exchange."""
    place, signer = own_code_and_signer()
    for alone in (False, True):
        try:
            with acting(_actor("exchange")):
                status, body = _taken(request, place, at, alone=alone)
        except Close:
            continue
        break
    return signed_answer(request, status, body, signer, at)


def _taken(
    request: HttpMessage, place: str, at: datetime, *, alone: bool
) -> tuple[int, Mapping[str, Any]]:
    """Status and body of the answer."""
    try:
        sender, request = _sender(request, at)
        items = _items(request)
    except NotAllowed as refused:
        note_refused(None, [refused.code], local_date(at))
        return errors()[refused.code].status, {"code": refused.code, **refused.params}
    return 200, {
        "version": VERSION,
        "place": place,
        "epoch": epoch().number,
        "received": at.astimezone(UTC).isoformat(),
        "results": _kept(items, place, sender, at, alone=alone),
    }


def _actor(label: str) -> Actor:
    return system(label, channel="exchange")


def _sender(request: HttpMessage, at: datetime) -> tuple[SignedBy, HttpMessage]:
    """Who sent a request, by whichever way, and the request with what it brings for a body."""
    if len(request.body) > MOST_BYTES:
        raise NotAllowed("body_too_large")
    claim = claim_of(request)
    if claim is None:
        return signed_by(request, at), request
    peer, proof = sender_of(claim, at)
    _admit(peer, proof)
    return SignedBy(peer, proof, claim.scheme), replace(request, body=claim.body)


def signed_by(request: HttpMessage, at: datetime) -> SignedBy:
    """Who signed a request; `NotAllowed` under a code of the catalogue. A true signature alone uses its nonce up."""
    if len(request.body) > MOST_BYTES:
        raise NotAllowed("body_too_large")
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON_TYPE:
        raise NotAllowed("media_type_wrong")
    found: list[Peer] = []
    proof = verified(request, keys_of(found), at=at)
    _admit(found[0], proof)
    return SignedBy(found[0], proof)


def _admit(peer: Peer, proof: Verified) -> None:
    """Use the nonce up; `NotAllowed` ``nonce_used``, ``peer_suspended``."""
    fresh = run(
        "INSERT INTO exchange_nonce (peer_id, nonce, until) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        [peer.pk, proof.nonce, datetime.fromtimestamp(proof.keep_until, UTC)],
        often=True,
    )
    if not fresh:
        raise NotAllowed("nonce_used")
    if peer.state != PeerState.ACTIVE:
        raise NotAllowed("peer_suspended")


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


def _kept(
    items: Sequence[object], place: str, sender: SignedBy, at: datetime, *, alone: bool
) -> list[Result]:
    """The results of the messages, in their order; what is sound and new is kept."""
    peer, occasion = sender.peer, Occasion(place, sender.peer.code, at)
    found = [_weighed(item, faults(item, occasion)) for item in items]
    sound = [w for w in found if w.message]
    if sound:
        _keep(sound, _Keeping(peer, place, at, alone, sender.assurance))
    results = [w.result for w in found]
    if not peer.test:
        outcomes = [(r["id"], r.get("digest", ""), r["class"]) for r in results]
        log.note(IN, peer.code, sender.proof, outcomes, at=at, assurance=sender.assurance)
        note_refused(
            peer.pk, [e["code"] for r in results for e in r.get("errors", ())[:1]], local_date(at)
        )
    if peer.seen_at is None or at - peer.seen_at > SEEN_EVERY:
        Peer.objects.filter(pk=peer.pk).update(seen_at=at)
    newest = max((int(w.message["epoch"]) for w in sound), default=0)
    if newest > peer.epoch:
        notice_epoch(peer, newest, at=at)
    return results


def _weighed(item: object, wrong: list[Fault]) -> _Weighed:
    if kept_out(wrong) or not isinstance(item, dict):
        return _Weighed({}, wrong, result=rejection(item, wrong))
    text = canonical(item)
    return _Weighed(item, wrong, text, digest_of(text))


def _keep(found: Sequence[_Weighed], to: _Keeping) -> None:
    """Judge and store. What came by another request at the same time is judged anew."""
    messages, today = [w.message for w in found], local_date(to.at)
    known = known_of(to.peer, messages, today)
    alone = to.alone or any(is_close(a, known.used[n]) for n, a in known.agreements.items())
    if alone:
        count_alone(known.agreements.values())
        known = known_of(to.peer, messages, today)
    fresh = [w for w in found if _is_fresh(w, known, today, to.assurance)]
    kept = Counter(str(w.message["agreement"]) for w in fresh if _is_counted(w))
    count(kept, known.agreements, today, alone=alone)
    stored = _store(fresh, to)
    lost = [w for w in fresh if w.message["id"] not in stored]
    if lost:
        counted = [str(w.message["agreement"]) for w in lost if _is_counted(w)]
        uncounted = Counter(dict.fromkeys(counted, 0))
        uncounted.subtract(counted)
        count(uncounted, known.agreements, today, alone=True)
        _keep(lost, to)


def _is_counted(weighed: _Weighed) -> bool:
    """Under an agreement; what two places negotiate by has a limit of its own."""
    return weighed.message["class"] not in NEGOTIATION


def _is_fresh(weighed: _Weighed, known: Known, today: date, assurance: str) -> bool:
    """Give the message its result; True where it is to be stored."""
    message, repeated = weighed.message, is_repeated(weighed.message, known, weighed.digest)
    if not repeated:
        fault = too_little(message, assurance) or judged(message, known, today)
        if fault is not None:
            weighed.result = rejection(message, [fault])
            return False
        known.keep(message, weighed.digest)
    weighed.result = {
        "class": RECEIPT,
        "id": message["id"],
        "digest": weighed.digest,
        "repeated": repeated,
        "warnings": [f.written() for f in weighed.wrong],
    }
    return not repeated


def rejection(item: object, wrong: Sequence[Fault]) -> Result:
    """The result of a message that is not kept."""
    named = item.get("id", "") if isinstance(item, dict) else ""
    return {
        "class": REJECTION,
        "id": str(named)[:36],
        "errors": [f.written() for f in wrong],
    }


def _store(fresh: Sequence[_Weighed], to: _Keeping) -> set[str]:
    """The ids of those that were not there yet."""
    if not fresh:
        return set()
    found, count = [w.message for w in fresh], len(fresh)
    ciphers = encrypt_many(
        [w.text for w in fresh], PAYLOAD, rows=[bound_to(IN, to.peer.pk, m["id"]) for m in found]
    )
    columns: dict[str, tuple[str, list[Any]]] = {
        "direction": ("text", [IN] * count),
        "peer_id": ("bigint", [to.peer.pk] * count),
        **{c: (kind, [m[name] for m in found]) for c, (kind, name) in _WRITTEN.items()},
        "reply_to": ("uuid", [m.get("reply_to") for m in found]),
        "answer_by": ("date", [_day(m.get("answer_by")) for m in found]),
        "digest": ("text", [w.digest for w in fresh]),
        "payload_cipher": ("bytea", ciphers),
        "assurance": ("text", [to.assurance] * count),
        "region": ("text", [to.place] * count),
        "state": ("text", [State.KEPT.value] * count),
        "at": ("timestamptz", [to.at] * count),
        "written_at": ("timestamptz", [datetime.fromisoformat(m["created"]) for m in found]),
        "outcome": ("text", [str(m["body"].get("outcome", ""))[:20] for m in found]),
    }
    source, values = joined(columns)
    inserted = rows(
        f"""INSERT INTO exchange_message ({", ".join(columns)}, result, errors)
        SELECT *, '', '[]'::jsonb FROM {source} ON CONFLICT DO NOTHING RETURNING message_id""",  # noqa: S608
        values,
        often=True,
    )
    return {str(row[0]) for row in inserted}


_WRITTEN = {
    "message_id": ("uuid", "id"),
    "kind": ("text", "class"),
    "agreement": ("text", "agreement"),
    "purpose": ("text", "purpose"),
    "subject": ("text", "subject"),
    "epoch": ("bigint", "epoch"),
    "sequence": ("integer", "sequence"),
}
"""Column → its type, and the member of a message that it holds."""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def signed_answer(
    request: HttpMessage, status: int, body: Mapping[str, Any], signer: HeldKey, at: datetime
) -> Reply:
    """An answer with this content, signed by this place over the request's own signature."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    bare = HttpMessage(text, {"content-type": JSON_TYPE}, status=status, request=request)
    nonce = secrets.token_urlsafe(16)
    try:
        fields = signed(bare, signer, nonce=nonce, at=at)
    except NotCoverable:  # of a request whose signature cannot be covered
        fields = signed(replace(bare, request=None), signer, nonce=nonce, at=at)
    return Reply(status, {**bare.headers, **fields}, text)


def forget_nonces(*, at: datetime) -> int:
    """Remove nonces whose signatures have expired, how many; and counts of long ago."""
    forget_uses(local_date(at))
    forget_refusals(local_date(at))
    deleted, _ = Nonce.objects.filter(until__lt=at).delete()
    return deleted
