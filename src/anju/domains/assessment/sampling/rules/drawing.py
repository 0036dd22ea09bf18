"""Drawing a sample that anyone can draw again.

The frame is a list of codes, one a unit, in ascending order; its SHA-256 is published with the draw, and so is that of
the seed. Units are ranked by the SHA-256 of seed and code, and each part gives those with the lowest. When the audit
is closed the seed itself and the frame are published: whoever repeats the three steps gets the same sample. Nobody can
choose a seed for the sample it gives, and nobody can know the sample before the doors are visited.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256


def unit_code(number: str, key: int) -> str:
    """The code of a unit: 16 hexadecimal digits that tell nothing of what it is."""
    return sha256(f"{number}:{key}".encode()).hexdigest()[:16]


def commitment(seed: str) -> str:
    """What is published of the seed with the draw."""
    return sha256(seed.encode()).hexdigest()


def frame_digest(codes: Iterable[str]) -> str:
    """The SHA-256 of the frame: its codes in ascending order, a line each."""
    return sha256("".join(f"{code}\n" for code in sorted(codes)).encode()).hexdigest()


def drawn(frame: Mapping[str, Sequence[str]], seed: str, size: int) -> dict[str, list[str]]:
    """The sample of each part of a frame (part → codes): up to `size` codes in the order of their rank."""
    return {part: ranked(codes, seed)[:size] for part, codes in sorted(frame.items())}


def ranked(codes: Iterable[str], seed: str) -> list[str]:
    """Codes in the order of the SHA-256 of seed and code."""
    return sorted(codes, key=lambda code: sha256(f"{seed}:{code}".encode()).digest())


def second_round(codes: Sequence[str], seed: str, percent: int) -> list[str]:
    """Those that are checked a second time: so many of a hundred, rounded up, by a rank of their own."""
    return ranked(codes, f"{seed}:again")[: math.ceil(len(codes) * percent / 100)]
