"""Intake of untidy spreadsheets: read → map → normalise → check, without a database."""

from anju.domains.register.imports.rules.batch import (
    As,
    Counts,
    IntakeResult,
    iter_batches,
    read_batch,
)
from anju.domains.register.imports.rules.columns import Mapping
from anju.domains.register.imports.rules.declare import COLUMNS
from anju.domains.register.imports.rules.refusals import refused_workbook

__all__ = [
    "COLUMNS",
    "As",
    "Counts",
    "IntakeResult",
    "Mapping",
    "iter_batches",
    "read_batch",
    "refused_workbook",
]
