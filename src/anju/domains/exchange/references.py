"""The columns of the exchange that name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference

people.register_references(
    PersonReference("exchange_fact", "person_id", OnMerge.MOVED),
    PersonReference("exchange_ticket", "person_id", OnMerge.MOVED),
    PersonReference("exchange_stream", "person_id", OnMerge.RESOLVED, "people.all_canonical"),
    PersonReference("exchange_message", "person_id", OnMerge.TRACE, "whom a message was about"),
    PersonReference("exchange_shield", "person_id", OnMerge.RESOLVED, "people.all_canonical"),
    PersonReference(
        "exchange_shield_enquiry", "person_id", OnMerge.TRACE, "whom a question was about"
    ),
    PersonReference("exchange_bridge_item", "person_id", OnMerge.TRACE, "whom an item was about"),
    PersonReference(
        "exchange_return_difference", "person_id", OnMerge.TRACE, "whom a difference was about"
    ),
    PersonReference(
        "exchange_picture_ticket", "person_id", OnMerge.TRACE, "whom a contradiction was about"
    ),
    PersonReference("exchange_change", "person_id", OnMerge.RESOLVED, "people.all_canonical"),
    PersonReference("exchange_change", "other_id", OnMerge.TRACE, "which record was merged"),
    PersonReference("exchange_filled_form", "person_id", OnMerge.MOVED),
    PersonReference("exchange_transfer", "person_id", OnMerge.MOVED),
    PersonReference("exchange_transfer", "requester_id", OnMerge.MOVED),
    PersonReference("exchange_move", "person_id", OnMerge.RESOLVED, "people.all_canonical"),
)
