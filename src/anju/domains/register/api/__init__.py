"""The public door of the register."""

from anju.domains.register.data import (
    APPLIED,
    ITEM_SCHEMA,
    KINDS,
    REFUSED,
    UNCHANGED,
    WAITING,
    JobView,
    Outcome,
    Receipt,
    ReviewView,
    Sender,
    StayView,
)
from anju.domains.register.data.imports import FORMS, Comparison, Difference, ImportView, Member
from anju.domains.register.data.invitations import Accepted, InvitationView, Issued
from anju.domains.register.operations.deciding import decide
from anju.domains.register.operations.declare import declare
from anju.domains.register.operations.importing import apply_import, mend, preview, problems_workbook, receive
from anju.domains.register.operations.invitations import accept_invitation, invitation, invite, revoke_invitation
from anju.domains.register.operations.merging import merge_people, unmerge_people
from anju.domains.register.operations.own_words import contest, own_record, take_back
from anju.domains.register.operations.undoing import undo
from anju.domains.register.queries.checking import checked
from anju.domains.register.queries.imports import imports, one_import
from anju.domains.register.queries.invitations import invitations_of
from anju.domains.register.queries.ledger import (
    head_count,
    history_of_home,
    jobs_of,
    living_in,
    occupants,
    stays_of,
    workers,
)
from anju.domains.register.queries.reviews import count_waiting, declared_by, review, waiting_for, waiting_in
from anju.domains.register.queries.rules import due, rule

__all__ = [
    "APPLIED", "FORMS", "ITEM_SCHEMA", "KINDS", "REFUSED", "UNCHANGED", "WAITING", "Accepted", "Comparison",
    "Difference", "ImportView", "InvitationView", "Issued", "JobView", "Member", "Outcome", "Receipt", "ReviewView",
    "Sender", "StayView", "accept_invitation", "apply_import", "checked", "contest", "count_waiting", "decide", "declare",
    "declared_by", "due", "head_count", "history_of_home", "imports", "invitation", "invitations_of", "invite",
    "jobs_of", "living_in", "mend", "merge_people", "occupants", "one_import", "own_record", "preview",
    "problems_workbook", "receive", "review", "revoke_invitation", "rule", "stays_of", "take_back", "undo",
    "unmerge_people", "waiting_for", "waiting_in", "workers",
]
