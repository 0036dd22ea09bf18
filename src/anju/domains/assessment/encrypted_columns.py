"""The ciphertexts of assessment, and what binds each to its row."""

from __future__ import annotations

from anju.domains.assessment.quality.queries.lists import REASON as QUALITY_REASON
from anju.domains.assessment.sampling.queries.units import APPEAL, REASON
from anju.foundation.crypto.binding import BoundColumn

BOUND = (
    BoundColumn("assessment_quality_decision", "reason_cipher", "by_user, key", (QUALITY_REASON,)),
    BoundColumn("assessment_sample_finding", "reason_cipher", "unit_id, stage", (REASON,)),
    BoundColumn("assessment_sample_unit", "appeal_cipher", "audit_id, code", (APPEAL,)),
)
"""Values that are bound to their rows."""
