"""The public interface of the register."""

from anju.domains.register.corrections.operations.addresses import (
    AddressFinding,
    check_addresses,
    join_buildings,
    resolve_address,
    undo_address,
)
from anju.domains.register.corrections.operations.correcting import correct_stay
from anju.domains.register.corrections.operations.merging import (
    ask_merge,
    decide_merge,
    merge_people,
    unmerge_people,
)
from anju.domains.register.corrections.operations.name_pictures import (
    keep_name_picture,
    remove_name_picture,
)
from anju.domains.register.corrections.operations.own_undo import (
    undo_own,
    withdraw_planned_move_out,
)
from anju.domains.register.corrections.operations.persons import correct_person
from anju.domains.register.corrections.operations.undoing import undo
from anju.domains.register.corrections.operations.undoing_decisions import WITHIN as UNDO_WITHIN
from anju.domains.register.corrections.operations.undoing_decisions import undo_decision
from anju.domains.register.declarations.data.declarations import (
    APPLIED,
    REFUSED,
    UNCHANGED,
    WAITING,
    Outcome,
    Receipt,
    ReviewView,
    Sender,
)
from anju.domains.register.declarations.data.fields import (
    API,
    FIELDS,
    FILE_SCHEMA,
    ITEM_SCHEMA,
    DeclaredField,
    asked,
)
from anju.domains.register.declarations.data.kinds import (
    FORMS,
    KINDS,
    DeclarationKind,
    changes_presence,
    closes,
)
from anju.domains.register.declarations.operations.file_forms import (
    FormApplied,
    FormReading,
    KeptFile,
    ProgressReport,
    ReturnedRows,
    file_forms,
    handle_file_form,
)
from anju.domains.register.declarations.queries.person_records import (
    PersonDeclaration,
    access_log_of,
    declarations_about,
    regions_of,
    reviews_about,
)
from anju.domains.register.declarations.queries.reviews import (
    count_waiting,
    declared_by,
    open_reviews,
    review,
    waiting_arrivals,
    waiting_for,
    waiting_in,
)
from anju.domains.register.declarations.queries.rules import due, national, published_days, rule
from anju.domains.register.declarations.queries.rules import source_words as rule_source_words
from anju.domains.register.encrypted_columns import BOUND
from anju.domains.register.imports.data.imports import (
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
from anju.domains.register.imports.operations.applying import apply_import
from anju.domains.register.imports.operations.importing import (
    MOST_BYTES,
    await_same_file,
    choose_leavers,
    correct_rows,
    preview,
    read_import,
    receive,
    set_failed,
    set_lost,
    set_under_way,
    take_file,
)
from anju.domains.register.imports.operations.refused_rows import (
    problems_workbook,
    refused_rows,
    reveal_refused,
)
from anju.domains.register.imports.queries import (
    count_imports,
    imports,
    imports_under_way,
    one_import,
    preview_page,
    preview_people,
)
from anju.domains.register.imports.rules.dates import read_day
from anju.domains.register.imports.rules.refusals import WHY as WHY_REFUSED
from anju.domains.register.imports.rules.splitting import SPLIT, may_split
from anju.domains.register.intake.data.receipts import Line, Missing, SubmissionReceipt, Timeliness
from anju.domains.register.intake.operations.declare import declare
from anju.domains.register.intake.operations.doubts import DOCUMENT_SEEN
from anju.domains.register.intake.operations.families import declare_family
from anju.domains.register.intake.operations.group_commit import declare_grouped
from anju.domains.register.intake.operations.leaving_jobs import leave_job
from anju.domains.register.intake.operations.relationships import RELATIONSHIP
from anju.domains.register.intake.operations.storing import applied_people
from anju.domains.register.intake.queries.complete import checked, missing, unlikely
from anju.domains.register.intake.queries.receipts import (
    batch_of,
    declared_in,
    line_of,
    standings,
    submission_receipt,
    timeliness,
)
from anju.domains.register.intake.rules.days import DAY_FAULTS
from anju.domains.register.intake.rules.plausibility import OF_PERSON, asks_nationality
from anju.domains.register.invitations.data import Accepted, InvitationView, Issued
from anju.domains.register.invitations.operations import (
    accept_invitation,
    invitation,
    invite,
    revoke_invitation,
)
from anju.domains.register.invitations.queries import invitations_of
from anju.domains.register.ledger.data import AwayView, JobView, StayView
from anju.domains.register.ledger.operations.visibility_scope import publish_ended
from anju.domains.register.ledger.queries import (
    answerable,
    away_to,
    head_count,
    history_of_home,
    inconsistencies,
    job_columns,
    jobs_of,
    living_in,
    occupants,
    people_of,
    standing,
    stay,
    stay_columns,
    stays_of,
    workers,
)
from anju.domains.register.population.queries import by_area
from anju.domains.register.population.queries.at_homes import (
    HomeQuestion,
    HomeStay,
    LetHome,
    homes_named,
    let_homes,
    overdue_move_outs,
    questions_at_homes,
)
from anju.domains.register.population.queries.figures import (
    Figures,
    Workload,
    area_of,
    channels,
    figures,
    workload,
)
from anju.domains.register.population.queries.lists import (
    Listed,
    building_loads,
    buildings_list,
    home_ids,
    home_loads,
    homes_list,
    living_ids,
    living_list,
    moved_ids,
    moved_list,
    stays,
)
from anju.domains.register.population.queries.population import Population, population
from anju.domains.register.population.queries.search import find_people
from anju.domains.register.population.queries.workforce import job_turnover, lodged, workforce
from anju.domains.register.reviews.operations.confirming import confirm_many
from anju.domains.register.reviews.operations.deciding import decide
from anju.domains.register.reviews.operations.own_declarations import (
    contest,
    own_record,
    withdraw_own,
)
from anju.foundation.documents import FOREIGN

__all__ = [
    "API",
    "APPLIED",
    "BOUND",
    "DAY_FAULTS",
    "DOCUMENT_SEEN",
    "FIELDS",
    "FILE_SCHEMA",
    "FOREIGN",
    "FORMS",
    "ITEM_SCHEMA",
    "KINDS",
    "LISTS",
    "MOST_BYTES",
    "OF_PERSON",
    "REFUSED",
    "RELATIONSHIP",
    "SPLIT",
    "UNCHANGED",
    "UNDO_WITHIN",
    "WAITING",
    "WHY_REFUSED",
    "Accepted",
    "AddressFinding",
    "Applied",
    "AwayView",
    "Comparison",
    "DeclarationKind",
    "DeclaredField",
    "Difference",
    "Figures",
    "FormApplied",
    "FormReading",
    "HomeQuestion",
    "HomeStay",
    "ImportView",
    "InvitationView",
    "Issued",
    "JobTurnover",
    "JobView",
    "KeptFile",
    "LetHome",
    "Line",
    "Listed",
    "Member",
    "Missing",
    "Outcome",
    "PersonDeclaration",
    "Population",
    "PreviewPage",
    "ProgressReport",
    "Receipt",
    "ReturnedRows",
    "ReviewView",
    "Sender",
    "StayView",
    "SubmissionReceipt",
    "Timeliness",
    "Worker",
    "Workload",
    "accept_invitation",
    "access_log_of",
    "answerable",
    "applied_people",
    "apply_import",
    "area_of",
    "ask_merge",
    "asked",
    "asks_nationality",
    "await_same_file",
    "away_to",
    "batch_of",
    "building_loads",
    "buildings_list",
    "by_area",
    "changes_presence",
    "channels",
    "check_addresses",
    "checked",
    "choose_leavers",
    "closes",
    "confirm_many",
    "contest",
    "correct_person",
    "correct_rows",
    "correct_stay",
    "count_imports",
    "count_waiting",
    "decide",
    "decide_merge",
    "declarations_about",
    "declare",
    "declare_family",
    "declare_grouped",
    "declared_by",
    "declared_in",
    "due",
    "figures",
    "file_forms",
    "find_people",
    "handle_file_form",
    "head_count",
    "history_of_home",
    "home_ids",
    "home_loads",
    "homes_list",
    "homes_named",
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
    "leave_job",
    "let_homes",
    "line_of",
    "living_ids",
    "living_in",
    "living_list",
    "lodged",
    "many_leavers",
    "may_split",
    "merge_people",
    "missing",
    "moved_ids",
    "moved_list",
    "national",
    "occupants",
    "one_import",
    "open_reviews",
    "overdue_move_outs",
    "own_record",
    "people_of",
    "population",
    "preview",
    "preview_page",
    "preview_people",
    "problems_workbook",
    "publish_ended",
    "published_days",
    "questions_at_homes",
    "read_day",
    "read_import",
    "receive",
    "refused_rows",
    "regions_of",
    "remove_name_picture",
    "resolve_address",
    "reveal_refused",
    "review",
    "reviews_about",
    "revoke_invitation",
    "rule",
    "rule_source_words",
    "set_failed",
    "set_lost",
    "set_under_way",
    "standing",
    "standings",
    "stay",
    "stay_columns",
    "stays",
    "stays_of",
    "submission_receipt",
    "take_file",
    "timeliness",
    "undo",
    "undo_address",
    "undo_decision",
    "undo_own",
    "unlikely",
    "unmerge_people",
    "waiting_arrivals",
    "waiting_for",
    "waiting_in",
    "withdraw_own",
    "withdraw_planned_move_out",
    "workers",
    "workforce",
    "workload",
]
