"""Base45 (RFC 9285): bytes in the 45 characters that a QR code packs most tightly."""

from __future__ import annotations

from anju.foundation.credentials.signing import Malformed

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
