"""The columns of housing that name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference

people.register_references(
    PersonReference(
        "housing_tenant",
        "person_id",
        OnMerge.MOVED,
        only_if=(
            "t.removed_at IS NOT NULL OR NOT EXISTS (SELECT FROM housing_tenant k WHERE k.person_id = %(kept)s "
            "AND k.removed_at IS NULL AND k.rental_id = t.rental_id)"
        ),
    ),
)
