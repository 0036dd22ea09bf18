"""Batch files of the former national exchange."""

from anju.domains.exchange.batches.data.batches import (
    ENCODINGS,
    FORMS,
    MOST_BYTES,
    BatchOutcome,
    BatchReading,
    BatchTaken,
)
from anju.domains.exchange.batches.operations.taking import look_at_batch, take_batch, written_batch
from anju.domains.exchange.batches.rules.reading import read_batch

__all__ = [
    "ENCODINGS",
    "FORMS",
    "MOST_BYTES",
    "BatchOutcome",
    "BatchReading",
    "BatchTaken",
    "look_at_batch",
    "read_batch",
    "take_batch",
    "written_batch",
]
