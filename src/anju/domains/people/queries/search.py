"""The one box, as far as people go: names, readings, tails of numbers and phones, within what the actor may see.

Every key is a plain comparison on a C-collated column, because row-level security lets only leakproof operators reach
an index (a LIKE would not). Prefixes are therefore written as ranges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from anju.domains.people.data import Findings, Found
from anju.domains.people.rules import keys
from anju.domains.people.rules.identity import mask as mask_number
from anju.foundation.crypto import blind_index, decrypt_many
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

CAP = 1000
"""Counts are exact up to here; beyond, the answer is "more than"."""

Condition = tuple[str, list[object], str]


def conditions(q: str) -> list[Condition]:
    """The ways in which the typed text may name somebody: (SQL on f, parameters, what matched)."""
    text = re.sub(r"\s+", "", q).upper()
    if len(text) < 2:
        return []
    if re.fullmatch(r"[0-9]{4}", text):
        return [("f.phone_tail = %s", [blind_index(text, keys.PHONE_TAIL)], "phone"),
                ("f.doc_tail4 = %s", [blind_index(text, keys.TAIL)], "document")]
    if re.fullmatch(r"[0-9]{3,5}[0-9X]", text):
        return [(f"f.doc_tail{len(text)} = %s", [blind_index(text, keys.TAIL)], "document")]
    if re.fullmatch(r"1[0-9]{10}", text):
        return [(f"EXISTS ({_CONTACT})", [blind_index(text, keys.PHONE_INDEX)], "phone")]
    if re.fullmatch(r"(?=.*[0-9])[0-9A-Z]{7,18}", text):
        return [(f"EXISTS ({_DOCUMENT})", [_document_indexes(text)], "document")]
    if re.fullmatch(r"[A-Z']+", text):
        low = text.lower().replace("'", "")
        return [("f.pinyin >= %s AND f.pinyin < %s", [low, low + "~"], "pinyin"),
                ("f.initials >= %s AND f.initials < %s", [low, low + "~"], "initials")]
    return [("f.name >= %s AND f.name < %s", [q.strip(), q.strip() + "\U0010ffff"], "name"),
            ("f.rest >= %s AND f.rest < %s", [q.strip(), q.strip() + "\U0010ffff"], "name")]


_CONTACT = "SELECT FROM people_contact c WHERE c.person_id = f.person_id AND c.live AND c.value_index = %s"
_DOCUMENT = "SELECT FROM people_document d WHERE d.person_id = f.person_id AND d.live AND d.number_index = ANY(%s)"


def _document_indexes(number: str) -> list[bytes]:
    """A typed number may be of any kind; the issuer of foreign ones is unknown, so those go by their tails."""
    kinds = [("111", "CHN"), ("511", "CHN"), ("513", "CHN"), ("516", "CHN"), ("414", "CHN"), ("553", "CHN")]
    return [blind_index(keys.index_text(k, i, number), keys.INDEX) for k, i in kinds]


def search(q: str, *, regions: Sequence[str], limit: int = 20, current_only: bool = False) -> Findings:
    """People whose name, reading, document or phone matches, in these regions (prefixes). Two queries."""
    ways = conditions(q)
    if not ways or not regions:
        return Findings((), 0, capped=False)
    where, inside = _inside(regions)
    extra = " AND f.current" if current_only else ""
    parts, params = [], []
    for sql, values, label in ways:
        columns = f"f.person_id, f.region, f.current, '{label}' AS matched"
        parts.append(f"(SELECT {columns} FROM people_finding f WHERE {sql} AND {where}{extra} LIMIT {CAP + 1})")  # noqa: S608
        params += [*values, *inside]
    union = " UNION ALL ".join(parts)
    found = rows(f"""WITH hit AS ({union}), one AS (
          SELECT DISTINCT ON (person_id) person_id, region, current, matched FROM hit
          ORDER BY person_id, current DESC, region)
        SELECT o.person_id, p.name, p.sex, p.birth_date, o.region, o.current, o.matched, d.number_cipher,
               (SELECT count(*) FROM one)
        FROM one o JOIN people_person p ON p.id = o.person_id
        LEFT JOIN LATERAL (SELECT number_cipher FROM people_document d WHERE d.person_id = p.id AND d.live
                           ORDER BY d.kind <> '111', d.id LIMIT 1) d ON true
        ORDER BY o.current DESC, p.name <> %s, length(p.name), p.name, p.id LIMIT %s""",  # noqa: S608
                 [*params, q.strip(), limit])
    numbers = decrypt_many([r[7] for r in found], keys.NUMBER)
    count = int(found[0][8]) if found else 0
    hits = tuple(_found(r, n) for r, n in zip(found, numbers, strict=True))
    return Findings(hits, min(count, CAP), capped=count > CAP)


def _found(row: tuple[int, str, str, date | None, str, bool, str, bytes, int], number: str) -> Found:
    return Found(row[0], row[1], row[2], row[3], row[4], row[5], mask_number(number) if number else "", row[6])


def _inside(regions: Sequence[str]) -> tuple[str, list[object]]:
    bounds = [subtree(r) for r in regions]
    sql = " OR ".join(["f.region >= %s AND f.region < %s"] * len(bounds))
    return f"({sql})", [b for pair in bounds for b in pair]
