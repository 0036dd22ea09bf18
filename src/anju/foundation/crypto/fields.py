"""Encrypt, decrypt and index field values.

Stored form: one format byte, one key-version byte, a 12-byte nonce, then ciphertext with its 16-byte tag.
The *context* (``document.number``, ``contact.value`` …) is authenticated with it, so a value cannot be moved to
another kind of field unnoticed. With `rows` (the blind index that stands beside it, or `row_of` its id) it is
authenticated for its own row as well: the ciphertexts of two rows cannot change places. What was written before that is
still read.
A blind index is an HMAC under a key of its own, cut to 16 bytes: equal values of
one context have equal indexes, and without the key the index of a guessed number cannot be computed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from anju.foundation.crypto.keyring import DataKey, Keyring, current_keyring

FORMAT, BOUND = 1, 3
"""The first byte: bound to the context alone, or to the context and a row."""
INDEX_BYTES = 16
Row = bytes | memoryview | None


def row_of(*parts: int | str) -> bytes:
    """What names a row: its id, or the columns that name it together. The same as SQL's ``concat_ws(':', …)``."""
    return ":".join(map(str, parts)).encode()


def encrypt(value: str, context: str, ring: Keyring | None = None, *, row: Row = None) -> bytes:
    """Encrypt one value under the newest key, for its `row` where it has one."""
    return encrypt_many([value], context, ring, rows=None if row is None else [row])[0]  # type: ignore[return-value]


def encrypt_many(
    values: Iterable[str | None],
    context: str,
    ring: Keyring | None = None,
    *,
    rows: Iterable[Row] | None = None,
) -> list[bytes | None]:
    """Encrypt a column; None and "" stay None. `rows`: what tells the row of each value from others."""
    key = (ring or current_keyring()).newest
    seal, aad = _sealer(key), context.encode()
    if rows is None:
        head = bytes((FORMAT, key.version))
        return [head + seal(v.encode(), aad) if v else None for v in values]
    head, aad = bytes((BOUND, key.version)), aad + b"\0"
    pairs = zip(values, rows, strict=True)
    # A value without its row fails here rather than being lost.
    return [head + seal(v.encode(), aad + r) if v else None for v, r in pairs]  # type: ignore[operator]


def decrypt(blob: Row, context: str, ring: Keyring | None = None, *, row: Row = None) -> str:
    """Decrypt one stored value; "" for None. Raises `ValueError` when it was altered or belongs elsewhere."""
    return decrypt_many([blob], context, ring, rows=[row])[0]


def decrypt_many(
    blobs: Sequence[Row],
    context: str,
    ring: Keyring | None = None,
    *,
    rows: Iterable[Row] | None = None,
) -> list[str]:
    """Decrypt a column; `rows` as they were encrypted."""
    keys, aad = ring or current_keyring(), context.encode()
    bound_to: Iterable[Row] = repeat(None, len(blobs)) if rows is None else rows
    return [
        "" if b is None else _open(bytes(b), aad, r, keys)
        for b, r in zip(blobs, bound_to, strict=True)
    ]


def blind_index(value: str, context: str, ring: Keyring | None = None) -> bytes:
    """The blind index of one value."""
    return blind_indexes([value], context, ring)[0]  # type: ignore[return-value]


def blind_indexes(
    values: Iterable[str | None], context: str, ring: Keyring | None = None
) -> list[bytes | None]:
    """The blind indexes of a column; None and "" stay None."""
    keys = ring or current_keyring()
    base = hmac.new(keys.index_key, context.encode() + b"\0", _digest(keys.digest))
    out: list[bytes | None] = []
    for value in values:
        if not value:
            out.append(None)
            continue
        mac = base.copy()
        mac.update(value.encode())
        out.append(mac.digest()[:INDEX_BYTES])
    return out


def _digest(name: str) -> str:
    if name not in hashlib.algorithms_available:
        raise ValueError(f"this machine's OpenSSL has no {name}; choose sha256")
    return name


def _sealer(key: DataKey) -> Callable[[bytes, bytes], bytes]:
    if key.suite == "AES-256-GCM":
        aes = AESGCM(key.secret)

        def seal(data: bytes, aad: bytes) -> bytes:
            nonce = os.urandom(12)
            return nonce + aes.encrypt(nonce, data, aad)
    else:

        def seal(data: bytes, aad: bytes) -> bytes:
            nonce = os.urandom(12)
            enc = Cipher(algorithms.SM4(key.secret), modes.GCM(nonce)).encryptor()
            enc.authenticate_additional_data(aad)
            body = enc.update(data) + enc.finalize()
            return nonce + body + enc.tag

    return seal


def _open(blob: bytes, aad: bytes, row: Row, ring: Keyring) -> str:
    if len(blob) < 30 or blob[0] not in (FORMAT, BOUND):
        raise ValueError("this is not an encrypted field")
    if blob[0] == BOUND:
        if row is None:
            raise ValueError("an encrypted field without the row it belongs to")
        aad = aad + b"\0" + row
    key, nonce, body = ring.key(blob[1]), blob[2:14], blob[14:]
    try:
        if key.suite == "AES-256-GCM":
            return AESGCM(key.secret).decrypt(nonce, body, aad).decode()
        dec = Cipher(algorithms.SM4(key.secret), modes.GCM(nonce, body[-16:])).decryptor()
        dec.authenticate_additional_data(aad)
        return (dec.update(body[:-16]) + dec.finalize()).decode()
    except Exception as err:
        raise ValueError(
            "an encrypted field was altered, or its key is not the one it was written under"
        ) from err
