"""Tables of casework: a city's own entries of the service catalogue, cases, their steps and files,
mandates, notices to the other side."""

from anju.domains.casework.cases.models import Case, CaseEventRow, EvidenceRow, MandateRow
from anju.domains.casework.catalogue.models import CatalogueVersion, ServiceRow
from anju.domains.casework.respondents.models import RespondentRow

__all__ = [
    "Case",
    "CaseEventRow",
    "CatalogueVersion",
    "EvidenceRow",
    "MandateRow",
    "RespondentRow",
    "ServiceRow",
]
