"""Which column says which records are one entity, and how its values are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from anju.domains.linkage.data import Role, Truth

Column = Sequence[str | None]
Table = Mapping[str, Column]

_ENDINGS = re.compile(
    r"[-_ .#/]*(?:(?:org|orig|original|dup|duplicate|copy|dupe)[-_ .#]*\d*|[-_ .#/][a-z]|[-_.#/]\d{1,2})$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def _whole(text: str) -> str:
    return text.strip()


def _without_ending(text: str) -> str:
    """rec-223-org and rec-223-dup-0 → rec-223."""
    return _ENDINGS.sub("", text.strip())


def _first_number(text: str) -> str:
    """The first number in it: a-17-x → 17."""
    found = _DIGITS.search(text)
    return found[0].lstrip("0") or "0" if found else text.strip()


WITHOUT_ENDING = "value without its ending (-org, -dup-0, -a)"
CORES: dict[str, Callable[[str], str]] = {
    "whole value": _whole,
    WITHOUT_ENDING: _without_ending,
    "first number in the value": _first_number,
}


def core(truth: Truth, value: str | None) -> str | None:
    """The entity that a value names, or None where it names none."""
    return CORES[truth.core](value) or None if value and value.strip() else None


def find_truth(
    left: Table, right: Table | None, roles: Mapping[str, Role], chosen: str | None
) -> Truth | None:
    """The truth: a column named for it, else one of record numbers whose values have a common core on both sides (or,
    in one file, repeat). `chosen` is a title, or "none"."""
    if chosen == "none":
        return None
    if chosen:
        return _fitting(chosen, left, right, chosen, named=True) if chosen in left else None
    named = [t for t in left if roles[t] is Role.TRUTH]
    records = [t for t in left if roles[t] is Role.RECORD]
    for title in named:
        if found := _fitting(title, left, right, None, named=True):
            return found
    for title in records:
        if found := _fitting(title, left, right, None, named=False):
            return found
    return next(
        (Truth(t, t, WITHOUT_ENDING, True) for t in records if _says_so(t, left, right)), None
    )


_COPIES = re.compile(r"(?:org|orig|original|dup|duplicate|copy|dupe)[-_ .#]*\d*$", re.IGNORECASE)


def _says_so(title: str, left: Table, right: Table | None) -> bool:
    """Do the numbers themselves say which record is an original and which a copy, though none has its like?"""
    values = [v for t in (left, right or left) for v in t.get(title, []) if v]
    there = right is None or title in right
    return (
        there and bool(values) and sum(bool(_COPIES.search(v)) for v in values) >= 0.8 * len(values)
    )


def _fitting(
    title: str, left: Table, right: Table | None, chosen: str | None, *, named: bool
) -> Truth | None:
    if right is None:
        return _in_one_file(title, left[title], named=named)
    there = _partner(title, left, right, named=named)
    if there is None:
        return None
    if there == title and _says_so(title, left, right):
        return Truth(title, there, WITHOUT_ENDING, named)
    options = [
        (len(_cores(left[title], how) & _cores(right[there], how)), -n, how)
        for n, how in enumerate(CORES)
        if named or _plausible(left[title], right[there], how)
    ]
    best = max(options, default=(0, 0, "whole value"))
    if best[0] == 0 and not named:
        return None
    return Truth(title, there, best[2], named)


def _partner(title: str, left: Table, right: Table, *, named: bool) -> str | None:
    """The column on the right that goes with one on the left: of the same title, or the one with most values in
    common."""
    if title in right:
        return title
    mine = _cores(left[title], WITHOUT_ENDING)
    shared = {t: len(mine & _cores(v, WITHOUT_ENDING)) for t, v in right.items()}
    best = max(shared, key=lambda t: shared[t], default=None)
    enough = 1 if named else max(1, len(mine) // 20)
    return best if best is not None and shared[best] >= enough else None


def _in_one_file(title: str, values: Column, *, named: bool) -> Truth | None:
    filled = [v for v in values if v]
    for how in CORES:
        distinct = len(_cores(filled, how))
        if (
            distinct < len(filled)
            and (named or how != "whole value" or distinct > 1)
            and distinct > 0
        ):
            if how == "first number in the value" and distinct < len(filled) / 20:
                continue
            return Truth(title, title, how, named)
    return Truth(title, title, "whole value", True) if named and filled else None


def _cores(values: Column, how: str) -> set[str]:
    return {found for v in values if v and (found := CORES[how](v))}


def _plausible(left: Column, right: Column, how: str) -> bool:
    """Not two columns of running numbers, which coincide without meaning anything."""
    for side in (left, right):
        filled = [v for v in side if v]
        distinct = _cores(filled, how)
        if not filled or len(distinct) < len(filled) / 20:
            return False
        cores = [CORES[how](v) for v in filled]
        shortened = sum(c != v.strip() for c, v in zip(cores, filled, strict=True))
        if _running(cores) and not (how == WITHOUT_ENDING and shortened > len(filled) / 2):
            return False
    return True


def _running(values: Sequence[str]) -> bool:
    """1, 2, 3 … in the order of the file."""
    head = values[:200]
    if len(head) < 3 or not all(_DIGITS.fullmatch(v.strip()) for v in head):
        return False
    numbers = [int(v) for v in head]
    return all(b - a == 1 for a, b in pairwise(numbers))


def records_agree(
    truth: Sequence[str | None], columns: Mapping[str, Sequence[str | None]], names: Sequence[str]
) -> bool:
    """Do records of one supposed entity say the same in anything? Where fewer than three in ten do, the column only
    looks like a truth (two lists numbered alike)."""
    first: dict[str, int] = {}
    pairs = []
    for place, entity in enumerate(truth):
        if entity is None:
            continue
        if entity in first:
            pairs.append((first[entity], place))
        else:
            first[entity] = place
    if not pairs:
        return True
    step = max(1, len(pairs) // 2000)
    seen = pairs[::step]
    good = sum(
        any(columns[n][a] is not None and columns[n][a] == columns[n][b] for n in names)
        for a, b in seen
    )
    return good >= 0.3 * len(seen)
