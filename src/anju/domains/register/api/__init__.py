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
from anju.domains.register.data.reasons import (
    DWELLINGS,
    POLICE_REASONS,
    POLICE_TO_STANDARD,
    REASONS,
    STANDARD_TO_POLICE,
)
from anju.domains.register.data.receipts import Line, Missing, Slip, Timeliness
from anju.domains.register.operations.confirming import confirm_many
from anju.domains.register.operations.correcting import correct_stay
from anju.domains.register.operations.deciding import decide
from anju.domains.register.operations.declare import declare
from anju.domains.register.operations.families import declare_family
from anju.domains.register.operations.importing import apply_import, mend, preview, problems_workbook, receive
from anju.domains.register.operations.invitations import accept_invitation, invitation, invite, revoke_invitation
from anju.domains.register.operations.merging import merge_people, unmerge_people
from anju.domains.register.operations.own_undo import undo_own
from anju.domains.register.operations.own_words import contest, own_record, take_back
from anju.domains.register.operations.undoing import undo
from anju.domains.register.queries.checking import checked
from anju.domains.register.queries.complete import missing
from anju.domains.register.queries.imports import imports, one_import
from anju.domains.register.queries.invitations import invitations_of
from anju.domains.register.queries.ledger import (
    head_count,
    history_of_home,
    jobs_of,
    living_in,
    occupants,
    stay,
    stays_of,
    workers,
)
from anju.domains.register.queries.questions import open_questions
from anju.domains.register.queries.receipts import batch_of, line_of, slip
from anju.domains.register.queries.reviews import count_waiting, declared_by, review, waiting_for, waiting_in
from anju.domains.register.queries.rules import due, rule
from anju.domains.register.queries.timeliness import timeliness

__all__ = [
    "APPLIED",
    "DWELLINGS",
    "FORMS",
    "ITEM_SCHEMA",
    "KINDS",
    "POLICE_REASONS",
    "POLICE_TO_STANDARD",
    "REASONS",
    "REFUSED",
    "STANDARD_TO_POLICE",
    "UNCHANGED",
    "WAITING",
    "Accepted",
    "Comparison",
    "Difference",
    "ImportView",
    "InvitationView",
    "Issued",
    "JobView",
    "Line",
    "Member",
    "Missing",
    "Outcome",
    "Receipt",
    "ReviewView",
    "Sender",
    "Slip",
    "StayView",
    "Timeliness",
    "accept_invitation",
    "apply_import",
    "batch_of",
    "checked",
    "confirm_many",
    "contest",
    "correct_stay",
    "count_waiting",
    "decide",
    "declare",
    "declare_family",
    "declared_by",
    "due",
    "head_count",
    "history_of_home",
    "imports",
    "invitation",
    "invitations_of",
    "invite",
    "jobs_of",
    "line_of",
    "living_in",
    "mend",
    "merge_people",
    "missing",
    "occupants",
    "one_import",
    "open_questions",
    "own_record",
    "preview",
    "problems_workbook",
    "receive",
    "review",
    "revoke_invitation",
    "rule",
    "slip",
    "stay",
    "stays_of",
    "take_back",
    "timeliness",
    "undo",
    "undo_own",
    "unmerge_people",
    "waiting_for",
    "waiting_in",
    "workers",
]
