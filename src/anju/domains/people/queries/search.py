"""The one box, as far as people go: names, readings, tails of numbers and phones, within what the actor may see.

Every key is a plain comparison on a C-collated column, because row-level security lets only leakproof operators reach
an index (a LIKE would not). Prefixes are therefore written as ranges.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from anju.domains.people.data import Findings, Found
from anju.domains.people.rules import keys
from anju.domains.people.rules.scripts import plain
from anju.foundation.crypto import blind_index, blind_indexes, decrypt_many
from anju.foundation.db.arrays import literal
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows
from anju.foundation.documents import FOREIGN_PERMANENT, FOREIGN_PERMANENT_OLD, SHAPES
from anju.foundation.masks import mask_number

CAP = 200
"""Counts are exact up to here, or up to as many as are asked for; beyond, the answer is "more than"."""

ROWS = 4
"""Search rows that are read for each person who is counted: a name has a row for each place and each
reading. A way that has more of them is cut off, and then the answer is "more than" too."""

MOST_WORDS = 4
"""Words of a foreign name that are tried in every order of beginning."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_LABELS = re.compile(
    r"(?:姓名|身份证(?:号码?)?|证件(?:号码?)?|手机(?:号码?)?|电话(?:号码?)?|联系方式)\s*:",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"(?:\+|(?<!\d)00)86[\s-]*(?=1[3-9])")
_CHECK_LETTERS = re.compile(r"(?<=\d{17})[×✕ΧХ]")
_NEXT_TO = re.compile(r"[,;、()|]+|(?<=[\u3400-\u9fff])(?=\d)|(?<=[\dX])(?=[\u3400-\u9fff])")
"""Between a name and a number that stands beside it."""
Condition = tuple[str, list[object], str]
DIGITS, LETTERS = r"[0-9X]+", r"[A-Z]+"


def phrases(q: str) -> list[str]:
    """What was typed, as parts that each must hold: 王 430181 → 王, 430181; 139 0000 1234, 王 小明, wang xm stay one.

    Digits split over words are one number; words of letters or of characters are one name. Traditional characters,
    diacritics, dots and hyphens are read as `rules.scripts.plain` reads them.
    """
    words = _tidied(q).split()
    kinds = [
        "n" if re.fullmatch(DIGITS, w) else "l" if re.fullmatch(LETTERS, plain(w)) else "c"
        for w in words
    ]
    return [
        _joint(kind).join(w for w, k in zip(words, kinds, strict=True) if k == kind)
        for kind in "ncl"
        if kind in kinds
    ]


def _tidied(q: str) -> str:
    """What was copied from a list or a message, as it would have been typed: 姓名：张三（13900001234）
    → 张三 13900001234."""
    text = _LABELS.sub(" ", unicodedata.normalize("NFKC", q)).upper()
    text = _CHECK_LETTERS.sub("X", _COUNTRY.sub("", text))
    return _NEXT_TO.sub(" ", text) if _HAN.search(text) else text


def _joint(kind: str) -> str:
    """Words of letters stay apart: foreign names are typed in any order."""
    return " " if kind == "l" else ""


def conditions(q: str) -> list[Condition]:
    """The ways in which one phrase may name somebody: (SQL on f, parameters, what matched)."""
    text = plain(q)
    if len(text) < 2:
        return []
    if re.fullmatch(r"[0-9]{4}", text):
        return [
            ("f.phone_tail = %s", [blind_index(text, keys.PHONE_TAIL)], "phone"),
            _by_tail(text),
        ]
    if re.fullmatch(r"[0-9]{3,5}[0-9X]", text):
        return [_by_tail(text)]
    if re.fullmatch(r"1[0-9]{10}", text):
        return [(f"f.person_id IN ({_CONTACT})", [blind_index(text, keys.PHONE_INDEX)], "phone")]
    if re.fullmatch(r"(?=.*[0-9])[0-9A-Z]{7,18}", text):
        return [(f"f.person_id IN ({_DOCUMENT})", [_document_indexes(text)], "document")]
    if re.fullmatch(LETTERS, text):
        words, low = [plain(w) for w in q.split()], text.lower()
        orders = (
            ["".join(words[n:] + words[:n]) for n in range(len(words))]
            if len(words) <= MOST_WORDS
            else [text]
        )
        by_sound: list[Condition] = [
            ("f.pinyin >= %s AND f.pinyin < %s", [s, s + "~"], "pinyin") for s in spellings(q)
        ]
        return [
            *by_sound,
            ("f.initials >= %s AND f.initials < %s", [low, low + "~"], "initials"),
            *(way for order in orders for way in _named(order)),
        ]
    return _named(text)


def _by_tail(text: str) -> Condition:
    """By the last four to six characters of a document: those that may stand before are tried, as
    hashes have no order."""
    return (
        "f.doc_tail6 = ANY(%s::bytea[])",
        [literal("bytea", blind_indexes(keys.tails(text), keys.TAIL))],
        "document",
    )


def _named(text: str) -> list[Condition]:
    return [
        ("f.name >= %s AND f.name < %s", [text, text + "\U0010ffff"], "name"),
        ("f.rest >= %s AND f.rest < %s", [text, text + "\U0010ffff"], "name"),
    ]


def spellings(typed: str) -> list[str]:
    """Pinyin as it may have been meant: ü is kept as v, and typed as ü (with a tone or without), v, yu or u."""
    parts = unicodedata.normalize("NFD", typed.casefold()).replace("u\u0308", "v")
    text = "".join(c for c in parts if "a" <= c <= "z")
    return list(dict.fromkeys([text, re.sub("([ln])yu", r"\1v", text)]))


def narrowing(phrase: str) -> tuple[str, list[object]]:
    """A further phrase as a condition on f: it must hold in some search row of the same person, or (six digits) be
    where the person's registered residence is. A single character is a surname here."""
    ways = conditions(phrase) or _named(plain(phrase))[:1]
    sql = [
        f"EXISTS (SELECT FROM people_finding g WHERE g.person_id = f.person_id AND g.region = f.region AND "
        f"{w[0].replace('f.', 'g.')})"
        for w in ways
    ]
    params = [p for w in ways for p in w[1]]
    if re.fullmatch(r"[0-9]{6}", phrase):
        sql.append(
            "EXISTS (SELECT FROM people_person p WHERE p.id = f.person_id AND p.origin = %s)"
        )
        params.append(phrase)
    return f"({' OR '.join(sql)})", params


_CONTACT = "SELECT c.person_id FROM people_contact c WHERE c.live AND c.value_index = %s"
_DOCUMENT = (
    "SELECT d.person_id FROM people_document d WHERE d.live AND d.number_index = ANY(%s::bytea[])"
)


def _document_indexes(number: str) -> object:
    """A typed number may be of any kind, and of foreigners' documents of any country."""
    texts = [keys.index_text(kind, "CHN", number) for kind in ("111", "511", "513", "516")]
    if re.match(SHAPES["414"], number):
        texts += keys.possible_texts("414", number)
    if re.match(f"{FOREIGN_PERMANENT}|{FOREIGN_PERMANENT_OLD}", number):
        texts += keys.possible_texts("553", number)
    return literal("bytea", blind_indexes(texts, keys.INDEX))


def search(
    q: str,
    *,
    regions: Sequence[str],
    limit: int = 20,
    current_only: bool = False,
    among: Sequence[int] | None = None,
) -> Findings:
    """People whose name, reading, document or phone matches, in these regions (prefixes). One query.

    Of several phrases every one must match. `among`: only these people; then one character suffices.
    """
    parts_typed = phrases(q)
    lead = next(
        (p for p in parts_typed if _leads(p, parts_typed)), parts_typed[-1] if parts_typed else ""
    )
    ways = conditions(lead)
    if not ways and lead and (among is not None or len(parts_typed) > 1):
        ways = _named(name)[:1] if (name := plain(lead)) else []
    if not ways or not regions:
        return Findings((), 0, capped=False)
    where, inside = _inside(regions)
    extra = " AND f.current" if current_only else ""
    if among is not None:
        extra, inside = f"{extra} AND f.person_id = ANY(%s)", [*inside, list(among)]
    for phrase in parts_typed:
        if phrase != lead and plain(phrase):
            sql, values = narrowing(phrase)
            extra, inside = f"{extra} AND {sql}", [*inside, *values]
    parts: list[str] = []
    params: list[object] = []
    cap = max(CAP, limit)
    most = ROWS * (cap + 1)
    for number, (sql, values, label) in enumerate(ways):
        columns = f"f.person_id, f.region, f.current, '{label}' AS matched, f.name, {number} AS way"
        parts.append(
            f"(SELECT {columns} FROM people_finding f WHERE {sql} AND {where}{extra} LIMIT {most})"  # noqa: S608
        )
        params += [*values, *inside]
    # Prepared, although ranges: every way has one index only, and planning four of them costs more than they take.
    found = rows(
        _FIND.format(union=" UNION ALL ".join(parts)),
        [*params, plain(q), limit, most, q.strip()],
        often=True,
    )
    numbers = decrypt_many([r[7] for r in found], keys.NUMBER, rows=[r[9] for r in found])
    count = int(found[0][8]) if found else 0
    hits = tuple(_found(r, n) for r, n in zip(found, numbers, strict=True))
    cut = bool(found) and bool(found[0][10])
    return Findings(hits, min(count, cap), capped=cut or count > cap)


def _leads(phrase: str, typed: Sequence[str]) -> bool:
    """May this phrase be looked up in an index? Six digits beside a name may be an origin, so the name leads then."""
    if len(typed) == 1:
        return True
    return len(phrase) >= 2 and not re.fullmatch(r"[0-9]{6}", phrase)


# The first page is chosen by what the search rows hold; only its people are then read.
_FIND = """
WITH hit AS ({union}), one AS (
  SELECT DISTINCT ON (person_id) person_id, region, current, matched, name FROM hit
  ORDER BY person_id, current DESC, name NULLS LAST, region),
page AS (
  SELECT o.*, count(*) OVER () AS total FROM one o
  ORDER BY current DESC, name <> %s, length(name), name, person_id LIMIT %s)
SELECT o.person_id, p.name, p.sex, p.birth_date, o.region, o.current, o.matched, d.number_cipher,
o.total, d.number_index,
  EXISTS (SELECT FROM hit GROUP BY way HAVING count(*) >= %s) AS cut
FROM page o JOIN people_person p ON p.id = o.person_id
LEFT JOIN LATERAL (SELECT number_cipher, number_index FROM people_document d WHERE d.person_id = p.id AND d.live
                   ORDER BY d.kind <> '111', d.id LIMIT 1) d ON true
ORDER BY o.current DESC, p.name <> %s, length(p.name), p.name, p.id"""


def _found(row: Sequence[Any], number: str) -> Found:
    return Found(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4],
        row[5],
        mask_number(number) if number else "",
        row[6],
    )


def _inside(regions: Sequence[str]) -> tuple[str, list[object]]:
    bounds = [subtree(r) for r in regions]
    sql = " OR ".join(["f.region >= %s AND f.region < %s"] * len(bounds))
    return f"({sql})", [b for pair in bounds for b in pair]
