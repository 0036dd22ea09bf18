"""Signing and checking by one strict profile: what must be covered, how long a signature holds, which key it needs.

The library for RFC 9421 checks that what is covered was signed. It lets pass a changed body unless it is handed the
body, a signature that covers nothing of weight, and the same request twice; this profile lets none of them pass.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from anju.domains.exchange.signing.data.messages import (
    LABEL,
    LONGEST,
    LONGEST_NONCE,
    OF_ANSWER,
    OF_REQUEST,
    SHORTEST_NONCE,
    SKEW,
    TAG,
    HttpMessage,
    Verified,
)
from anju.domains.exchange.signing.rules.base import NotCoverable, signature_base
from anju.domains.exchange.signing.rules.structured import (
    Component,
    InnerList,
    NotStructured,
    Value,
    read_bytes,
    read_inputs,
    written_bytes,
)
from anju.foundation.credentials.signing import ES256, SM2, PublicKey, Signer
from anju.foundation.errors import NotAllowed

ALGORITHMS = {ES256: "ecdsa-p256-sha256", SM2: "sm2-sm3"}
"""Names of the two algorithms in signatures. The second is not registered: places that use it agree on it."""
DIGESTS = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}
KeyOf = Callable[[str, datetime], PublicKey | None]
"""The key of a name at a moment; None for a name nobody knows. Raises `NotAllowed` ``signature_key_ended``."""


def content_digest(body: bytes) -> str:
    """The `Content-Digest` field of a body."""
    return f"sha-256={written_bytes(hashlib.sha256(body).digest())}"


def signed(
    message: HttpMessage,
    signer: Signer,
    *,
    nonce: str,
    at: datetime,
    lifetime: timedelta = timedelta(minutes=2),
) -> dict[str, str]:
    """The header fields that sign a request, or an answer together with the request it answers. The message must carry
    its ``content-type``."""
    headers = {**message.headers, "content-digest": content_digest(message.body)}
    covered = [Component(name) for name in (OF_ANSWER if message.status else OF_REQUEST)]
    covered += _bound(message)
    created = int(at.timestamp())
    params: dict[str, Value] = {
        "created": created,
        "expires": created + int(lifetime.total_seconds()),
        "nonce": nonce,
        "alg": ALGORITHMS[signer.key.alg],
        "keyid": signer.key.kid,
        "tag": TAG,
    }
    what = InnerList(tuple(covered), params)
    base = signature_base(_with(message, headers), what)
    return {
        "content-digest": headers["content-digest"],
        "signature-input": f"{LABEL}={what}",
        "signature": f"{LABEL}={written_bytes(signer.sign(base))}",
    }


def verified(message: HttpMessage, key_of: KeyOf, *, at: datetime) -> Verified:
    """Check digest, coverage, window, key and signature, in this order. The nonce is the caller's to compare, after
    this: a forged message uses none up.

    `NotAllowed` ``signature_missing``, ``signature_malformed``, ``signature_component_missing``, ``digest_missing``,
    ``digest_wrong``, ``nonce_missing``, ``signature_expired``, ``signature_from_future``, ``signature_too_long``,
    ``signature_key_unknown``, ``signature_key_ended``, ``signature_algorithm``, ``signature_wrong``.
    """
    covered, signature = _only_signature(message.headers)
    _require_covered(message, covered)
    _require_digest(message)
    created, expires, nonce = _window(covered, at)
    keyid = _text(covered, "keyid")
    key = key_of(keyid, at)
    if key is None:
        raise NotAllowed("signature_key_unknown")
    if _text(covered, "alg") != ALGORITHMS[key.alg]:
        raise NotAllowed("signature_algorithm")
    try:
        base = signature_base(message, covered)
    except (NotCoverable, UnicodeEncodeError) as error:
        raise NotAllowed("signature_malformed") from error
    if not key.verify(base, signature):
        raise NotAllowed("signature_wrong")
    return Verified(keyid, nonce, created, expires, base, signature)


def _bound(message: HttpMessage) -> list[Component]:
    """What ties an answer to its request: the signature of the request, where that has one."""
    if message.request is None:
        return []
    try:
        inputs = read_inputs(message.request.headers.get("signature-input", ""))
    except NotStructured:
        return []
    ours = [label for label, what in inputs.items() if what.params.get("tag") == TAG]
    return [Component("signature", {"req": True, "key": label}) for label in ours[:1]]


def _only_signature(headers: Mapping[str, str]) -> tuple[InnerList, bytes]:
    """The signature of this application. Several labels are allowed (a proxy may add its own), one of ours."""
    if not headers.get("signature") or not headers.get("signature-input"):
        raise NotAllowed("signature_missing")
    try:
        inputs, signatures = (
            read_inputs(headers["signature-input"]),
            read_bytes(headers["signature"]),
        )
    except NotStructured as error:
        raise NotAllowed("signature_malformed") from error
    ours = [label for label, what in inputs.items() if what.params.get("tag") == TAG]
    if not ours:
        raise NotAllowed("signature_missing")
    if len(ours) > 1 or ours[0] not in signatures:
        raise NotAllowed("signature_malformed")
    return inputs[ours[0]], signatures[ours[0]]


def _require_covered(message: HttpMessage, covered: InnerList) -> None:
    needed = [Component(name) for name in (OF_ANSWER if message.status else OF_REQUEST)]
    needed += _bound(message)
    have = {str(c) for c in covered.components}
    missing = [str(c) for c in needed if str(c) not in have]
    if missing:
        raise NotAllowed("signature_component_missing", component=missing[0].strip('"'))


def _require_digest(message: HttpMessage) -> None:
    text = message.headers.get("content-digest", "")
    if not text:
        raise NotAllowed("digest_missing")
    try:
        given = {k: v for k, v in read_bytes(text).items() if k in DIGESTS}
    except NotStructured as error:
        raise NotAllowed("digest_missing") from error
    if not given:
        raise NotAllowed("digest_missing")
    for name, value in given.items():
        if not hmac.compare_digest(DIGESTS[name](message.body).digest(), value):
            raise NotAllowed("digest_wrong")


def _window(covered: InnerList, at: datetime) -> tuple[int, int, str]:
    created, expires = covered.params.get("created"), covered.params.get("expires")
    if type(created) is not int or type(expires) is not int:
        raise NotAllowed("signature_malformed")
    nonce = covered.params.get("nonce")
    if not isinstance(nonce, str) or not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise NotAllowed("nonce_missing")
    moment, skew = at.timestamp(), SKEW.total_seconds()
    if created > moment + skew:
        raise NotAllowed("signature_from_future")
    if expires + skew < moment:
        raise NotAllowed("signature_expired")
    if not 0 < expires - created <= LONGEST.total_seconds():
        raise NotAllowed("signature_too_long")
    return created, expires, nonce


def _text(covered: InnerList, name: str) -> str:
    value = covered.params.get(name)
    if not isinstance(value, str):
        raise NotAllowed("signature_malformed")
    return value


def _with(message: HttpMessage, headers: Mapping[str, str]) -> HttpMessage:
    return HttpMessage(
        message.body,
        headers,
        message.method,
        message.url,
        message.status,
        message.request,
    )
