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
    Applied,
    Comparison,
    Difference,
    ImportView,
    JobTurnover,
    Member,
    PreviewPage,
    Worker,
    many_leavers,
)
from anju.domains.register.data.invitations import Accepted, InvitationView, Issued
from anju.domains.register.data.reasons import (
    DWELLINGS,
    POLICE_REASONS,
    POLICE_TO_STANDARD,
    REASONS,
    STANDARD_TO_POLICE,
)
from anju.domains.register.data.receipts import Line, Missing, Slip, Timeliness
from anju.domains.register.operations.addresses import Finding, check_addresses, settle_address, unsettle_address
from anju.domains.register.operations.applying import apply_import
from anju.domains.register.operations.buildings import join_buildings
from anju.domains.register.operations.confirming import confirm_many
from anju.domains.register.operations.correcting import correct_stay
from anju.domains.register.operations.deciding import decide
from anju.domains.register.operations.declare import declare
from anju.domains.register.operations.dismissing import dismiss
from anju.domains.register.operations.families import declare_family
from anju.domains.register.operations.importing import (
    MOST_BYTES,
    await_same_file,
    choose_leavers,
    mend,
    preview,
    read_import,
    receive,
    set_failed,
    set_lost,
    set_under_way,
    take_file,
)
from anju.domains.register.operations.invitations import accept_invitation, invitation, invite, revoke_invitation
from anju.domains.register.operations.merge_requests import ask_merge, decide_merge
from anju.domains.register.operations.merging import merge_people, unmerge_people
from anju.domains.register.operations.name_pictures import keep_name_picture, remove_name_picture
from anju.domains.register.operations.own_undo import undo_own
from anju.domains.register.operations.own_words import contest, own_record, take_back
from anju.domains.register.operations.persons import correct_person
from anju.domains.register.operations.planned import take_back_leave
from anju.domains.register.operations.reach import settle_reached
from anju.domains.register.operations.refused_rows import problems_workbook, reveal_refused
from anju.domains.register.operations.together import declare_apart
from anju.domains.register.operations.undeciding import WITHIN as UNDO_WITHIN
from anju.domains.register.operations.undeciding import undo_decision
from anju.domains.register.operations.undoing import undo
from anju.domains.register.queries.about import Said, asked_about, looked_at, regions_of, said_about
from anju.domains.register.queries.checking import checked
from anju.domains.register.queries.columns import job_columns, people_of, stay_columns
from anju.domains.register.queries.complete import missing, unlikely
from anju.domains.register.queries.consistency import inconsistencies
from anju.domains.register.queries.figures import Figures, area_of, channels, figures
from anju.domains.register.queries.imports import count_imports, imports, imports_under_way, one_import
from anju.domains.register.queries.invitations import invitations_of
from anju.domains.register.queries.known import answerable
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
from anju.domains.register.queries.lists import (
    Listed,
    Staffing,
    buildings_list,
    home_ids,
    home_loads,
    homes_list,
    living_ids,
    living_list,
    moved_ids,
    moved_list,
    staffing,
    stays,
)
from anju.domains.register.queries.operating import Workload, workload
from anju.domains.register.queries.population import Population, population
from anju.domains.register.queries.previews import preview_page, preview_people
from anju.domains.register.queries.questions import open_questions
from anju.domains.register.queries.receipts import batch_of, line_of, slip
from anju.domains.register.queries.reviews import count_waiting, declared_by, review, waiting_for, waiting_in
from anju.domains.register.queries.rules import due, rule
from anju.domains.register.queries.search import find_people
from anju.domains.register.queries.timeliness import timeliness
from anju.domains.register.queries.workforce import job_turnover, lodged, workforce
from anju.domains.register.queries.working_days import published_days
from anju.domains.register.rules.news import applied_people

__all__ = [
    "APPLIED",
    "DWELLINGS",
    "FORMS",
    "ITEM_SCHEMA",
    "KINDS",
    "LISTS",
    "MOST_BYTES",
    "POLICE_REASONS",
    "POLICE_TO_STANDARD",
    "REASONS",
    "REFUSED",
    "STANDARD_TO_POLICE",
    "UNCHANGED",
    "UNDO_WITHIN",
    "WAITING",
    "Accepted",
    "Applied",
    "Comparison",
    "Difference",
    "Figures",
    "Finding",
    "ImportView",
    "InvitationView",
    "Issued",
    "JobTurnover",
    "JobView",
    "Line",
    "Listed",
    "Member",
    "Missing",
    "Outcome",
    "Population",
    "PreviewPage",
    "Receipt",
    "ReviewView",
    "Said",
    "Sender",
    "Slip",
    "Staffing",
    "StayView",
    "Timeliness",
    "Worker",
    "Workload",
    "accept_invitation",
    "answerable",
    "applied_people",
    "apply_import",
    "area_of",
    "ask_merge",
    "asked_about",
    "await_same_file",
    "batch_of",
    "buildings_list",
    "channels",
    "check_addresses",
    "checked",
    "choose_leavers",
    "confirm_many",
    "contest",
    "correct_person",
    "correct_stay",
    "count_imports",
    "count_waiting",
    "decide",
    "decide_merge",
    "declare",
    "declare_apart",
    "declare_family",
    "declared_by",
    "dismiss",
    "due",
    "figures",
    "find_people",
    "head_count",
    "history_of_home",
    "home_ids",
    "home_loads",
    "homes_list",
    "imports",
    "imports_under_way",
    "inconsistencies",
    "invitation",
    "invitations_of",
    "invite",
    "job_columns",
    "job_turnover",
    "jobs_of",
    "join_buildings",
    "keep_name_picture",
    "line_of",
    "living_ids",
    "living_in",
    "living_list",
    "lodged",
    "looked_at",
    "many_leavers",
    "mend",
    "merge_people",
    "missing",
    "moved_ids",
    "moved_list",
    "occupants",
    "one_import",
    "open_questions",
    "own_record",
    "people_of",
    "population",
    "preview",
    "preview_page",
    "preview_people",
    "problems_workbook",
    "published_days",
    "read_import",
    "receive",
    "regions_of",
    "remove_name_picture",
    "reveal_refused",
    "review",
    "revoke_invitation",
    "rule",
    "said_about",
    "set_failed",
    "set_lost",
    "set_under_way",
    "settle_address",
    "settle_reached",
    "slip",
    "staffing",
    "stay",
    "stay_columns",
    "stays",
    "stays_of",
    "take_back",
    "take_back_leave",
    "take_file",
    "timeliness",
    "undo",
    "undo_decision",
    "undo_own",
    "unlikely",
    "unmerge_people",
    "unsettle_address",
    "waiting_for",
    "waiting_in",
    "workers",
    "workforce",
    "workload",
]
