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
from anju.domains.register.data.imports import (
    FORMS,
    LISTS,
    Comparison,
    Difference,
    ImportView,
    Member,
    PreviewPage,
    Turnover,
    Worker,
)
from anju.domains.register.operations.deciding import decide
from anju.domains.register.operations.declare import declare
from anju.domains.register.operations.dismissing import dismiss
from anju.domains.register.operations.importing import (
    apply_import,
    choose_leavers,
    mend,
    preview,
    problems_workbook,
    read_import,
    receive,
    set_failed,
    set_under_way,
    take_file,
)
from anju.domains.register.operations.merging import merge_people, unmerge_people
from anju.domains.register.operations.undoing import undo
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
from anju.domains.register.queries.previews import preview_page, preview_people
from anju.domains.register.queries.reviews import count_waiting, declared_by, review, waiting_for, waiting_in
from anju.domains.register.queries.rules import due, rule
from anju.domains.register.queries.workforce import lodged, turnover, workforce

__all__ = [
    "APPLIED",
    "Comparison",
    "Difference",
    "FORMS",
    "ITEM_SCHEMA",
    "ImportView",
    "JobView",
    "KINDS",
    "LISTS",
    "Member",
    "Outcome",
    "PreviewPage",
    "REFUSED",
    "Receipt",
    "ReviewView",
    "Sender",
    "StayView",
    "Turnover",
    "UNCHANGED",
    "WAITING",
    "Worker",
    "apply_import",
    "choose_leavers",
    "count_waiting",
    "decide",
    "declare",
    "declared_by",
    "dismiss",
    "due",
    "head_count",
    "history_of_home",
    "imports",
    "jobs_of",
    "living_in",
    "lodged",
    "mend",
    "merge_people",
    "occupants",
    "one_import",
    "preview",
    "preview_page",
    "preview_people",
    "problems_workbook",
    "read_import",
    "receive",
    "review",
    "rule",
    "set_failed",
    "set_under_way",
    "stays_of",
    "take_file",
    "turnover",
    "undo",
    "unmerge_people",
    "waiting_for",
    "waiting_in",
    "workers",
    "workforce",
]
