"""The columns of the register, and of the domains below it, that name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference
from anju.domains.register.corrections.operations import merging
from anju.domains.register.ledger.operations import merging_ledgers

people.register_references(
    PersonReference("register_stay", "person_id", OnMerge.HANDLED, "joining.merge_ledgers"),
    PersonReference("register_job", "person_id", OnMerge.HANDLED, "joining.merge_ledgers"),
    PersonReference("register_absence", "person_id", OnMerge.HANDLED, "joining.merge_ledgers"),
    PersonReference("access_user", "person_id", OnMerge.HANDLED, "merging.move_accounts"),
    PersonReference("places_holder", "person_id", OnMerge.MOVED),
    PersonReference(
        "register_declaration",
        "person_id",
        OnMerge.RESOLVED,
        "kept as it came; read with `merged_ids`",
    ),
    PersonReference(
        "register_declaration",
        "effects",
        OnMerge.RESOLVED,
        "names rows that moved, and they are found",
    ),
    PersonReference(
        "register_invitation", "person_id", OnMerge.RESOLVED, "invitations._take_record"
    ),
    PersonReference("register_batch", "leaving", OnMerge.RESOLVED, "applying._leavers"),
    PersonReference(
        "register_review", "facts", OnMerge.RESOLVED, "deciding._apply, queries.reviews"
    ),
    PersonReference(
        "register_previewpart",
        "people",
        OnMerge.RESOLVED,
        "read under row-level security, made anew",
    ),
    PersonReference("audit_entry", "detail", OnMerge.TRACE),
    PersonReference("events_event", "payload", OnMerge.TRACE, "listeners resolve"),
)
people.handle_merge(
    "register.ledgers", merge=merging_ledgers.merge_ledgers, unmerge=merging_ledgers.unmerge_ledgers
)
people.handle_merge(
    "register.accounts", merge=merging.move_accounts, unmerge=merging.give_accounts_back
)
