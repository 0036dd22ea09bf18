"""SM2 signatures (GB/T 32918.2, curve of GB/T 32918.5, digest SM3) by the system's OpenSSL 3.

The `cryptography` package has SM3 and SM4 but no SM2, and pure-Python SM2 draws its random numbers badly; OpenSSL does
both well. Only five calls of its public interface are used, over keys in their standard DER forms.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from anju.foundation.errors import AnjuError

ID = b"1234567812345678"
"""The signer's distinguishing identifier when none is agreed (GM/T 0009-2012)."""
_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
_SEC1 = (bytes.fromhex("30770201010420"), bytes.fromhex("a00a06082a811ccf5501822da144034200"))


class SM2Missing(AnjuError):  # noqa: N818 - said as a person would
    """This machine's OpenSSL has no SM2."""


@cache
def _lib() -> Any:  # noqa: ANN401 - ctypes gives no better type
    name = ctypes.util.find_library("crypto")
    if not name:
        raise SM2Missing("sm2_missing")
    lib = ctypes.CDLL(name)
    pointer, size, integer = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    for call, result, arguments in (
        ("EVP_sm3", pointer, []),
        ("EVP_PKEY_free", None, [pointer]),
        ("d2i_PUBKEY", pointer, [pointer, pointer, ctypes.c_long]),
        ("d2i_AutoPrivateKey", pointer, [pointer, pointer, ctypes.c_long]),
        ("i2d_PrivateKey", integer, [pointer, pointer]),
        ("EVP_PKEY_Q_keygen", pointer, [pointer, pointer, pointer]),
        ("EVP_MD_CTX_new", pointer, []),
        ("EVP_MD_CTX_free", None, [pointer]),
        ("EVP_PKEY_CTX_new", pointer, [pointer, pointer]),
        ("EVP_PKEY_CTX_free", None, [pointer]),
        ("EVP_PKEY_CTX_set1_id", integer, [pointer, pointer, integer]),
        ("EVP_MD_CTX_set_pkey_ctx", None, [pointer, pointer]),
        ("EVP_DigestSignInit", integer, [pointer, pointer, pointer, pointer, pointer]),
        ("EVP_DigestSign", integer, [pointer, pointer, pointer, pointer, size]),
        ("EVP_DigestVerifyInit", integer, [pointer, pointer, pointer, pointer, pointer]),
        ("EVP_DigestVerify", integer, [pointer, pointer, size, pointer, size]),
        ("ERR_clear_error", None, []),
    ):
        try:
            entry = getattr(lib, call)
        except AttributeError as absent:
            raise SM2Missing("sm2_missing") from absent
        entry.restype, entry.argtypes = result, arguments
    if not lib.EVP_sm3():
        raise SM2Missing("sm2_missing")
    return lib


def available() -> bool:
    """True when this machine can sign and check by SM2."""
    try:
        _lib()
    except SM2Missing:
        return False
    return True


def generate() -> tuple[bytes, bytes]:
    """A new key: the private number (32 bytes) and the public point (x and y, 64 bytes)."""
    lib = _lib()
    key = lib.EVP_PKEY_Q_keygen(None, None, b"SM2")
    if not key:
        raise SM2Missing("sm2_missing")
    try:
        length = lib.i2d_PrivateKey(key, None)
        buffer = ctypes.create_string_buffer(length)
        lib.i2d_PrivateKey(key, ctypes.byref(ctypes.c_void_p(ctypes.addressof(buffer))))
        der = buffer.raw
    finally:
        lib.EVP_PKEY_free(key)
    secret = der[der.index(b"\x02\x01\x01\x04\x20") + 5 :][:32]
    return secret, der[-64:]


def sign(secret: bytes, public: bytes, message: bytes, identifier: bytes = ID) -> bytes:
    """The signature r ‖ s (64 bytes) of a message."""
    lib = _lib()
    der = _SEC1[0] + secret + _SEC1[1] + b"\x04" + public
    with _context(lib.d2i_AutoPrivateKey, der, identifier) as (context, key):
        if lib.EVP_DigestSignInit(context, None, lib.EVP_sm3(), None, key) != 1:
            raise SM2Missing("sm2_missing")
        length, buffer = ctypes.c_size_t(80), ctypes.create_string_buffer(80)
        if lib.EVP_DigestSign(context, buffer, ctypes.byref(length), message, len(message)) != 1:
            raise SM2Missing("sm2_missing")
        r, s = decode_dss_signature(buffer.raw[: length.value])
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def verify(public: bytes, message: bytes, signature: bytes, identifier: bytes = ID) -> bool:
    """True when the signature r ‖ s is the key's own over this message."""
    if len(signature) != 64 or len(public) != 64:
        return False
    lib = _lib()
    der = encode_dss_signature(
        int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    )
    try:
        with _context(lib.d2i_PUBKEY, _SPKI + b"\x04" + public, identifier) as (context, key):
            if lib.EVP_DigestVerifyInit(context, None, lib.EVP_sm3(), None, key) != 1:
                raise SM2Missing("sm2_missing")
            return bool(lib.EVP_DigestVerify(context, der, len(der), message, len(message)) == 1)
    except ValueError:
        return False
    finally:
        lib.ERR_clear_error()


@contextmanager
def _context(read: Any, der: bytes, identifier: bytes) -> Iterator[tuple[int, int]]:  # noqa: ANN401
    """A digest context with the key and the signer's identifier set; `ValueError` for a key that is none."""
    lib = _lib()
    buffer = ctypes.create_string_buffer(der, len(der))
    key = read(None, ctypes.byref(ctypes.c_void_p(ctypes.addressof(buffer))), len(der))
    if not key:
        raise ValueError("this is no SM2 key")
    about, context = lib.EVP_PKEY_CTX_new(key, None), lib.EVP_MD_CTX_new()
    try:
        lib.EVP_PKEY_CTX_set1_id(about, identifier, len(identifier))
        lib.EVP_MD_CTX_set_pkey_ctx(context, about)
        yield context, key
    finally:
        lib.EVP_MD_CTX_free(context)
        lib.EVP_PKEY_CTX_free(about)
        lib.EVP_PKEY_free(key)
