"""Keeping everybody's eligibility right, recording what proves it."""

from anju.domains.permits.eligibility.operations.proving import prove, withdraw_proofs
from anju.domains.permits.eligibility.operations.recomputing import (
    GENTLE,
    Pace,
    Recomputed,
    recompute,
    recompute_all,
    recompute_due,
)

__all__ = [
    "GENTLE",
    "Pace",
    "Recomputed",
    "prove",
    "recompute",
    "recompute_all",
    "recompute_due",
    "withdraw_proofs",
]
