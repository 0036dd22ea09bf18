"""Encrypting whole files: under a key of the file's own, which the newest data key wraps.

Stored form: one format byte, one key-version byte, nonce and wrapped key (the head), then nonce and
ciphertext of the file. The head is authenticated with the *context* and, with `row`, with the row the
file belongs to: the files of two rows cannot change places. What was written before that is still read.
"""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from anju.foundation.crypto.keyring import current_keyring

FORMAT, BOUND = 2, 4
"""The first byte: bound to the context alone, or to the context and a row."""
HEAD = 62
"""Bytes that hold the wrapped key; the body need not be read to bind a file to its row."""
_LABEL = b"anju file"


def encrypt_bytes(data: bytes, context: str, *, row: bytes | None = None) -> bytes:
    """Encrypt a file (AES-256-GCM), for its `row` where it has one."""
    key, nonce = os.urandom(32), os.urandom(12)
    return _wrapped(key, context, row) + nonce + AESGCM(key).encrypt(nonce, data, context.encode())


def decrypt_bytes(blob: bytes | memoryview, context: str, *, row: bytes | None = None) -> bytes:
    """The file again; `ValueError` when it was altered or belongs elsewhere."""
    raw = bytes(blob)
    if len(raw) < 90:
        raise ValueError("this is not an encrypted file")
    key = _unwrapped(raw[:HEAD], context, row)
    try:
        return AESGCM(key).decrypt(raw[HEAD : HEAD + 12], raw[HEAD + 12 :], context.encode())
    except Exception as err:
        raise ValueError("an encrypted file was altered") from err


def bound_head(head: bytes, context: str, row: bytes) -> bytes:
    """The head of a file of this row, bound to it or to none so far, for it and under the newest key.
    `ValueError` when it is of another context or row."""
    return _wrapped(_unwrapped(head, context, row), context, row)


def _wrapped(key: bytes, context: str, row: bytes | None) -> bytes:
    master, nonce = current_keyring().newest, os.urandom(12)
    head = bytes((FORMAT if row is None else BOUND, master.version))
    return head + nonce + AESGCM(master.secret).encrypt(nonce, key, _aad(context, row))


def _unwrapped(head: bytes, context: str, row: bytes | None) -> bytes:
    if head[0] not in (FORMAT, BOUND):
        raise ValueError("this is not an encrypted file")
    if head[0] == BOUND and row is None:
        raise ValueError("an encrypted file without the row it belongs to")
    aad = _aad(context, row if head[0] == BOUND else None)
    try:
        return AESGCM(current_keyring().key(head[1]).secret).decrypt(head[2:14], head[14:], aad)
    except Exception as err:
        raise ValueError(
            "an encrypted file was altered, or its key is not the one it was written under"
        ) from err


def _aad(context: str, row: bytes | None) -> bytes:
    return _LABEL + context.encode() + (b"" if row is None else b"\0" + row)
