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
from anju.domains.register.operations.dismissing import dismiss
from anju.domains.register.operations.families import declare_family
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
from anju.domains.register.operations.own_undo import undo_own
from anju.domains.register.operations.undoing import undo
from anju.domains.register.queries.complete import missing
from anju.domains.register.queries.imports import imports, one_import
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
from anju.domains.register.queries.previews import preview_page, preview_people
from anju.domains.register.queries.questions import open_questions
from anju.domains.register.queries.receipts import batch_of, line_of, slip
from anju.domains.register.queries.reviews import count_waiting, declared_by, review, waiting_for, waiting_in
from anju.domains.register.queries.rules import due, rule
from anju.domains.register.queries.timeliness import timeliness
from anju.domains.register.queries.workforce import lodged, turnover, workforce

__all__ = [
    "APPLIED",
    "DWELLINGS",
    "FORMS",
    "ITEM_SCHEMA",
    "KINDS",
    "LISTS",
    "POLICE_REASONS",
    "POLICE_TO_STANDARD",
    "REASONS",
    "REFUSED",
    "STANDARD_TO_POLICE",
    "UNCHANGED",
    "WAITING",
    "Comparison",
    "Difference",
    "ImportView",
    "JobView",
    "Line",
    "Member",
    "Missing",
    "Outcome",
    "PreviewPage",
    "Receipt",
    "ReviewView",
    "Sender",
    "Slip",
    "StayView",
    "Timeliness",
    "Turnover",
    "Worker",
    "apply_import",
    "batch_of",
    "choose_leavers",
    "confirm_many",
    "correct_stay",
    "count_waiting",
    "decide",
    "declare",
    "declare_family",
    "declared_by",
    "dismiss",
    "due",
    "head_count",
    "history_of_home",
    "imports",
    "jobs_of",
    "line_of",
    "living_in",
    "lodged",
    "mend",
    "merge_people",
    "missing",
    "occupants",
    "one_import",
    "open_questions",
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
    "slip",
    "stay",
    "stays_of",
    "take_file",
    "timeliness",
    "turnover",
    "undo",
    "undo_own",
    "unmerge_people",
    "waiting_for",
    "waiting_in",
    "workers",
    "workforce",
]
