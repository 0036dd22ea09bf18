"""Who is shielded."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.domains.exchange.shields.models import ShieldEnquiry
from anju.domains.people import api as people
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.db.statements import rows

DISCLOSED = "exchange.shield_enquiry"


@dataclass(frozen=True, slots=True)
class ShieldEnquiryView:
    """A question about a shielded person as the office reads it. `content`: what was disclosed, where it was."""

    id: int
    person_id: int
    asker: str
    basis: str
    reference: str
    asked: tuple[str, ...]
    state: str
    note: str
    asked_by: int | None
    asked_label: str
    asked_at: datetime
    answered_label: str
    answered_at: datetime | None
    content: Mapping[str, str]


_SHIELDED = """SELECT person_id FROM exchange_shield
WHERE since <= %s AND (until IS NULL OR until > %s)"""


def shielded(person_ids: Sequence[int], at: datetime) -> set[int]:
    """Those of the persons whose data is shielded at that moment. One query."""
    found = rows(f"{_SHIELDED} AND person_id = ANY(%s)", [at, at, list(person_ids)], often=True)
    return {person for (person,) in found}


def all_shielded(at: datetime) -> set[int]:
    """Everybody who is shielded at that moment. One query."""
    return {person for (person,) in rows(_SHIELDED, [at, at])}


def shielded_records(person_ids: Collection[int], at: datetime) -> set[int]:
    """Those of these records that are about somebody shielded, also where records were merged since, and where somebody
    was shielded after what happened at that moment. Three queries, one where nobody is shielded."""
    sql = "SELECT person_id FROM exchange_shield WHERE until IS NULL OR until > %s"
    hidden = [person for (person,) in rows(sql, [at])]
    if not hidden or not person_ids:
        return set()
    standing = set(people.all_canonical(hidden).values())
    return {record for record, one in people.all_canonical(person_ids).items() if one in standing}


def enquiry_view(row: ShieldEnquiry) -> ShieldEnquiryView:
    """A row as a value."""
    text = decrypt(row.content_cipher, DISCLOSED, row=row_of(row.key)) if row.content_cipher else ""
    return ShieldEnquiryView(
        row.pk,
        row.person_id,
        row.asker,
        row.basis,
        row.reference,
        tuple(row.asked),
        row.state,
        row.note,
        row.asked_by,
        row.asked_label,
        row.asked_at,
        row.answered_label,
        row.answered_at,
        json.loads(text) if text else {},
    )
