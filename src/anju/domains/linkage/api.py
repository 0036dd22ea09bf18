"""What others may call: records of files, or of the register, that may be one person."""

from anju.domains.linkage.data import Field, LevelWeight, Parameters, Reading, Role, Truth
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
from anju.domains.linkage.queries.linking import Linked, link
from anju.domains.linkage.queries.parameter_sets import (
    ParameterSetView,
    parameter_set,
    parameter_sets,
    set_in_use,
)
from anju.domains.linkage.queries.plain_splink import plain_splink
from anju.domains.linkage.queries.records import declared_record
from anju.domains.linkage.queries.weighing import (
    Probable,
    probable_records,
    weigh_declared,
    weigh_two,
)
from anju.domains.linkage.rules.columns import read_columns
from anju.domains.linkage.rules.explaining import Explained, Reason, explain
from anju.domains.linkage.rules.measures import Measure, by_groups, by_pairs
from anju.domains.linkage.rules.stored import UnfitParametersError, from_text, to_text
from anju.domains.linkage.rules.tables import NotTextError, read_table
from anju.domains.linkage.rules.truth import core, records_agree

__all__ = [
    "Explained",
    "Field",
    "LevelWeight",
    "Linked",
    "Measure",
    "NotTextError",
    "PairView",
    "ParameterSetView",
    "Parameters",
    "Probable",
    "Reading",
    "Reason",
    "Role",
    "Round",
    "Truth",
    "UnfitParametersError",
    "by_groups",
    "by_pairs",
    "changed_records",
    "core",
    "declared_record",
    "doubtful_pairs",
    "explain",
    "find_different",
    "found_different",
    "from_text",
    "large_enough",
    "link",
    "note_changed",
    "note_everybody",
    "pair_of",
    "parameter_set",
    "parameter_sets",
    "plain_splink",
    "probable_records",
    "read_columns",
    "read_table",
    "records_agree",
    "run_round",
    "set_in_use",
    "take_back_different",
    "to_text",
    "train_parameters",
    "use_parameters",
    "weigh_declared",
    "weigh_two",
]
