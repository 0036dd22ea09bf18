"""Compact JSON Web Signatures (RFC 7515) with a stated type: the only kind Anju writes or reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anju.foundation.credentials.signing import (
    Malformed,
    PublicKey,
    Signer,
    from_base64url,
    to_base64url,
)

KeyOf = Callable[[str], PublicKey | None]
"""The key of a name; None for a stranger's."""


class UnknownIssuer(Malformed):
    """Signed by a key that is not on the list of issuers."""


class BadSignature(Malformed):
    """The key is known, the signature is not its own over this text: it was altered."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A checked statement."""

    header: dict[str, Any]
    payload: dict[str, Any]


def write(
    payload: Mapping[str, Any],
    signer: Signer,
    *,
    kind: str,
    header: Mapping[str, Any] | None = None,
) -> str:
    """Sign. `kind` is the media type without ``application/``: a statement of one kind never passes for another."""
    head = {
        "alg": signer.key.alg,
        "typ": kind,
        **(header if header is not None else {"kid": signer.key.kid}),
    }
    text = f"{_encode(head)}.{_encode(payload)}"
    return f"{text}.{to_base64url(signer.sign(text.encode()))}"


def read(text: str, key_of: KeyOf, *, kind: str) -> Signed:
    """Check and read. `Malformed`, `UnknownIssuer` or `BadSignature` say why not."""
    parts = text.split(".")
    if len(parts) != 3:
        raise Malformed("not three parts")
    header = _decode(parts[0])
    if header.get("typ") != kind or "crit" in header:
        raise Malformed("another kind of statement")
    key = key_of(str(header.get("kid", "")))
    if key is None:
        raise UnknownIssuer("no such issuer's key")
    if header.get("alg") != key.alg:  # the key says the algorithm, never the text
        raise BadSignature("the algorithm is not the key's")
    if not key.verify(f"{parts[0]}.{parts[1]}".encode(), from_base64url(parts[2])):
        raise BadSignature("the signature is not true")
    return Signed(header, _decode(parts[1]))


def _encode(value: Mapping[str, Any]) -> str:
    return to_base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _decode(part: str) -> dict[str, Any]:
    try:
        value = json.loads(from_base64url(part))
    except (ValueError, RecursionError) as err:
        raise Malformed("not JSON") from err
    if not isinstance(value, dict):
        raise Malformed("not an object")
    return value
