"""Random places without a table of free ones: the n-th permit of a list gets the n-th place of a secret permutation.

If places were given in order, a place would tell when the permit was issued and who stood next in the queue; drawing
them and trying again slows down as a list fills. A four-round Feistel network keyed by HMAC is a bijection of the
list, costs microseconds, and nobody without the key learns anything from a place.
"""

from __future__ import annotations

import hashlib
import hmac

ROUNDS = 4


def place(secret: bytes, number: int, size: int) -> int:
    """Where the `number`-th (from 0) entry of a list of `size` places stands. `size` is an even power of two."""
    half = (size.bit_length() - 1) // 2
    if size != 1 << (2 * half) or not 0 <= number < size:
        raise ValueError("a list's size is an even power of two, and numbers lie below it")
    mask = (1 << half) - 1
    left, right = number >> half, number & mask
    for turn in range(ROUNDS):
        mixed = hmac.digest(secret, bytes((turn,)) + right.to_bytes(8, "big"), hashlib.sha256)
        left, right = right, left ^ (int.from_bytes(mixed[:8], "big") & mask)
    return left << half | right
