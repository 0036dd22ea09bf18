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
from anju.domains.register.operations.persons import correct_person, move_out
from anju.domains.register.operations.undoing import undo
from anju.domains.register.queries.about import Said, asked_about, looked_at, regions_of, said_about
from anju.domains.register.queries.figures import Figures, area_of, channels, figures
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
from anju.domains.register.queries.lists import (
    Listed,
    Turnover,
    buildings_list,
    home_loads,
    homes_list,
    living_list,
    moved_list,
    turnover,
)
from anju.domains.register.queries.reviews import count_waiting, declared_by, review, waiting_for, waiting_in
from anju.domains.register.queries.rules import due, rule
from anju.domains.register.queries.search import find_people

__all__ = [
    "APPLIED", "FORMS", "ITEM_SCHEMA", "KINDS", "REFUSED", "UNCHANGED", "WAITING", "Comparison", "Difference",
    "Figures", "ImportView", "JobView", "Listed", "Member", "Outcome", "Receipt", "ReviewView", "Said", "Sender",
    "StayView", "Turnover", "apply_import", "area_of", "asked_about", "buildings_list", "channels", "correct_person",
    "count_waiting", "decide", "declare", "declared_by", "due", "figures", "find_people", "head_count", "history_of_home",
    "home_loads", "homes_list", "imports", "jobs_of", "living_in", "living_list", "looked_at", "mend", "merge_people",
    "move_out", "moved_list", "occupants", "one_import", "preview", "problems_workbook", "receive", "regions_of",
    "review", "rule", "said_about", "stays_of", "turnover", "undo", "unmerge_people", "waiting_for", "waiting_in",
    "workers",
]
