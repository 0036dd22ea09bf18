"""The tables of this domain, for Django."""

from anju.domains.assessment.sampling.models import SampleAudit, SampleFinding, SampleUnit

__all__ = ["SampleAudit", "SampleFinding", "SampleUnit"]
