"""The ciphertexts of housing, and what binds each to its row."""

from __future__ import annotations

from anju.domains.housing.listings.operations import storing, writing
from anju.domains.housing.premises.operations import inspecting

BOUND = (*storing.BOUND, *writing.BOUND, *inspecting.BOUND)
"""Values that are bound to their rows."""
