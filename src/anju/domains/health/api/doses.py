"""Doses of children: what others may call."""

from anju.domains.health.doses.data import (
    ASKED,
    BY_HAND,
    OUTCOMES,
    SITES,
    Appointment,
    Coverage,
    Decision,
    Dose,
    DoseState,
    DropOut,
    Measured,
    NewDose,
    Picture,
    Source,
    Survey,
    Undecided,
)
from anju.domains.health.doses.operations.appointing import appoint, call_off
from anju.domains.health.doses.operations.deciding import correct_dose, decide, withdraw_dose
from anju.domains.health.doses.operations.recording import record_dose
from anju.domains.health.doses.operations.reminding import remind
from anju.domains.health.doses.operations.surveying import note_contact
from anju.domains.health.doses.operations.transferring import (
    Imported,
    export_record,
    import_record,
    vaccine_named,
)
from anju.domains.health.doses.queries.figures import coverage_of, measured
from anju.domains.health.doses.queries.lists import (
    LISTS,
    PAGE,
    Queue,
    appointment_of,
    expected_on,
    next_days,
    places_of,
    queue,
    survey,
)
from anju.domains.health.doses.queries.pictures import picture_of
from anju.domains.health.doses.rules.quarters import quarter_of
from anju.domains.health.encrypted_columns import BOUND
from anju.domains.health.immunization.rules.agenda import late_from, recommended

__all__ = [
    "ASKED",
    "BOUND",
    "BY_HAND",
    "LISTS",
    "OUTCOMES",
    "PAGE",
    "SITES",
    "Appointment",
    "Coverage",
    "Decision",
    "Dose",
    "DoseState",
    "DropOut",
    "Imported",
    "Measured",
    "NewDose",
    "Picture",
    "Queue",
    "Source",
    "Survey",
    "Undecided",
    "appoint",
    "appointment_of",
    "call_off",
    "correct_dose",
    "coverage_of",
    "decide",
    "expected_on",
    "export_record",
    "import_record",
    "late_from",
    "measured",
    "next_days",
    "note_contact",
    "picture_of",
    "places_of",
    "quarter_of",
    "queue",
    "recommended",
    "record_dose",
    "remind",
    "survey",
    "vaccine_named",
    "withdraw_dose",
]
