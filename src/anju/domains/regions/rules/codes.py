"""Statistical codes: 2+2+2+3+3 digits for the five levels, three more for a grid."""

from __future__ import annotations

from anju.domains.regions.data import Level

WIDTHS = {
    Level.PROVINCE: 2,
    Level.PREFECTURE: 4,
    Level.COUNTY: 6,
    Level.TOWN: 9,
    Level.COMMUNITY: 12,
    Level.GRID: 15,
}
"""Significant digits of each level."""


def prefix_of(code: str, level: int) -> str:
    """The part of a code that everything inside the division shares."""
    return code[: WIDTHS[Level(level)]]


def padded(prefix: str) -> str:
    """The code of the division with this prefix: zeros up to twelve digits; a grid keeps its fifteen."""
    return prefix.ljust(12, "0")


def span(prefix: str) -> tuple[str, str]:
    """Half-open range of codes that begin with the prefix, in C collation."""
    if not prefix:
        return "0", ":"
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def above(code: str) -> tuple[str, ...]:
    """Codes of the divisions a code lies in, widest first, the code itself last. Some may not exist as divisions."""
    chain = dict.fromkeys(padded(code[:w]) for w in WIDTHS.values() if w <= len(code))
    return tuple(c for c in chain if c <= code)
