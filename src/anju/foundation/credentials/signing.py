"""Keys and signatures as the formats see them: who signs, under which name, and whether a signature is true.

Two families: ES256 (P-256, SHA-256; RFC 7518, RFC 9053) and SM2 with SM3 (GB/T 32918). SM2 has no registered name in
JOSE or COSE yet, so its names here (`SM2`, curve `SM2`, COSE -70002) are private ones, understood by Anju only.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from anju.foundation.crypto import sm2

ES256, SM2 = "ES256", "SM2"
COSE = {ES256: -7, SM2: -70002}
DIGESTS = {ES256: "sha256", SM2: "sm3"}
CURVES = {ES256: "P-256", SM2: "SM2"}
KID_BYTES = 8


class Malformed(ValueError):  # noqa: N818 - said as a person would
    """The text is none of the forms we read, or breaks their rules."""


class Signer(Protocol):
    """Whoever holds a private key: a file, a token, a test."""

    @property
    def key(self) -> PublicKey:
        """The public half, which names the algorithm."""

    def sign(self, message: bytes) -> bytes:
        """r ‖ s, 64 bytes, over the message (hashed by the algorithm's own digest)."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A point of 64 bytes (x ‖ y) under an algorithm."""

    alg: str
    point: bytes

    @property
    def kid(self) -> str:
        """The key's name: the first 8 bytes of its RFC 7638 thumbprint (SHA-256), base64url."""
        members = {k: v for k, v in self._members().items() if k in ("crv", "kty", "x", "y")}
        text = json.dumps(members, sort_keys=True, separators=(",", ":"))
        return to_base64url(hashlib.sha256(text.encode()).digest()[:KID_BYTES])

    def verify(self, message: bytes, signature: bytes) -> bool:
        """True when the signature is this key's over this message."""
        if len(signature) != 64:
            return False
        if self.alg == SM2:
            return sm2.verify(self.point, message, signature)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        try:
            _public(self.point).verify(
                encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256())
            )
        except (InvalidSignature, ValueError):
            return False
        return True

    def jwk(self) -> dict[str, str]:
        """As RFC 7517 writes it."""
        return {**self._members(), "alg": self.alg, "kid": self.kid, "use": "sig"}

    def _members(self) -> dict[str, str]:
        return {
            "kty": "EC",
            "crv": CURVES[self.alg],
            "x": to_base64url(self.point[:32]),
            "y": to_base64url(self.point[32:]),
        }

    @staticmethod
    def from_jwk(members: Mapping[str, Any]) -> PublicKey:
        """Read a JWK; `Malformed` for other kinds of keys."""
        by_curve = {curve: alg for alg, curve in CURVES.items()}
        try:
            alg = by_curve[members["crv"]]
            point = from_base64url(members["x"]) + from_base64url(members["y"])
        except (KeyError, TypeError) as err:
            raise Malformed("not a key we know") from err
        if len(point) != 64:
            raise Malformed("not a point of this curve")
        return PublicKey(alg, point)


@lru_cache(maxsize=256)
def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    """A point, checked to lie on the curve once. `ValueError` where it does not."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + point)


@lru_cache(maxsize=16)
def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """A private number, made ready once."""
    return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A signer whose private number is at hand (the file keystore, a wallet, tests)."""

    key: PublicKey
    secret: bytes

    @staticmethod
    def make(alg: str = ES256) -> HeldKey:
        """A new random key."""
        return _MAKERS[alg]()

    def sign(self, message: bytes) -> bytes:
        """Sign by OpenSSL, with its own random numbers."""
        if self.key.alg == SM2:
            return sm2.sign(self.secret, self.key.point, message)
        r, s = decode_dss_signature(_private(self.secret).sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _make_es256() -> HeldKey:
    private = ec.generate_private_key(ec.SECP256R1())
    numbers = private.private_numbers()
    point = numbers.public_numbers.x.to_bytes(32, "big") + numbers.public_numbers.y.to_bytes(
        32, "big"
    )
    return HeldKey(PublicKey(ES256, point), numbers.private_value.to_bytes(32, "big"))


def _make_sm2() -> HeldKey:
    secret, point = sm2.generate()
    return HeldKey(PublicKey(SM2, point), secret)


_MAKERS: dict[str, Callable[[], HeldKey]] = {ES256: _make_es256, SM2: _make_sm2}


def digest(name: str, data: bytes) -> bytes:
    """By the names of the formats: ``sha-256`` or ``sm3``."""
    known = {"sha-256": "sha256", "sm3": "sm3"}
    if name not in known:
        raise Malformed(f"unknown digest {name}")
    return hashlib.new(known[name], data).digest()


def digest_name(alg: str) -> str:
    """The digest that goes with an algorithm, by its name in SD-JWT."""
    return "sm3" if alg == SM2 else "sha-256"


def to_base64url(data: bytes) -> str:
    """Without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Strict: what another spelling would decode to the same bytes is refused, so that no bit may be changed."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, TypeError) as err:
        raise Malformed("not base64url") from err
    if to_base64url(data) != text:
        raise Malformed("not canonical base64url")
    return data
