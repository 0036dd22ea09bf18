"""IETF Token Status List (draft-ietf-oauth-status-list): the state of a million permits in one small file.

Two bits a permit: in force, withdrawn for ever, suspended for now. A list is signed, dated, and fetched whole, so
that whoever checks a permit tells nobody which one was checked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from anju.foundation.credentials import jws
from anju.foundation.credentials.signing import Malformed, Signer, from_base64url, to_base64url

KIND = "statuslist+jwt"
MEDIA_TYPE = "application/statuslist+jwt"
VALID, INVALID, SUSPENDED = 0, 1, 2
LARGEST = 1 << 26
"""Bytes a list may unfold to: a small file must not fill the memory of a phone."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """`packed`: the states, least significant bits first. Times in seconds of the epoch; `ttl` may be 0 (not said)."""

    uri: str
    bits: int
    packed: bytes
    issued: int
    expires: int
    ttl: int = 0

    @property
    def size(self) -> int:
        """How many states it holds."""
        return len(self.packed) * 8 // self.bits

    def state(self, index: int) -> int:
        """The state at an index; `Malformed` beyond the list's end."""
        if not 0 <= index < self.size:
            raise Malformed("beyond the end of the list")
        per = 8 // self.bits
        return (self.packed[index // per] >> (index % per * self.bits)) & ((1 << self.bits) - 1)


def pack(size: int, states: Iterable[tuple[int, int]], bits: int = 2) -> bytearray:
    """The array of a list of `size` permits; those not named are in force. Takes a stream: memory is
    the array's own."""
    if bits not in (1, 2, 4, 8):
        raise ValueError("1, 2, 4 or 8 bits")
    per = 8 // bits
    array = bytearray((size + per - 1) // per)
    mask = (1 << bits) - 1
    for index, state in states:
        if state > mask or index >= size:
            raise ValueError("a state or an index too large for this list")
        place, shift = index // per, index % per * bits
        array[place] = array[place] & ~(mask << shift) | state << shift
    return array


def write(
    packed: bytes | bytearray,
    signer: Signer,
    *,
    uri: str,
    issued: int,
    expires: int,
    ttl: int,
    bits: int = 2,
) -> str:
    """The signed list, as small as zlib makes it."""
    payload = {
        "sub": uri,
        "iat": issued,
        "exp": expires,
        "ttl": ttl,
        "status_list": {"bits": bits, "lst": to_base64url(fold(packed))},
    }
    return jws.write(payload, signer, kind=KIND)


def fold(packed: bytes | bytearray) -> bytes:
    """Compress. Scattered states hold few repeats worth naming: Huffman coding alone is then a sixth
    smaller than zlib's search for them; lists with long stretches in force are smaller with it. The
    smaller of both is taken."""
    return min(
        (
            _deflated(packed, strategy)
            for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_HUFFMAN_ONLY)
        ),
        key=len,
    )


def _deflated(packed: bytes | bytearray, strategy: int) -> bytes:
    writer = zlib.compressobj(9, zlib.DEFLATED, 15, 9, strategy)
    return writer.compress(packed) + writer.flush()


def read(text: str, key_of: jws.KeyOf) -> StatusList:
    """Check and unfold a list. Its age is for the caller to judge."""
    payload = jws.read(text, key_of, kind=KIND).payload
    try:
        about = payload["status_list"]
        bits, packed = about["bits"], unfold(about["lst"])
        found = StatusList(
            payload["sub"],
            bits,
            packed,
            payload["iat"],
            payload.get("exp", 0),
            payload.get("ttl", 0),
        )
    except (KeyError, TypeError) as err:
        raise Malformed("not a status list") from err
    numbers = (found.issued, found.expires, found.ttl)
    if (
        bits not in (1, 2, 4, 8)
        or not isinstance(found.uri, str)
        or not all(type(n) is int for n in numbers)
    ):
        raise Malformed("not a status list")
    return found


def unfold(lst: str) -> bytes:
    """The packed states of ``lst``."""
    opener = zlib.decompressobj()
    try:
        packed = opener.decompress(from_base64url(lst), LARGEST)
    except zlib.error as err:
        raise Malformed("not a compressed list") from err
    if opener.unconsumed_tail or not opener.eof or opener.unused_data:
        raise Malformed("a list too large, or with something behind it")
    return packed
