"""The compact permit for a QR code: COSE_Sign1 (RFC 9052) over claims with integer keys, deflated, in base45.

Standard claims keep their numbers (RFC 8392; ``status`` 65535 of the Token Status List); what a permit says
stands under one private claim, by the numbers of `FACE`. About 490 characters for a whole card: a version 13
code.

Base45 (RFC 9285): bytes in the 45 characters that a QR code packs most tightly.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fido2 import cbor

from anju.foundation.credentials.jws import BadSignature, KeyOf, UnknownIssuer
from anju.foundation.credentials.signing import (
    COSE,
    Malformed,
    Signer,
    from_base64url,
    to_base64url,
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUE = {c: n for n, c in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Two bytes become three characters, a last single byte two."""
    out = []
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, rest = divmod(number, 45)
            out.append(ALPHABET[rest])
    return "".join(out)


def decode(text: str) -> bytes:
    """The bytes again; `Malformed` for anything that `encode` did not write."""
    out = bytearray()
    try:
        for start in range(0, len(text), 3):
            group = text[start : start + 3]
            number = sum(_VALUE[c] * 45**n for n, c in enumerate(group))
            out += number.to_bytes(len(group) - 1, "big")
    except (KeyError, OverflowError) as err:
        raise Malformed("not base45") from err
    if len(text) % 3 == 1:
        raise Malformed("not base45")
    return bytes(out)


PREFIX = "AJ1:"
"""Says what a scanner has before it: Anju, first version."""
LARGEST = 8192
"""Bytes a code may unfold to."""
_TAG = b"\xd2"  # 18: COSE_Sign1
_CLAIMS = {1: "iss", 4: "exp", 5: "nbf", 6: "iat", 7: "cti"}
_STATUS, _PERMIT = 65535, -70000
FACE = {
    1: "holds_permit",
    2: "city",
    3: "name",
    4: "sex",
    5: "birth_date",
    6: "id_number",
    8: "hukou_address",
    9: "residence_address",
    10: "issuing_authority",
    11: "date_of_issuance",
    12: "permit_number",
    13: "photo_sha256",
    20: "live",
    21: "holder_check",
    22: "holder_checked_at",
}
"""Number → name of what a permit says; the names are those of the SD-JWT. Numbers are never used anew."""
_NUMBER = {name: number for number, name in FACE.items()}


@dataclass(frozen=True, slots=True)
class Code:
    """A checked code: who signed, and its claims by their SD-JWT names."""

    kid: str
    claims: dict[str, Any]


def write(claims: Mapping[str, Any], signer: Signer) -> str:
    """Sign and fold. `claims`: iss, iat, exp, …, ``status``, and the names of `FACE`; `KeyError` for others."""
    numbers = {name: number for number, name in _CLAIMS.items()}
    body: dict[int, Any] = {numbers[k]: v for k, v in claims.items() if k in numbers}
    if "status" in claims:
        body[_STATUS] = claims["status"]
    body[_PERMIT] = {_NUMBER[k]: v for k, v in claims.items() if k not in numbers and k != "status"}
    protected = cbor.encode({1: COSE[signer.key.alg], 4: from_base64url(signer.key.kid)})
    payload = cbor.encode(body)
    signature = signer.sign(_to_sign(protected, payload))
    return fold(_TAG + cbor.encode([protected, {}, payload, signature]))


def read(text: str, key_of: KeyOf) -> Code:
    """Unfold and check. `Malformed`, `UnknownIssuer` or `BadSignature` say why not."""
    return check(unfold(text), key_of)


def check(data: bytes, key_of: KeyOf) -> Code:
    """Check the bytes of a COSE_Sign1. Any other spelling of the same claims is refused."""
    if data[:1] != _TAG:
        raise Malformed("not a COSE_Sign1")
    parts = _decode(data[1:])
    if not isinstance(parts, list) or len(parts) != 4 or parts[1] != {}:
        raise Malformed("not a COSE_Sign1")
    protected, _, payload, signature = parts
    if not all(isinstance(p, bytes) for p in (protected, payload, signature)):
        raise Malformed("not a COSE_Sign1")
    header, body = _decode(protected), _decode(payload)
    if not isinstance(header, dict) or set(header) != {1, 4} or not isinstance(header[4], bytes):
        raise Malformed("not our header")
    kid = to_base64url(header[4])
    key = key_of(kid)
    if key is None:
        raise UnknownIssuer("no such issuer's key")
    if header[1] != COSE[key.alg] or not key.verify(_to_sign(protected, payload), signature):
        raise BadSignature("the signature is not true")
    return Code(kid, _named(body))


def fold(data: bytes) -> str:
    """Bytes as the text of a QR code (alphanumeric mode)."""
    return PREFIX + encode(zlib.compress(data, 9))


def unfold(text: str) -> bytes:
    """The bytes of a scanned text; `Malformed` for what is no permit code."""
    if not text.startswith(PREFIX):
        raise Malformed("not a permit code")
    opener = zlib.decompressobj()
    try:
        data = opener.decompress(decode(text[len(PREFIX) :]), LARGEST)
    except zlib.error as err:
        raise Malformed("damaged") from err
    if not opener.eof or opener.unused_data or opener.unconsumed_tail:
        raise Malformed("damaged")
    return data


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    return cbor.encode(["Signature1", protected, b"", payload])


def _decode(data: bytes) -> Any:  # noqa: ANN401 - any CBOR value
    try:
        value = cbor.decode(data)
        same = cbor.encode(value) == data
    except (ValueError, LookupError, TypeError, RecursionError, struct.error) as err:
        raise Malformed("not CBOR") from err
    if not same:
        raise Malformed("not canonical CBOR")
    return value


def _named(body: object) -> dict[str, Any]:
    if not isinstance(body, dict) or not isinstance(body.get(_PERMIT), dict):
        raise Malformed("not a permit")
    out: dict[str, Any] = {name: body[number] for number, name in _CLAIMS.items() if number in body}
    if _STATUS in body:
        out["status"] = body[_STATUS]
    out |= {FACE[number]: value for number, value in body[_PERMIT].items() if number in FACE}
    return out
