"""What others may call: records of files that may be one person. Needs no Django (`records` does)."""

from anju.domains.linkage.data import Field, LevelWeight, Parameters, Reading, Role, Truth
from anju.domains.linkage.queries.linking import Linked, link
from anju.domains.linkage.queries.plain_splink import plain_splink
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
    "Parameters",
    "Reading",
    "Reason",
    "Role",
    "Truth",
    "UnfitParametersError",
    "by_groups",
    "by_pairs",
    "core",
    "explain",
    "from_text",
    "link",
    "plain_splink",
    "read_columns",
    "read_table",
    "records_agree",
    "to_text",
]
