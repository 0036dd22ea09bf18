"""Photographs come in pieces, after their operation, and go on at the byte at which they stopped."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 12 * 1024 * 1024
"""Bytes of a photograph as it is sent."""
MOST_PIECE = 1024 * 1024
"""Bytes of one piece."""


@dataclass(frozen=True, slots=True)
class Step:
    """What to do with a piece: keep what follows its first `skip` bytes, so that `received` bytes are here. `complete`:
    the whole can be compared with its digest."""

    skip: int
    received: int
    complete: bool


def place(*, received: int, size: int, offset: int, length: int) -> Step:
    """Where a piece at `offset` goes when `received` of `size` bytes are here.

    A piece that begins behind what is here is not kept (the device goes on at `received`); of one that
    overlaps only the rest is; what goes beyond the size is cut off, and the digest decides.
    """
    length = min(length, max(0, size - offset))
    end = offset + length
    if offset > received or end <= received:
        return Step(length, received, complete=False)
    return Step(received - offset, end, complete=end == size)
