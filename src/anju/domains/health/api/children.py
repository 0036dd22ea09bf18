"""Children's health records: what others may call."""

from anju.domains.health.children.data import (
    CODE_LENGTH,
    RELATIONS,
    UNTIL_AGE,
    VISIT_DAYS,
    CareKind,
    ChildLine,
    ChildRecord,
    ChildState,
    Features,
    Guardian,
    NewChild,
    NewGuardian,
    Observation,
    Offer,
    Opened,
    Verdict,
)
from anju.domains.health.children.operations.care import admit, hand_over, move_away
from anju.domains.health.children.operations.claiming import (
    accept_offer,
    claim_booklet,
    decline_offer,
    leave_booklet,
)
from anju.domains.health.children.operations.joining import join_records, separate_records
from anju.domains.health.children.operations.keeping import (
    add_guardian,
    correct_child,
    end_guardian,
    observation_codes,
    observe,
)
from anju.domains.health.children.operations.opening import open_record
from anju.domains.health.children.queries.children import (
    child,
    children_of,
    find,
    of_numbers,
    offers,
)
from anju.domains.health.children.rules.comparing import compare, found_among, unnamed

__all__ = [
    "CODE_LENGTH",
    "RELATIONS",
    "UNTIL_AGE",
    "VISIT_DAYS",
    "CareKind",
    "ChildLine",
    "ChildRecord",
    "ChildState",
    "Features",
    "Guardian",
    "NewChild",
    "NewGuardian",
    "Observation",
    "Offer",
    "Opened",
    "Verdict",
    "accept_offer",
    "add_guardian",
    "admit",
    "child",
    "children_of",
    "claim_booklet",
    "compare",
    "correct_child",
    "decline_offer",
    "end_guardian",
    "find",
    "found_among",
    "hand_over",
    "join_records",
    "leave_booklet",
    "move_away",
    "observation_codes",
    "observe",
    "of_numbers",
    "offers",
    "open_record",
    "separate_records",
    "unnamed",
]
