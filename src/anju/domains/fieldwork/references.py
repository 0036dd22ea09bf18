"""The columns of fieldwork that may name persons (see `people.references`)."""

from __future__ import annotations

from anju.domains.people import api as people
from anju.domains.people.api import OnMerge, PersonReference

people.register_references(
    PersonReference(
        "fieldwork_operation", "facts", OnMerge.TRACE, "fields of homes and keys of operations"
    ),
)
