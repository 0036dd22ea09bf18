"""The ciphertexts of housing, and what binds each to its row."""

from __future__ import annotations

from anju.domains.housing.listings.operations import storing

BOUND = (*storing.BOUND,)
"""Values that are bound to their rows."""
