"""Which field a column's title names, and where in a sheet the titles stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import polars as pl

from anju.domains.housing.listings.data.column_vocabulary import NEEDED, PLACES, TITLE_NOISE, WORDS
from anju.foundation.characters import visible

LOOK_AT = 60
"""Rows from the top in which the titles are sought."""
LEAST = 3
"""Titles that a header must name, the rent and a place among them; two where a file has no more columns."""
_BRACKETS = re.compile(r"[(（【\[〔{].*?[)）】\]〕}]")
_DECORATION = re.compile(r"[\s*※★☆::：_\-—.。,、;'\"“”·?？!！#]+")
_UNIT = re.compile(r"(?:单位)?(?:/|每)?(?:平方米|平米|㎡|m2|m²|元/月|元|万元|千元)+$")
_VALUE = re.compile(r"\d{3,}|\d室|\d\s*㎡")


def plain(title: str) -> str:
    """A title without brackets, blanks and decoration."""
    text = visible(unicodedata.normalize("NFKC", title)).lower()
    bare = _DECORATION.sub("", _BRACKETS.sub("", text) or text)
    for noise in TITLE_NOISE:
        bare = bare.replace(noise, "")
    return bare


@cache
def _known() -> dict[str, str]:
    return {plain(word): field for field, words in WORDS.items() for word in words}


@lru_cache(maxsize=1 << 12)
def named(title: str) -> str:
    """The field a title names; "" when it names none."""
    bare = plain(title)
    if not bare or len(bare) > 24:
        return ""
    known = _known()
    return known.get(bare) or known.get(_UNIT.sub("", bare), "")


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table: the rows (counted from 0) they stand in, one text a column, the column of each field."""

    first: int
    last: int
    titles: tuple[str, ...]
    columns: dict[str, int]

    @property
    def sure(self) -> int:
        """How many fields the titles name."""
        return len(self.columns)

    @property
    def good(self) -> bool:
        """Names the rent and a place, and enough besides."""
        enough = self.sure >= min(LEAST, sum(bool(t) for t in self.titles))
        return NEEDED in self.columns and bool(set(PLACES) & set(self.columns)) and enough


def columns_of(titles: Sequence[str]) -> dict[str, int]:
    """Field → the first column that is titled so."""
    return {field: places[0] for field, places in candidates(titles).items()}


def candidates(titles: Sequence[str]) -> dict[str, list[int]]:
    """Field → all columns that are titled so."""
    found: dict[str, list[int]] = {}
    for at, title in enumerate(titles):
        if (field := named(title)) and field != "other":
            found.setdefault(field, []).append(at)
    return found


def header_of(cells: pl.DataFrame, *, at: int | None = None) -> Header | None:
    """The header of a sheet: the row, or two rows of which the upper spans several columns, that names most fields.
    `at`: the row (from 0) a person named. None when no row is one."""
    rows = [tuple(c or "" for c in row) for row in cells.head(LOOK_AT).rows()]
    rows_at = range(len(rows)) if at is None else range(at, min(at + 1, len(rows)))
    best: Header | None = None
    for first in rows_at:
        for titles, last in _candidates(rows, first):
            header = Header(first, last, titles, columns_of(titles))
            if (header.good or at is not None) and (best is None or _better(header, best)):
                best = header
    return best


def _better(one: Header, than: Header) -> bool:
    """It names more fields, or as many in fewer rows."""
    return (one.sure, one.first - one.last) > (than.sure, than.first - than.last)


def _candidates(rows: Sequence[tuple[str, ...]], first: int) -> list[tuple[tuple[str, ...], int]]:
    upper = rows[first]
    found = [(upper, first)]
    if first + 1 < len(rows) and not any(_VALUE.search(c) for c in rows[first + 1]):
        lower, group, joined = rows[first + 1], "", []
        for over, under in zip(upper, lower, strict=True):
            group = over or (group if under else "")
            joined.append(under if named(under) or not named(over) else over)
        if sum(bool(named(t)) for t in joined) > sum(bool(named(t)) for t in upper):
            found.append((tuple(joined), first + 1))
    return found
