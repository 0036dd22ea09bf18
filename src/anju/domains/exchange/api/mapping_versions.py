"""Versions of mappings: which counts, writing a new one, putting it in force."""

from anju.domains.exchange.mapping.data.versions import Version
from anju.domains.exchange.mapping.operations.versions import (
    discard_draft,
    publish,
    require_tested,
    save_draft,
)
from anju.domains.exchange.mapping.queries.versions import draft, in_force, states, versions
from anju.domains.exchange.mapping.rules.sheet import TITLES, from_sheet, rule_of, to_sheet
from anju.domains.exchange.sources.data.sources import MANAGE

__all__ = [
    "MANAGE",
    "TITLES",
    "Version",
    "discard_draft",
    "draft",
    "from_sheet",
    "in_force",
    "publish",
    "require_tested",
    "rule_of",
    "save_draft",
    "states",
    "to_sheet",
    "versions",
]
