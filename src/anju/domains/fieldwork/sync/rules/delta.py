"""What a device does not have yet: records compared with what it was sent before by digest, never by a clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BYTES = 8
"""Of a record's digest: two readings of one record agree by chance once in 2^64."""

Manifest = Mapping[str, bytes]
"""Code of a record → digest of what the device was sent of it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Records to send, and codes of records that the device must forget."""

    changed: tuple[str, ...]
    gone: tuple[str, ...]


def digest(text: str) -> bytes:
    """The digest of a record's text."""
    return hashlib.sha256(text.encode()).digest()[:BYTES]


def difference(had: Manifest, has: Manifest) -> Difference:
    """From what the device was sent to what it should hold."""
    changed = tuple(code for code, now in has.items() if had.get(code) != now)
    return Difference(changed, tuple(code for code in had if code not in has))


def packed(manifest: Manifest) -> bytes:
    """A manifest as it is stored: codes in lines, then their digests."""
    return "\n".join(manifest).encode() + b"\0" + b"".join(manifest.values())


def unpacked(stored: bytes) -> dict[str, bytes]:
    """The manifest again."""
    names, _, digests = stored.partition(b"\0")
    codes = names.decode().split("\n") if names else []
    return {c: digests[n * BYTES : (n + 1) * BYTES] for n, c in enumerate(codes)}


def of_records(records: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """The manifest of records given as (code, text)."""
    return {code: digest(text) for code, text in records}
