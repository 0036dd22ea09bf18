"""Reading who is eligible: worked out now from the facts, or as last stored for everybody."""

from anju.domains.permits.eligibility.queries.assessing import assess, assessed
from anju.domains.permits.eligibility.queries.stored import Stored, assess_or_stored, stored

__all__ = ["Stored", "assess", "assess_or_stored", "assessed", "stored"]
