"""The audit trail: who did what, when, why, and whether the trail itself is whole."""

from anju.foundation.audit.chain import seal, verify
from anju.foundation.audit.data import Anchor, Entry, Epoch, Head, Kind, Problem, Verification
from anju.foundation.audit.epoch import begin_epoch, epoch, numbers_are_behind, rebase_epoch
from anju.foundation.audit.operations import (
    record_list,
    record_questions,
    record_read,
    record_refused,
    record_write,
    record_writes,
    record_writes_from,
    record_writes_of,
)
from anju.foundation.audit.queries import (
    count_entries,
    entries,
    head,
    reads_of,
    unsealed_since,
)

__all__ = [
    "Anchor",
    "Entry",
    "Epoch",
    "Head",
    "Kind",
    "Problem",
    "Verification",
    "begin_epoch",
    "count_entries",
    "entries",
    "epoch",
    "head",
    "numbers_are_behind",
    "reads_of",
    "rebase_epoch",
    "record_list",
    "record_questions",
    "record_read",
    "record_refused",
    "record_write",
    "record_writes",
    "record_writes_from",
    "record_writes_of",
    "seal",
    "unsealed_since",
    "verify",
]
