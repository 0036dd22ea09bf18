"""The columns of permits that name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference

people.register_references(
    PersonReference(
        "permits_proof",
        "person_id",
        OnMerge.MOVED,
        only_if=(
            "t.withdrawn_at IS NOT NULL OR NOT EXISTS (SELECT FROM permits_proof k WHERE k.person_id = %(kept)s "
            "AND k.withdrawn_at IS NULL AND k.source = t.source AND k.reference = t.reference AND k.code = t.code)"
        ),
    ),
    PersonReference(
        "permits_holder_pin",
        "person_id",
        OnMerge.MOVED,
        row="person_id",
        only_if=("NOT EXISTS (SELECT FROM permits_holder_pin k WHERE k.person_id = %(kept)s)"),
    ),
    PersonReference(
        "permits_entitlement", "person_id", OnMerge.DERIVED, "assessed anew on register.merged"
    ),
    PersonReference("permits_application", "person_id", OnMerge.FOLLOWED, "joining.join_people"),
    PersonReference(
        "permits_application", "proxy_person_id", OnMerge.FOLLOWED, "joining.join_people"
    ),
    PersonReference(
        "permits_application", "answers", OnMerge.FOLLOWED, "remembers where it came from"
    ),
    PersonReference("permits_permit", "person_id", OnMerge.FOLLOWED, "life.merging.merge_people"),
    PersonReference("permits_permit", "legacy", OnMerge.FOLLOWED, "remembers where it came from"),
    PersonReference("permits_card", "person_id", OnMerge.FOLLOWED, "life.merging.merge_people"),
    PersonReference("permits_delivery", "person_id", OnMerge.FOLLOWED, "life.merging.merge_people"),
)
