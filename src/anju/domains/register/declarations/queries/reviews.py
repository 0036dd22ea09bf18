"""Open review items and declarations, with the submitted data."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import ReviewView
from anju.domains.register.declarations.data.kinds import CLOSING
from anju.domains.register.declarations.queries.submitted import submitted
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows
from anju.foundation.ordering import order_in

REVIEW = """SELECT r.id, r.kind, r.declaration_id, r.region, r.party, r.facts, r.asked_at, r.staff_from, r.due_at,
    r.decision, r.decided_at, r.decided_label, d.payload_cipher,
    coalesce(b.channel, CASE WHEN r.kind = 'confirm' THEN 'resident' ELSE split_part(d.source, ':', 1) END),
    coalesce(b.label, '')
    FROM register_review r JOIN register_declaration d ON d.id = r.declaration_id
    LEFT JOIN register_batch b ON b.id = d.batch_id"""
# A batch is its sender's: whoever is asked about one statement of it may not see the batch itself.
STATEMENT = "says"
"""The fact of a question that holds a person's own free words: encrypted at rest, in clear in a `ReviewView`."""
BEFORE = "before"
"""The fact of a decided item that says how its declaration stood before; for taking the decision back,
shown to nobody."""
WORDS = "review.words"
_CANDIDATES = "candidates"


OVERDUE = "overdue"
"""In place of a kind: those of all kinds whose deadline has passed."""
ORDERS = {"due": "r.due_at", "asked": "r.asked_at", "kind": "r.kind", "place": "r.region"}
"""Columns by which the queue is sorted."""


def waiting_in(
    regions: Sequence[str],
    *,
    at: datetime,
    kind: str = "",
    limit: int = 50,
    offset: int = 0,
    order: str = "",
) -> list[ReviewView]:
    """Questions staff of these regions (prefixes) must answer now, nearest deadline first or in this `order` (a key of
    `ORDERS`, with ``-`` before it from the largest down); of one `kind`, or those `OVERDUE`."""
    where, params = _open_in(regions, at)
    if kind == OVERDUE:
        where, params = f"{where} AND r.due_at < %s", [*params, at]
    elif kind:
        where, params = f"{where} AND r.kind = %s", [*params, kind]
    asked = order_in(order)
    column, down = ORDERS.get(asked.column, "r.due_at"), " DESC" if asked.down else ""
    return views(
        f"{REVIEW} WHERE {where} ORDER BY {column}{down}, r.id{down} LIMIT %s OFFSET %s",
        [*params, limit, offset],
    )


def count_waiting(regions: Sequence[str], *, at: datetime) -> dict[str, int]:
    """Open questions of staff by kind, and `overdue` among them."""
    where, params = _open_in(regions, at)
    late = "count(*) FILTER (WHERE r.due_at < %s)"
    found = rows(
        f"SELECT r.kind, count(*), {late} FROM register_review r WHERE {where} GROUP BY 1",  # noqa: S608
        [at, *params],
    )
    return {**{k: int(n) for k, n, _ in found}, "overdue": sum(int(n) for *_, n in found)}


def waiting_for(party: str) -> list[ReviewView]:
    """Questions asked of a landlord or manager and not answered yet."""
    return views(
        f"{REVIEW} WHERE r.party = %s AND r.decided_at IS NULL ORDER BY r.due_at, r.id", [party]
    )


def review(review_id: int) -> ReviewView | None:
    """One question, as far as the transaction may see it."""
    found = views(f"{REVIEW} WHERE r.id = %s", [review_id])
    return found[0] if found else None


_DECLARED = """SELECT d.id, d.kind, d.status, d.reason, d.effective, d.said_at, d.home_id, d.payload_cipher,
        r.kind, r.staff_from, r.due_at, r.decision, r.note, r.id, r.party,
        coalesce(b.channel, 'resident')
    FROM register_declaration d LEFT JOIN register_batch b ON b.id = d.batch_id
    LEFT JOIN LATERAL (SELECT * FROM register_review r WHERE r.declaration_id = d.id
         ORDER BY r.id DESC LIMIT 1) r ON true"""


def declared_by(source: str, *, limit: int = 50) -> list[dict[str, Any]]:
    """What one sender declared, newest first, with status and the open question if there is one."""
    return _declared("d.source = %s ORDER BY d.said_at DESC, d.id DESC LIMIT %s", [source, limit])


def waiting_arrivals(home_id: int, *, party: str) -> list[dict[str, Any]]:
    """Arrivals in a home that wait, declared by this party or such that it was asked about, oldest first.

    As `declared_by`; `review` and `asked`: the latest review item and the party that is asked now ("" staff)."""
    return _declared(
        """d.home_id = %s AND d.kind <> ALL(%s) AND d.status = 'waiting' AND (d.source = %s
        OR EXISTS (SELECT FROM register_review a WHERE a.declaration_id = d.id AND a.party = %s))
        ORDER BY d.said_at, d.id""",
        [home_id, list(CLOSING), party, party],
    )


def _declared(where: str, params: list[Any]) -> list[dict[str, Any]]:
    found = rows(f"{_DECLARED} WHERE {where}", params)
    declared = submitted([(f[0], f[7]) for f in found])
    names = ("id", "kind", "status", "reason", "effective", "said_at", "home_id")
    return [
        {
            **dict(zip(names, f[:7], strict=True)),
            "item": s,
            "question": f[8],
            "staff_from": f[9],
            "due_at": f[10],
            "decision": f[11] or "",
            "note": f[12] or "",
            "review": f[13],
            "asked": (f[14] or "") if not f[11] else "",
            "channel": f[15],
        }
        for f, s in zip(found, declared, strict=True)
    ]


def _open_in(regions: Sequence[str], at: datetime) -> tuple[str, list[Any]]:
    bounds = [subtree(r) for r in regions]
    place = " OR ".join(["(r.region >= %s AND r.region < %s)"] * len(bounds)) or "false"
    return f"r.decided_at IS NULL AND r.staff_from <= %s AND ({place})", [
        at,
        *(b for pair in bounds for b in pair),
    ]


def views(sql: str, params: list[Any]) -> list[ReviewView]:
    """Questions of a statement that begins with `REVIEW`, with what was said."""
    found = rows(sql, params)
    declared = submitted([(f[2], f[12]) for f in found])
    facts = [_read(f[2], json.loads(f[5])) for f in found]
    candidates = {p for f in facts for p in f.get(_CANDIDATES, [])}
    stands = people.all_canonical(candidates) if candidates else {}
    for fact in facts:
        if _CANDIDATES in fact:  # of two records merged since, one is left to choose
            fact[_CANDIDATES] = list(dict.fromkeys(stands[p] for p in fact[_CANDIDATES]))
    return [
        ReviewView(*(*f[:5], fact, *f[6:12], s, *f[13:15]))
        for f, fact, s in zip(found, facts, declared, strict=True)
    ]


def sealed(words: str, *, declaration: int) -> str:
    """Free words as they are kept among the facts of a question about a declaration."""
    return base64.b64encode(encrypt(words, WORDS, row=row_of(declaration))).decode("ascii")


def _read(declaration: int, facts: dict[str, Any]) -> dict[str, Any]:
    facts = {k: v for k, v in facts.items() if k != BEFORE}
    if not facts.get(STATEMENT):
        return facts
    return {
        **facts,
        STATEMENT: decrypt(base64.b64decode(facts[STATEMENT]), WORDS, row=row_of(declaration)),
    }


def open_reviews(declaration_ids: Sequence[int]) -> list[int]:
    """Ids of the unanswered questions about these declarations. One query."""
    return [
        int(r[0])
        for r in rows(
            "SELECT id FROM register_review WHERE declaration_id = ANY(%s) "
            "AND decided_at IS NULL ORDER BY id",
            [list(declaration_ids)],
        )
    ]
