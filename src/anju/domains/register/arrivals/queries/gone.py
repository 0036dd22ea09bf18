"""Stays that are not there any more, for who answers for the home and acts on a page of before."""

from __future__ import annotations

from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict


def what_became_of_stay(
    home_id: int, *, line: int | None = None, person_id: int | None = None
) -> Conflict | None:
    """What became of a stay in a home that is not there any more, for who answers for the home and looks at a page of
    before: `Conflict` ``stay_over`` (`day`) or ``stay_taken_back``; None where there never was one, and where it still
    is. Asked by its `line` or by whose it was. Says nothing of the person. One query."""
    with as_intake_role():
        found = rows(
            "SELECT superseded_at IS NULL, upper(period) FROM register_stay WHERE home_id = %s AND "
            "(line = %s OR person_id = %s) ORDER BY superseded_at IS NULL DESC, recorded_at DESC, id DESC LIMIT 1",
            [home_id, line, person_id],
        )
    if not found:
        return None
    present, until = found[0]
    if not present:
        return Conflict("stay_taken_back")
    return Conflict("stay_over", day=until.isoformat()) if until else None
