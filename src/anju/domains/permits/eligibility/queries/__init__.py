"""Reading who is eligible: worked out now from the facts, or as last stored for everybody."""

from anju.domains.permits.eligibility.queries.assessing import (
    Stored,
    assess,
    assess_or_stored,
    assessed,
    proofs_of,
    stored,
)

__all__ = ["Stored", "assess", "assess_or_stored", "assessed", "proofs_of", "stored"]
