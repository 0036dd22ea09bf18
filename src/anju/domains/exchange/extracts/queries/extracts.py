"""Extracts, their pieces, and the facts their rows are made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from anju.domains.exchange.extracts.data.extracts import ExtractState, ExtractView
from anju.domains.exchange.extracts.models import Extract, ExtractPart
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import decrypt_bytes
from anju.foundation.db.arrays import read_frame
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

PART = "exchange.extract"
BLOCK = 20_000
FACTS = pl.Schema(
    {
        "person": pl.Int64,
        "sex": pl.Utf8,
        "birth_date": pl.Date,
        "street": pl.Utf8,
        "since": pl.Date,
        "reason": pl.Utf8,
        "dwelling": pl.Utf8,
        "origin": pl.Utf8,
        "valid_permit": pl.Boolean,
    }
)
_FACTS = """SELECT s.person_id, p.sex, p.birth_date, left(s.region, 9), lower(s.period), s.reason, s.dwelling,
    left(p.origin, 2), EXISTS (SELECT FROM permits_permit m WHERE m.person_id = s.person_id
        AND m.state IN ('active', 'lost') AND (m.endorsed_until IS NULL OR m.endorsed_until > %s::date)
        AND (m.valid_until IS NULL OR m.valid_until > %s::date))
    FROM register_stay s JOIN people_person p ON p.id = s.person_id
    WHERE s.superseded_at IS NULL AND s.habitual AND s.period @> %s::date AND s.region >= %s AND s.region < %s
        AND s.person_id > %s AND p.withdrawn_at IS NULL ORDER BY s.person_id LIMIT %s"""


def residents(region: str, day: date, after: int) -> pl.DataFrame:
    """A block of the people who live in a division on a day, from the one after `after`. One query."""
    low, high = subtree(region)
    return read_frame(_FACTS, [day, day, day, low, high, after, BLOCK], FACTS)


def count_residents(region: str, day: date) -> int:
    """How many there are. One query."""
    low, high = subtree(region)
    sql = """SELECT count(*) FROM register_stay s WHERE s.superseded_at IS NULL AND s.habitual
        AND s.period @> %s::date AND s.region >= %s AND s.region < %s"""
    return int(rows(sql, [day, low, high])[0][0])


def extracts(limit: int = 50) -> list[ExtractView]:
    """The newest extracts. One query."""
    found = Extract.objects.select_related("agreement").order_by("-proposed_at", "-id")[:limit]
    return [view(row) for row in found]


def due() -> list[int]:
    """Extracts that were approved and wait to be made."""
    found = Extract.objects.filter(state=ExtractState.APPROVED.value).order_by("id")
    return list(found.values_list("id", flat=True))


def pieces(extract_id: int) -> Iterator[bytes]:
    """The pieces of a file in their order."""
    for part in ExtractPart.objects.filter(extract_id=extract_id).order_by("number"):
        yield decrypt_bytes(part.data_cipher, PART, row=row_of(extract_id, part.number))


def view(row: Extract) -> ExtractView:
    """A row as a value."""
    return ExtractView(
        row.pk,
        row.selector,
        row.agreement.number,
        row.agreement.name,
        row.region,
        tuple(row.columns),
        row.purpose,
        row.basis,
        row.day,
        ExtractState(row.state),
        row.proposed_by,
        row.proposed_label,
        row.approved_label,
        row.total,
        row.written,
        row.size,
        row.failure,
        row.manifest,
        row.proposed_at,
        row.delete_after,
    )
