"""Conditions on two records, each as SQL (DuckDB and Spark, in Splink's way of naming sides) and as Python, which
agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Record = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Condition:
    """`sql` is over "column_l" and "column_r"; `test` over the same columns of two records. What is missing meets
    nothing."""

    sql: str
    test: Callable[[Record, Record], bool]


def crossed(column: str, other: str) -> Condition:
    """One's column is the other's `other`."""
    return Condition(
        f'"{column}_l" = "{other}_r"',
        lambda a, b: a[column] is not None and a[column] == b[other],
    )


def same(column: str) -> Condition:
    """Equal."""
    return crossed(column, column)


def begins_alike(column: str, length: int) -> Condition:
    """The first characters are equal."""
    return Condition(
        f'substr("{column}_l", 1, {length}) = substr("{column}_r", 1, {length})',
        lambda a, b: _given(a, b, column, lambda x, y: x[:length] == y[:length]),
    )


def ends_alike(column: str, start: int) -> Condition:
    """What stands from a place on is equal."""
    return Condition(
        f'substr("{column}_l", {start}) = substr("{column}_r", {start})',
        lambda a, b: _given(a, b, column, lambda x, y: x[start - 1 :] == y[start - 1 :]),
    )


def edits(column: str, most: int) -> Condition:
    """At most so many characters put in, left out or exchanged."""
    return Condition(
        f'levenshtein("{column}_l", "{column}_r") <= {most}',
        lambda a, b: _given(a, b, column, lambda x, y: distance(x, y) <= most),
    )


def unlike(column: str) -> Condition:
    """Both filled and not equal."""
    return Condition(
        f'"{column}_l" <> "{column}_r"',
        lambda a, b: _given(a, b, column, lambda x, y: x != y),
    )


def alike(column: str, least: float, other: str | None = None) -> Condition:
    """Jaro-Winkler likeness to the other's column, or to its `other`."""
    there = other or column

    def test(a: Record, b: Record) -> bool:
        one, two = a[column], b[there]
        return one is not None and two is not None and jaro_winkler(one, two) >= least

    return Condition(f'jaro_winkler_similarity("{column}_l", "{there}_r") >= {least}', test)


def every(*conditions: Condition) -> Condition:
    """All of them."""
    return Condition(
        " AND ".join(f"({c.sql})" for c in conditions),
        lambda a, b: all(c.test(a, b) for c in conditions),
    )


def some(*conditions: Condition) -> Condition:
    """At least one of them."""
    return Condition(
        " OR ".join(f"coalesce({c.sql}, false)" for c in conditions),
        lambda a, b: any(c.test(a, b) for c in conditions),
    )


def neither_nor(column: str) -> Condition:
    """Not both filled."""
    return Condition(
        f'("{column}_l" IS NULL OR "{column}_r" IS NULL)',
        lambda a, b: a[column] is None or b[column] is None,
    )


def both(column: str) -> Condition:
    """Both filled."""
    return Condition(
        f'("{column}_l" IS NOT NULL AND "{column}_r" IS NOT NULL)',
        lambda a, b: a[column] is not None and b[column] is not None,
    )


def missing(column: str) -> Condition:
    """Not filled on one side: says nothing."""
    return Condition(
        f'"{column}_l" IS NULL OR "{column}_r" IS NULL',
        lambda a, b: a[column] is None or b[column] is None,
    )


def _given(a: Record, b: Record, column: str, test: Callable[[str, str], bool]) -> bool:
    one, other = a[column], b[column]
    return one is not None and other is not None and test(one, other)


def distance(one: str, other: str) -> int:
    """Levenshtein: characters put in, left out or exchanged."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def jaro_winkler(one: str, other: str) -> float:
    """Jaro's likeness with Winkler's bonus for up to four equal first characters (above 0.7)."""
    if one == other:
        return 1.0
    matched = _matched(one, other)
    if matched is None:
        return 0.0
    mine, theirs = matched
    common = len(mine)
    swaps = sum(a != b for a, b in zip(mine, theirs, strict=True)) // 2
    score = (common / len(one) + common / len(other) + (common - swaps) / common) / 3
    if score <= 0.7:
        return score
    prefix = 0
    for a, b in zip(one[:4], other[:4], strict=False):
        if a != b:
            break
        prefix += 1
    return score + prefix * 0.1 * (1 - score)


def _matched(one: str, other: str) -> tuple[str, str] | None:
    """The characters each finds in the other, in the order of each."""
    window = max(len(one), len(other)) // 2 - 1
    window = max(window, 0)
    taken = [False] * len(other)
    mine = []
    for i, c in enumerate(one):
        for j in range(max(0, i - window), min(len(other), i + window + 1)):
            if not taken[j] and other[j] == c:
                taken[j] = True
                mine.append(c)
                break
    if not mine:
        return None
    return "".join(mine), "".join(c for c, t in zip(other, taken, strict=True) if t)
