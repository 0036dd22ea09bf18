"""What was entered at a reception on a day: arrivals, departures and moves between rooms, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from anju.domains.register.arrivals.data import CAME, MOVED, WENT, DayEntry
from anju.domains.register.declarations.data.kinds import IMPLIED_STAYS, STAY, kinds_on
from anju.domains.register.declarations.queries.submitted import submitted
from anju.foundation.db.statements import rows

_CAME = [k for k in kinds_on(STAY, opens=True) if k not in IMPLIED_STAYS]
_WENT = list(kinds_on(STAY, opens=False))
MOST = 2_000
"""Entries of a day that are read at most."""
_BEFORE = """(SELECT s.home_id FROM register_stay s WHERE s.superseded_by = d.id AND s.person_id = d.person_id
    AND s.home_id IS DISTINCT FROM d.home_id AND s.party = ANY(%s) LIMIT 1)"""
_FORMS = f"""SELECT d.id, d.batch_id, NULL::bigint, d.kind, d.status, d.reason, d.person_id, d.home_id, {_BEFORE},
        d.effective, b.created_at, b.by_label, b.by_user, d.payload_cipher
    FROM register_batch b JOIN register_declaration d ON d.batch_id = b.id
    WHERE b.region = ANY(%s) AND b.created_at >= %s AND b.created_at < %s AND b.source = ANY(%s) AND b.form = ''
      AND d.kind = ANY(%s)"""  # noqa: S608 - an expression of ours
_GUESTS = f"""SELECT d.id, d.batch_id, r.id, d.kind, d.status, d.reason, d.person_id, d.home_id, {_BEFORE},
        d.effective, r.decided_at, r.decided_label, r.decided_by, d.payload_cipher
    FROM register_review r JOIN register_declaration d ON d.id = r.declaration_id
    WHERE r.party = ANY(%s) AND r.decided_at >= %s AND r.decided_at < %s AND r.kind = 'confirm'
      AND r.decision = 'accept' AND d.kind = ANY(%s)"""  # noqa: S608


def entries(
    parties: Sequence[str],
    *,
    regions: Sequence[str],
    since: datetime,
    until: datetime,
    batch_id: int | None = None,
) -> list[DayEntry]:
    """Entered by forms of these parties, or confirmed by them, in that half-open span; newest first. `regions`: those
    of the buildings and of the sender, by which forms are found. One query."""
    kinds, wanted = [*_CAME, *_WENT], list(parties)
    one, only = ("", []) if batch_id is None else (" AND d.batch_id = %s", [batch_id])
    params: list[Any] = [wanted, list(regions), since, until, wanted, kinds, *only]
    params += [wanted, wanted, since, until, kinds, *only]
    found = rows(
        f"{_FORMS}{one} UNION ALL {_GUESTS}{one} ORDER BY 11 DESC, 1 DESC LIMIT {MOST}", params
    )
    declared = submitted([(f[0], f[-1]) for f in found])
    return [
        DayEntry(*(*f[:3], _kind(f[3], f[8]), *f[4:-1], item))
        for f, item in zip(found, declared, strict=True)
    ]


def _kind(declared: str, before: int | None) -> str:
    if declared in _WENT:
        return WENT
    return CAME if before is None else MOVED
