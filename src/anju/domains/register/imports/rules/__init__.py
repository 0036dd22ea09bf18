"""Intake of untidy spreadsheets: read → map → normalise → check, without a database."""

from anju.domains.register.declarations.data.fields import FILE_SCHEMA
from anju.domains.register.imports.rules.batch import (
    As,
    Counts,
    IntakeResult,
    iter_batches,
    read_batch,
)
from anju.domains.register.imports.rules.columns import Mapping
from anju.domains.register.imports.rules.refusals import (
    RefusedRows,
    refused_sheet,
    refused_workbook,
)

__all__ = [
    "FILE_SCHEMA",
    "As",
    "Counts",
    "IntakeResult",
    "Mapping",
    "RefusedRows",
    "iter_batches",
    "read_batch",
    "refused_sheet",
    "refused_workbook",
]
