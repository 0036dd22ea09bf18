"""Records of the register that may be one person: trainings, rounds, findings, reasons. Needs Django, unlike files."""

from anju.domains.linkage.operations.deciding import find_different, take_back_different
from anju.domains.linkage.operations.proposing import (
    Round,
    changed_records,
    note_changed,
    note_everybody,
    run_round,
)
from anju.domains.linkage.operations.training import large_enough, train_parameters, use_parameters
from anju.domains.linkage.queries.doubtful import (
    PairView,
    doubtful_pairs,
    found_different,
    pair_of,
)
from anju.domains.linkage.queries.parameter_sets import (
    ParameterSetView,
    parameter_set,
    parameter_sets,
    set_in_use,
)
from anju.domains.linkage.queries.records import declared_record
from anju.domains.linkage.queries.weighing import (
    Probable,
    probable_records,
    weigh_declared,
    weigh_two,
)
from anju.domains.linkage.rules.explaining import Explained, Reason

__all__ = [
    "Explained",
    "PairView",
    "ParameterSetView",
    "Probable",
    "Reason",
    "Round",
    "changed_records",
    "declared_record",
    "doubtful_pairs",
    "find_different",
    "found_different",
    "large_enough",
    "note_changed",
    "note_everybody",
    "pair_of",
    "parameter_set",
    "parameter_sets",
    "probable_records",
    "run_round",
    "set_in_use",
    "take_back_different",
    "train_parameters",
    "use_parameters",
    "weigh_declared",
    "weigh_two",
]
