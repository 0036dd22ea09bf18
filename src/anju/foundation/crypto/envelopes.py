"""Envelopes: what anybody can close for this installation and only the installation can open.

A device in the field closes what it may not keep readable (ECIES: an ephemeral P-256 key, HKDF-SHA-256,
AES-256-GCM; all of it is in every browser). The private key of an envelope is derived from a data key of
the keyring, so that it lies outside the database, survives a restore and rotates with the keyring.

Form: one format byte, one key-version byte, the ephemeral public key (65 bytes, uncompressed), a 12-byte
nonce, then ciphertext with its 16-byte tag. Head and *context* are authenticated.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from anju.foundation.crypto.keyring import DataKey, Keyring, current_keyring

FORMAT = 1
POINT, NONCE = 65, 12
HEAD = 2 + POINT
SHORTEST = HEAD + NONCE + 16
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group of P-256 (FIPS 186-5)."""
_CURVE = ec.SECP256R1()


@dataclass(frozen=True, slots=True)
class EnvelopeKey:
    """What somebody needs to close an envelope: the keyring's `version` and the `point` (65 bytes)."""

    version: int
    point: bytes


def envelope_key(ring: Keyring | None = None) -> EnvelopeKey:
    """The key under which envelopes are closed now: that of the keyring's newest data key."""
    newest = (ring or current_keyring()).newest
    return EnvelopeKey(newest.version, _point(_private(newest).public_key()))


def close_envelope(data: bytes, context: str, key: EnvelopeKey) -> bytes:
    """Put bytes into an envelope, as a device does."""
    ephemeral, nonce = ec.generate_private_key(_CURVE), os.urandom(NONCE)
    mine = _point(ephemeral.public_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, key.point)
    head = bytes((FORMAT, key.version)) + mine
    secret = ephemeral.exchange(ec.ECDH(), theirs)
    body = AESGCM(_derived(secret, mine + key.point)).encrypt(nonce, data, _bound(head, context))
    return head + nonce + body


def open_envelope(envelope: bytes, context: str, ring: Keyring | None = None) -> bytes:
    """The bytes in an envelope; `ValueError` when it was altered, is of another context or of no key of ours."""
    if len(envelope) < SHORTEST or envelope[0] != FORMAT:
        raise ValueError("this is no envelope")
    head, nonce, body = envelope[:HEAD], envelope[HEAD : HEAD + NONCE], envelope[HEAD + NONCE :]
    try:
        private = _private((ring or current_keyring()).key(envelope[1]))
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, head[2:])
        secret = private.exchange(ec.ECDH(), theirs)
        key = _derived(secret, head[2:] + _point(private.public_key()))
        return AESGCM(key).decrypt(nonce, body, _bound(head, context))
    except Exception as err:
        raise ValueError(
            "an envelope was altered, or was not closed for this installation"
        ) from err


@cache
def _private(key: DataKey) -> ec.EllipticCurvePrivateKey:
    """The scalar of 384 bits taken modulo the order: no value is likelier than another by more than 2^-128."""
    stretched = HKDF(SHA256(), 48, salt=None, info=b"anju envelope key").derive(key.secret)
    return ec.derive_private_key(int.from_bytes(stretched) % (_ORDER - 1) + 1, _CURVE)


def _derived(secret: bytes, points: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=points, info=b"anju envelope").derive(secret)


def _bound(head: bytes, context: str) -> bytes:
    return head + context.encode()


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
