"""The columns of health that name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference

people.register_references(
    PersonReference(
        "health_child",
        "person_id",
        OnMerge.MOVED,
        only_if=(
            "t.joined_to_id IS NOT NULL OR NOT EXISTS (SELECT FROM health_child k "
            "WHERE k.person_id = %(kept)s AND k.joined_to_id IS NULL)"
        ),
    ),
    PersonReference("health_plan", "person_id", OnMerge.MOVED),
    PersonReference("health_guardian", "person_id", OnMerge.MOVED),
    PersonReference(
        "health_declined_offer",
        "person_id",
        OnMerge.MOVED,
        only_if=(
            "NOT EXISTS (SELECT FROM health_declined_offer k WHERE k.person_id = %(kept)s "
            "AND k.guardian_person_id = t.guardian_person_id)"
        ),
    ),
    PersonReference(
        "health_declined_offer",
        "guardian_person_id",
        OnMerge.MOVED,
        only_if=(
            "NOT EXISTS (SELECT FROM health_declined_offer k WHERE k.guardian_person_id = %(kept)s "
            "AND k.person_id = t.person_id)"
        ),
    ),
)
