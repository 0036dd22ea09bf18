"""Tables of health: clinics and their stock, children's records, doses and what was decided about them, plans."""

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
from anju.domains.health.plans.models import (
    BookingRow,
    PlanReminderRow,
    PlanRow,
    ReferralRow,
    TallyRow,
    VisitRow,
)

__all__ = [
    "AppointmentRow",
    "BookingRow",
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
    "PlanReminderRow",
    "PlanRow",
    "ReferralRow",
    "ReminderRow",
    "StockMoveRow",
    "TallyRow",
    "VisitRow",
]
