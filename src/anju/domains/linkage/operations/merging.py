"""The part of linkage in a merge: records that somebody found to be two people are not merged; a pair that waits is
closed by the merge and waits again once it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anju.domains.linkage.queries.doubtful import different_among
from anju.domains.people import api as people
from anju.domains.people.api import Merging, OnMerge, PersonReference
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict

KEY = "linkage_pair.merged"
_AGAIN = "compared anew after the merge"

people.register_references(
    PersonReference(
        "linkage_pair", "one_id", OnMerge.TRACE, "a finding about the record as it was"
    ),
    PersonReference(
        "linkage_pair", "other_id", OnMerge.TRACE, "a finding about the record as it was"
    ),
    PersonReference("linkage_record_key", "person_id", OnMerge.DERIVED, _AGAIN),
    PersonReference("linkage_changed_record", "person_id", OnMerge.DERIVED, _AGAIN),
)


def close_pair(merging: Merging) -> Mapping[str, Any]:
    """Raises `Conflict` ``linkage_found_different`` when somebody found the two, or records that were merged into
    them, to be two people."""
    if different_among([merging.kept_id, merging.other_id]):
        raise Conflict("linkage_found_different")
    closed = rows(
        """UPDATE linkage_pair SET state = 'merged' WHERE state = 'open' AND one_id = least(%(a)s, %(b)s)
        AND other_id = greatest(%(a)s, %(b)s) RETURNING id""",
        {"a": merging.kept_id, "b": merging.other_id},
    )
    return {KEY: [int(r[0]) for r in closed]}


def open_pair(_: Merging, moved: Mapping[str, Any]) -> None:
    """The pair waits for people again."""
    run(
        "UPDATE linkage_pair SET state = 'open' WHERE state = 'merged' AND id = ANY(%s)",
        [list(moved.get(KEY, []))],
    )


people.handle_merge("linkage.pairs", merge=close_pair, unmerge=open_pair)
