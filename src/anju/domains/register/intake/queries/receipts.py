"""The outcome of one form, for the result page and the printed submission receipt, and how late an arrival was
registered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from anju.domains.register.declarations.queries.rules import due, rule
from anju.domains.register.declarations.queries.submitted import submitted
from anju.domains.register.intake.data.receipts import (
    Line,
    SubmissionReceipt,
    Timeliness,
    confirmed_in,
)
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.statements import rows

_LINE = """SELECT d.id, d.kind, d.status, d.reason, d.person_id, d.home_id, d.region, d.effective, d.due_at,
        r.id, r.kind, r.staff_from, r.due_at, r.decided_at, d.payload_cipher, d.effects
    FROM register_declaration d LEFT JOIN LATERAL (SELECT * FROM register_review r WHERE r.declaration_id = d.id
         ORDER BY r.id DESC LIMIT 1) r ON true"""
MOST = 200
"""Lines of a form. Files have their own pages."""


def submission_receipt(batch_id: int) -> SubmissionReceipt | None:
    """One form with its declarations, as far as the transaction may see it. Two queries."""
    head = rows(
        "SELECT id, state, channel, label, by_label, created_at, undone_at, source FROM register_batch "
        "WHERE id = %s AND form = ''",
        [batch_id],
    )
    if not head:
        return None
    return SubmissionReceipt(
        *(*head[0], _lines("d.batch_id = %s ORDER BY d.id LIMIT %s", [batch_id, MOST]))
    )


def line_of(declaration_id: int) -> Line | None:
    """One declaration with its latest question, as far as the transaction may see it."""
    return next(iter(_lines("d.id = %s", [declaration_id])), None)


def standings(declarations: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Declaration → its status and reason now, of those that the transaction may see. One query."""
    if not declarations:
        return {}
    return {
        i: (status, reason)
        for i, status, reason in rows(
            "SELECT id, status, reason FROM register_declaration WHERE id = ANY(%s)",
            [list(declarations)],
            often=True,
        )
    }


def batch_of(declaration_id: int) -> int:
    """The batch that brought a declaration; 0 when the transaction may not see it."""
    found = rows("SELECT batch_id FROM register_declaration WHERE id = %s", [declaration_id])
    return int(found[0][0]) if found else 0


def declared_in(batch_id: int) -> list[int]:
    """The declarations that a batch brought, as far as the transaction may see them."""
    return [
        int(r[0])
        for r in rows(
            "SELECT id FROM register_declaration WHERE batch_id = %s ORDER BY id", [batch_id]
        )
    ]


def _lines(where: str, params: list[Any]) -> tuple[Line, ...]:
    found = rows(f"{_LINE} WHERE {where}", params)
    declared = submitted([(f[0], f[-2]) for f in found])
    return tuple(
        Line(*(*f[:-2], s, _confirmed(f[-1]))) for f, s in zip(found, declared, strict=True)
    )


def _confirmed(effects: str | dict[str, Any] | None) -> dict[str, str]:
    return confirmed_in(json.loads(effects) if isinstance(effects, str) else effects)


def timeliness(
    arrived: date, *, region: str, nationality: str, at: datetime, change: bool = False
) -> Timeliness:
    """The deadline of a resident's registration in that region. The hour of arrival is not known, so the day counts
    to its end. `change`: somebody registered already moves within the area."""
    foreign = nationality not in ("", "CHN", "HKG", "MAC", "TWN")
    key = "declare.foreigner" if foreign else "declare.change" if change else "declare.resident"
    start = datetime.combine(arrived, time(23, 59, 59), CHINA)
    _, source = rule(key, region, arrived, at=at)
    until = due(key, region, start)
    return Timeliness(
        until, source, max((local_date(at) - local_date(until)).days, 0) if at > until else 0
    )
