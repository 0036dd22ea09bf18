"""The columns of casework that name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.casework.cases.operations.merging_cases import join_twins, part_twins
from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference

people.register_references(
    PersonReference(
        "casework_case",
        "person_id",
        OnMerge.MOVED,
        only_if=(
            "t.state = 'closed' OR NOT EXISTS (SELECT FROM casework_case k WHERE k.person_id = %(kept)s "
            "AND k.state <> 'closed' AND k.matter = t.matter AND k.subject = t.subject)"
        ),
    ),
    PersonReference("casework_mandate", "person_id", OnMerge.MOVED),
    PersonReference("casework_respondent", "person_id", OnMerge.MOVED),
    PersonReference("casework_rescue_stay", "person_id", OnMerge.MOVED),
    PersonReference(
        "casework_enrolment",
        "child_person_id",
        OnMerge.MOVED,
        only_if=(
            "t.state NOT IN ('filed', 'returned', 'qualified', 'placed', 'waiting', 'accepted') OR NOT EXISTS ("
            "SELECT FROM casework_enrolment k WHERE k.child_person_id = %(kept)s AND k.round_id = t.round_id "
            "AND k.state IN ('filed', 'returned', 'qualified', 'placed', 'waiting', 'accepted'))"
        ),
    ),
    PersonReference("casework_enrolment", "guardian_person_id", OnMerge.MOVED),
)
people.handle_merge("casework.twins", merge=join_twins, unmerge=part_twins)
