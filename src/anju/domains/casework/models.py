"""Tables of casework: a city's own entries of the service catalogue, cases, their steps and files, mandates, notices to
the other side; stays at rescue stations; stock; enrolment in schools."""

from anju.domains.casework.cases.models import Case, CaseEventRow, EvidenceRow, MandateRow
from anju.domains.casework.catalogue.models import CatalogueVersion, ServiceRow
from anju.domains.casework.enrolment.models import (
    EnrolmentDocumentRow,
    EnrolmentEventRow,
    EnrolmentRound,
    EnrolmentRow,
    SchoolRow,
)
from anju.domains.casework.rescue.models import BedRow, PropertyRow, StationRow, StayRow, StepRow
from anju.domains.casework.respondents.models import RespondentRow
from anju.domains.casework.stock.models import ItemRow, LotRow, MoveRow, PointRow

__all__ = [
    "BedRow",
    "Case",
    "CaseEventRow",
    "CatalogueVersion",
    "EnrolmentDocumentRow",
    "EnrolmentEventRow",
    "EnrolmentRound",
    "EnrolmentRow",
    "EvidenceRow",
    "ItemRow",
    "LotRow",
    "MandateRow",
    "MoveRow",
    "PointRow",
    "PropertyRow",
    "RespondentRow",
    "SchoolRow",
    "ServiceRow",
    "StationRow",
    "StayRow",
    "StepRow",
]
