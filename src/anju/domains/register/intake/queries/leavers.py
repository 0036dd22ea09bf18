"""Confirmed leavers of a roster as declarations, so that they go through the same intake as everything else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.fields import ITEM_SCHEMA
from anju.foundation.db.statements import rows


def as_items(
    person_ids: Sequence[int], *, employer_id: int, batch_id: int, end: date
) -> pl.DataFrame:
    """A dismissal for each person, and a move-out from the employer's dormitory where they live in one."""
    found = rows(
        """SELECT p.id, p.name, p.nationality, p.birth_date, p.sex, d.id, d.kind, h.code
        FROM people_person p
        LEFT JOIN LATERAL (SELECT id, kind FROM people_document d WHERE d.person_id = p.id AND d.live
                           ORDER BY d.kind <> '111', d.id LIMIT 1) d ON true
        LEFT JOIN register_stay s ON s.person_id = p.id AND s.superseded_at IS NULL AND s.habitual
             AND coalesce(upper(s.period) > %s, true) AND s.party = %s
        LEFT JOIN places_home h ON h.id = s.home_id
        WHERE p.id = ANY(%s) ORDER BY p.id""",
        [end, f"employer:{employer_id}", list(person_ids)],
    )
    numbers = people.numbers([r[5] for r in found if r[5]])
    items: list[dict[str, Any]] = []
    for person, name, nationality, birth, sex, document, kind, home in found:
        common = {
            "name": name,
            "nationality": nationality,
            "birth_date": birth,
            "sex": sex,
            "doc_type": kind,
            "doc_number": numbers.get(document),
            "end": end,
        }
        items.append({**common, "kind": "dismiss", "key": f"{batch_id}:left:{person}"})
        if home:
            items.append(
                {**common, "kind": "leave", "home_code": home, "key": f"{batch_id}:out:{person}"}
            )
    return pl.DataFrame(
        items,
        schema={
            k: t
            for k, t in ITEM_SCHEMA.items()
            if k in (items[0] if items else {}) or k == "home_code"
        },
        orient="row",
        strict=False,
    )
