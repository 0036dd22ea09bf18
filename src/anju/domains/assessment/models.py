"""The tables of this domain, for Django."""

from anju.domains.assessment.quality.models import (
    QualityChange,
    QualityDecision,
    QualityFault,
    QualityRun,
)
from anju.domains.assessment.sampling.models import SampleAudit, SampleFinding, SampleUnit

__all__ = [
    "QualityChange",
    "QualityDecision",
    "QualityFault",
    "QualityRun",
    "SampleAudit",
    "SampleFinding",
    "SampleUnit",
]
