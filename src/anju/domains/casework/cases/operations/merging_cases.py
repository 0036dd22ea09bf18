"""Cases of a record that is merged away and of one that is parted again, inside the merge itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.domains.people.api import Merging
from anju.foundation.db.statements import rows, run

TWINS = "casework_case.twins"
"""In the journal of a merge: open cases that the kept record had open too."""


def join_twins(merging: Merging) -> dict[str, Any]:
    """An open case about what the kept record has an open case about goes along as its twin, beside it: both are in
    sight and are dealt with, and no third is filed."""
    moved = rows(
        "UPDATE casework_case SET person_id = %s, twin = true WHERE person_id = %s RETURNING id",
        [merging.kept_id, merging.other_id],
    )
    return {TWINS: [int(r[0]) for r in moved]}


def part_twins(merging: Merging, moved: Mapping[str, Any]) -> None:
    """What `join_twins` moved goes back and is a case of its own again."""
    run(
        "UPDATE casework_case SET person_id = %s, twin = false WHERE id = ANY(%s) AND person_id = %s",
        [merging.other_id, list(moved.get(TWINS) or []), merging.kept_id],
    )
