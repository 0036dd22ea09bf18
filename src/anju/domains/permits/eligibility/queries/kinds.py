"""Which permit somebody holds or would hold: residents of Hong Kong, Macao and Taiwan have one of their own."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.permits.eligibility.rules import PEOPLE, permit_kind

RESIDENT = "resident"


def kind_of(person_id: int) -> str:
    """``hmt`` or ``resident``, as the eligibility rules say. One query."""
    found = people.origin_columns([person_id]).match_to_schema(PEOPLE).select(permit_kind())
    return str(found.item()) if found.height else RESIDENT
