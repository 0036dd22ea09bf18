"""The columns of assessment that name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference

_AGAIN = "both records are looked at again in the run after the merge"

people.register_references(
    PersonReference("assessment_quality_fault", "person_id", OnMerge.DERIVED, _AGAIN),
    PersonReference("assessment_quality_change", "person_id", OnMerge.DERIVED, _AGAIN),
)
