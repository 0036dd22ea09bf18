"""The answers as last stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.domains.permits.eligibility.data import Assessment
from anju.domains.permits.eligibility.queries.assessing import assess, assessed
from anju.foundation.db.statements import rows

_ROW = (
    "person",
    "region",
    "ruleset",
    "ruleset_from",
    "entitled",
    "entitled_from",
    "path",
    "satisfied",
    "missing",
    "changes_on",
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What was last worked out for one person, and when they were invited (`invited_by`: ``phone``; ``nobody`` for want
    of a phone)."""

    assessment: Assessment
    computed_at: datetime
    invited_at: datetime | None
    invited_by: str

    @property
    def entitled(self) -> bool:
        """Whether the person was eligible on that day."""
        return self.assessment.entitled

    @property
    def entitled_from(self) -> date | None:
        """Since when they are, or will be."""
        return self.assessment.entitled_from


def stored(person_ids: Sequence[int]) -> dict[int, Stored]:
    """The stored answers of those people whom the transaction sees and of whom there is one. One query."""
    return {
        r[0]: Stored(_assessment(r[:10]), *r[10:])
        for r in rows(
            """SELECT person_id, region, ruleset, ruleset_from, entitled, entitled_from,
            nullif(path, ''), satisfied::text,
            missing::text, changes_on, computed_at, invited_at, invited_by
        FROM permits_entitlement WHERE person_id = ANY(%s)""",
            [list(person_ids)],
            often=True,
        )
    }


def assess_or_stored(person_id: int, *, on: date, at: datetime) -> tuple[Assessment, Stored | None]:
    """The stored answer while it holds on that day, else one worked out now: for pages that show it beside other
    things. One query, or seven."""
    kept = stored([person_id]).get(person_id)
    if kept is not None and (kept.assessment.changes_on is None or kept.assessment.changes_on > on):
        return kept.assessment, kept
    return assess([person_id], on=on, at=at)[person_id], kept


def _assessment(row: Sequence[Any]) -> Assessment:
    return assessed(dict(zip(_ROW, row, strict=True)))
