"""The ciphertexts of health, and what binds each to its row."""

from __future__ import annotations

from anju.domains.health.children.queries import sealing
from anju.domains.health.doses.queries import pictures
from anju.domains.health.plans.queries import sealing as plans

BOUND = (*sealing.BOUND, *pictures.BOUND, *plans.BOUND)
"""Values that are bound to their rows."""
