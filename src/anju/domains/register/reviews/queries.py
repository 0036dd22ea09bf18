"""The open review items of declarations."""

from __future__ import annotations

from collections.abc import Sequence

from anju.foundation.db.statements import rows


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
