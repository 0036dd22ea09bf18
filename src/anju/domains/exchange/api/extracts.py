"""Bulk extracts: ordering, approving, making, downloading once."""

from anju.domains.exchange.answers.data.catalogue import EXTRACT_PURPOSES, extract_columns
from anju.domains.exchange.extracts.data.extracts import (
    ACTION,
    PARQUET,
    TERM,
    ExtractState,
    ExtractView,
)
from anju.domains.exchange.extracts.operations.ordering import (
    approve_extract,
    expire_extracts,
    extract_for,
    fetch_extract,
    order_extract,
    refuse_extract,
)
from anju.domains.exchange.extracts.operations.producing import make_extract
from anju.domains.exchange.extracts.queries.extracts import due, extracts

__all__ = [
    "ACTION",
    "EXTRACT_PURPOSES",
    "PARQUET",
    "TERM",
    "ExtractState",
    "ExtractView",
    "approve_extract",
    "due",
    "expire_extracts",
    "extract_columns",
    "extract_for",
    "extracts",
    "fetch_extract",
    "make_extract",
    "order_extract",
    "refuse_extract",
]
