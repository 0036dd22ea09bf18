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
from anju.domains.register.operations.deciding import decide
from anju.domains.register.operations.declare import declare
from anju.domains.register.operations.importing import apply_import, mend, preview, problems_workbook, receive
from anju.domains.register.operations.merging import merge_people, unmerge_people
from anju.domains.register.operations.queueing import fail_import, queue_import
from anju.domains.register.operations.undoing import undo
from anju.domains.register.queries.import_pages import imports_from
from anju.domains.register.queries.imports import imports, one_import
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
    "APPLIED", "FORMS", "ITEM_SCHEMA", "KINDS", "REFUSED", "UNCHANGED", "WAITING", "Comparison", "Difference",
    "ImportView", "JobView", "Member", "Outcome", "Receipt", "ReviewView", "Sender", "StayView", "apply_import",
    "count_waiting", "decide", "declare", "declared_by", "due", "fail_import", "head_count", "history_of_home",
    "imports", "imports_from", "jobs_of",
    "living_in", "mend", "merge_people", "occupants", "one_import", "preview", "problems_workbook", "queue_import",
    "receive", "review",
    "rule", "stays_of", "undo", "unmerge_people", "waiting_for", "waiting_in", "workers",
]
