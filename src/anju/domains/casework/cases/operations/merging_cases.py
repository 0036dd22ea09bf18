"""Cases of a record that is merged away and of one that is parted again, inside the merge itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.domains.people.api import Merging
from anju.foundation.db.statements import rows, run

TWINS, OLDER = "casework_case.twins", "casework_case.older_twins"
"""In the journal of a merge: open cases that the kept record had open too; those that were twins before it."""


def join_twins(merging: Merging) -> dict[str, Any]:
    """An open case about what the kept record has an open case about goes along as its twin, beside it: both are in
    sight and are dealt with, and no third is filed."""
    moved = rows(
        """UPDATE casework_case c SET person_id = %s, twin = true
        FROM (SELECT id, twin FROM casework_case WHERE person_id = %s FOR UPDATE) b
        WHERE c.id = b.id RETURNING c.id, b.twin""",
        [merging.kept_id, merging.other_id],
    )
    return {
        TWINS: [int(case) for case, twin in moved if not twin],
        OLDER: [int(case) for case, twin in moved if twin],
    }


def part_twins(merging: Merging, moved: Mapping[str, Any]) -> None:
    """What `join_twins` moved goes back, and what it made a twin is a case of its own again."""
    for key, change in ((TWINS, ", twin = false"), (OLDER, "")):
        run(
            f"UPDATE casework_case SET person_id = %s{change} WHERE id = ANY(%s) AND person_id = %s",  # noqa: S608
            [merging.other_id, list(moved.get(key) or []), merging.kept_id],
        )
