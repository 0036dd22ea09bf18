"""Encrypting whole files: the same stored form as fields, over bytes."""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from anju.foundation.crypto.keyring import current_keyring

_FORMAT = 2
_LABEL = b"anju file"


def encrypt_bytes(data: bytes, context: str) -> bytes:
    """Encrypt a file (AES-256-GCM, under a key of its own that the newest data key wraps)."""
    key, nonce = os.urandom(32), os.urandom(12)
    master = current_keyring().newest
    wrapped = _wrap(master.secret).encrypt(nonce, key, _LABEL + context.encode())
    body_nonce = os.urandom(12)
    body = AESGCM(key).encrypt(body_nonce, data, context.encode())
    return bytes((_FORMAT, master.version)) + nonce + wrapped + body_nonce + body


def decrypt_bytes(blob: bytes | memoryview, context: str) -> bytes:
    """The file again; `ValueError` when it was altered or belongs elsewhere."""
    raw = bytes(blob)
    if len(raw) < 90 or raw[0] != _FORMAT:
        raise ValueError("this is not an encrypted file")
    master = current_keyring().key(raw[1])
    try:
        key = _wrap(master.secret).decrypt(raw[2:14], raw[14:62], _LABEL + context.encode())
        return AESGCM(key).decrypt(raw[62:74], raw[74:], context.encode())
    except Exception as err:
        raise ValueError(
            "an encrypted file was altered, or its key is not the one it was written under"
        ) from err


def _wrap(secret: bytes) -> AESGCM:
    return AESGCM(secret)
