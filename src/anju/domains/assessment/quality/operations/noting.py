"""What changed waits for the next run."""

from __future__ import annotations

from collections.abc import Iterable

from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import insert

CHANGE = "assessment_quality_change"


def note_changed(*, persons: Iterable[int] = (), homes: Iterable[int] = ()) -> None:
    """The facts of these persons and homes changed. Call it inside a transaction."""
    with as_intake_role():
        for column, numbers in (("person_id", set(persons)), ("home_id", set(homes))):
            if numbers:
                insert(CHANGE, {column: ("bigint", sorted(numbers))})
