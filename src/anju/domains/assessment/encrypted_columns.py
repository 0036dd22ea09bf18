"""The ciphertexts of assessment, and what binds each to its row."""

from __future__ import annotations

from anju.domains.assessment.sampling.queries.units import APPEAL, REASON
from anju.foundation.crypto.binding import BoundColumn

BOUND = (
    BoundColumn("assessment_sample_finding", "reason_cipher", "unit_id, stage", (REASON,)),
    BoundColumn("assessment_sample_unit", "appeal_cipher", "audit_id, code", (APPEAL,)),
)
"""Values that are bound to their rows."""
