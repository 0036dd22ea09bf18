"""Finding divisions while somebody types.

Every beginning (of name, pinyin, initials, code) is read level by level from an index that is already in
the wanted order, so that it stops after `limit` rows however common the beginning is. A part inside a name
is found by its pairs of characters in one inverted index, and checked against the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db import connection

from anju.domains.regions.data import PLACEHOLDERS, Level, Place
from anju.domains.regions.queries import gazetteer
from anju.domains.regions.queries.tree import place
from anju.domains.regions.rules import names
from anju.domains.regions.rules.codes import span

COLUMNS = "code, level, name, full_name, parent_id"
MOST_PLACES = 30
"""Wider divisions that one leading word may stand for, before the rest of the words is looked for inside them."""
MOST_RANKED = 2000
"""Of a part that stands in more names than this, so many are ranked: nobody means one of them by that alone."""
NARROW = 6
"""Digits of a prefix so narrow that every division inside it may be looked at."""
_TOWN_ENDS = re.compile(
    r"(?<=[\u3400-\u9fff][镇乡])(?=.{2})|(?<=街道)(?!办)(?=.{2})|(?<=办事处)(?=.{2})"
)
HIGHEST = "\U0010ffff"


def suggest(q: str, within: Sequence[str], levels: Sequence[int], limit: int) -> tuple[Place, ...]:
    """Divisions for what was typed, best first: first as one word, then as a way down the tree."""
    text = q.strip()
    text = "".join(text.split()) if text.isascii() else text
    if not text or limit < 1:
        return ()
    found = _one_word(text, within, levels, limit) if not re.search(r"\s", text) else ()
    if len(found) < limit and not text.isascii():
        found += tuple(p for p in _way_down(text, within, levels, limit) if p not in found)
    return found[:limit]


def _one_word(
    word: str, within: Sequence[str], levels: Sequence[int], limit: int
) -> tuple[Place, ...]:
    if word.isdecimal() and word.isascii():
        lo, hi = span(word)
        return _beginning("code", lo, hi, within, levels, limit)
    if word.isascii():
        typed = re.sub(r"[^a-z0-9]", "", word.lower())
        return (
            _first(
                limit,
                (
                    _starts("pinyin", typed, within, levels, limit),
                    _starts("initials", typed, within, levels, limit),
                ),
            )
            if typed
            else ()
        )
    begins = _starts("name", word, within, levels, limit)
    if len(begins) >= limit:
        return begins
    return _first(limit, (begins, _containing(word, within, levels, limit)))


def _first(limit: int, lists: Sequence[tuple[Place, ...]]) -> tuple[Place, ...]:
    """All of them by level, earlier lists first within a level, each division once."""
    merged = dict.fromkeys(p for found in lists for p in found)
    return tuple(sorted(merged, key=lambda p: p.level)[:limit])


def _starts(
    column: str, text: str, within: Sequence[str], levels: Sequence[int], limit: int
) -> tuple[Place, ...]:
    return _beginning(column, text, text + HIGHEST, within, levels, limit)


def _beginning(
    column: str, lo: str, hi: str, within: Sequence[str], levels: Sequence[int], limit: int
) -> tuple[Place, ...]:
    inside, params = _inside(within)
    order = "code" if column == "code" else f"{column}, code"
    part = (
        f"(SELECT {COLUMNS} FROM regions_region WHERE level = %s AND {column} >= %s AND {column} < %s"  # noqa: S608
        f" AND valid_to IS NULL{inside} ORDER BY {order} LIMIT %s)"
    )
    values: list[int | str | list[int] | list[str]] = []
    for level in levels:
        values += [level, lo, hi, *params, limit]
    found = _rows(" UNION ALL ".join([part] * len(levels)), values)
    return tuple(sorted(found, key=lambda p: p.level)[:limit])


def _containing(
    word: str, within: Sequence[str], levels: Sequence[int], limit: int
) -> tuple[Place, ...]:
    pieces = names.pairs(word)
    if not pieces and not all(len(prefix) >= NARROW for prefix in within):
        return ()
    inside, params = _inside(within)
    found: tuple[Place, ...] = ()
    for layer in ("level <= 4", "level >= 5"):
        if len(found) < limit:
            found += _rows(
                f"SELECT {COLUMNS} FROM (SELECT {COLUMNS} FROM regions_region WHERE {layer} AND pieces @> %s::text[]"  # noqa: S608
                f" AND strpos(name, %s) > 1 AND level = ANY(%s) AND valid_to IS NULL{inside} LIMIT {MOST_RANKED}) found"
                f" ORDER BY level, length(name), name, code LIMIT %s",
                [pieces, word, list(levels), *params, limit],
            )
    return found


def _inside(within: Sequence[str]) -> tuple[str, list[str]]:
    spans = [span(prefix) for prefix in within if prefix]
    if not spans:
        return "", []
    return (
        " AND (" + " OR ".join(["(code >= %s AND code < %s)"] * len(spans)) + ")",
        [end for pair in spans for end in pair],
    )


def _rows(sql: str, params: Sequence[int | str | list[int] | list[str]]) -> tuple[Place, ...]:
    with connection.cursor() as cur:
        cur.execute(sql, params)
        return tuple(place(*row) for row in cur.fetchall() if row[2] not in PLACEHOLDERS)


def _way_down(
    text: str, within: Sequence[str], levels: Sequence[int], limit: int
) -> tuple[Place, ...]:
    """浏阳洞阳, 长沙 浏阳 洞阳, 洞阳镇西园村: leading words narrow the part of the country, the last
    is looked for inside it. Who looks within narrow areas may begin with a town."""
    inside, rest = gazetteer.load().lead(text, within)
    words = [part for word in rest.split() for part in _TOWN_ENDS.split(word) if part]
    if inside is None and len(words) > 1 and all(len(prefix) >= NARROW for prefix in within):
        inside = tuple(within)
    while inside is not None and len(words) > 1:
        towns = _starts("name", words[0], inside, (Level.TOWN,), MOST_PLACES)
        inside, words = tuple(p.prefix for p in towns) or None, words[1:]
    if inside is None or not words:
        return ()
    return _one_word(words[0], inside, levels, limit)
