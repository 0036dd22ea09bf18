"""Repeatable chance, column by column.

Every draw is a pure function of (seed, what is drawn, index): a counter-based generator (SplitMix64, Steele et al.
2014) worked in Polars' wrapping 64-bit arithmetic. So draws do not depend on each other's order, a stream can begin
anywhere, and the same seed gives the same town on every machine and Python.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

_WORD = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15


def _mixed(z: pl.Series) -> pl.Series:
    z = (z ^ (z // (1 << 30))) * 0xBF58476D1CE4E5B9
    z = (z ^ (z // (1 << 27))) * 0x94D049BB133111EB
    return z ^ (z // (1 << 31))


def _mixed_int(z: int) -> int:
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _WORD
    return z ^ (z >> 31)


Index = int | pl.Series
"""How many draws (0 … n-1), or the very indexes to draw for."""


def indexes(index: Index) -> pl.Series:
    """The indexes as unsigned 64-bit integers."""
    if isinstance(index, int):
        return pl.int_range(0, index, dtype=pl.UInt64, eager=True)
    return index.cast(pl.UInt64)


class Chance:
    """Draws for one seed. `tag` names what is drawn; two tags are independent of each other."""

    def __init__(self, seed: int) -> None:
        """Any whole number is a seed."""
        self.seed = seed

    def within(self, room: str) -> Chance:
        """Independent chance for a part of the work, so that its tags need not be unique elsewhere."""
        return Chance(self._start(room))

    def _start(self, tag: str) -> int:
        return _mixed_int((self.seed * _GOLDEN + zlib.crc32(tag.encode()) + 1) & _WORD)

    def unit(self, index: Index, tag: str) -> pl.Series:
        """Uniform in [0, 1)."""
        start = pl.Series([self._start(tag)], dtype=pl.UInt64)
        bits = _mixed((indexes(index) + 1) * _GOLDEN + start)
        return (bits // (1 << 11)).cast(pl.Float64) * 2.0**-53

    def below(self, index: Index, tag: str, size: int | pl.Series) -> pl.Series:
        """Uniform whole numbers 0 … size-1; `size` may differ by row."""
        return (self.unit(index, tag) * size).floor().cast(pl.UInt32)

    def between(self, index: Index, tag: str, low: int, high: int) -> pl.Series:
        """Uniform whole numbers low … high, both included."""
        return self.below(index, tag, high - low + 1).cast(pl.Int32) + low

    def chance(self, index: Index, tag: str, share: float) -> pl.Series:
        """True in this share of the rows."""
        return self.unit(index, tag) < share

    def pick(self, index: Index, tag: str, values: Sequence[Any] | pl.Series) -> pl.Series:
        """Any of the values, each as likely."""
        table = pl.Series(values) if not isinstance(values, pl.Series) else values
        return table.gather(self.below(index, tag, len(table)))

    def weighted(self, index: Index, tag: str, weights: Mapping[Any, float]) -> pl.Series:
        """Any of the keys, as likely as their weights."""
        table, steps = (
            pl.Series(list(weights)),
            pl.Series(list(weights.values()), dtype=pl.Float64).cum_sum(),
        )
        drawn = self.unit(index, tag) * steps[-1]
        found = steps.search_sorted(drawn, side="right")
        return table.gather(found.clip(0, len(table) - 1))

    def rank(self, index: Index, tag: str) -> pl.Series:
        """A random order: each row's place (0 …) in a shuffle of them all."""
        return (self.unit(index, tag).rank("ordinal") - 1).cast(pl.UInt32)

    def days(self, index: Index, tag: str, mean: float) -> pl.Series:
        """Lengths of time in whole days, exponential with this mean."""
        rest = 1.0 - self.unit(index, tag)
        return (rest.log() * -mean).floor().cast(pl.Int32)
