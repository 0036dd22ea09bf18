"""Tables of health: clinics and their stock, children's records, doses and what was decided about them."""

from anju.domains.health.children.models import (
    Care,
    Child,
    DeclinedOffer,
    GuardianRow,
    ObservationRow,
)
from anju.domains.health.clinics.models import ClinicRow, LotRow, StockMoveRow
from anju.domains.health.doses.models import (
    AppointmentRow,
    ContactRow,
    DoseDecisionRow,
    DoseRow,
    ReminderRow,
)

__all__ = [
    "AppointmentRow",
    "Care",
    "Child",
    "ClinicRow",
    "ContactRow",
    "DeclinedOffer",
    "DoseDecisionRow",
    "DoseRow",
    "GuardianRow",
    "LotRow",
    "ObservationRow",
    "ReminderRow",
    "StockMoveRow",
]
