"""Tables of the register: declarations, the ledger of stays and jobs, reviews, invitations, dated rules."""

from anju.domains.register.declarations.models import (
    Batch,
    Declaration,
    Repeat,
    Review,
    Rule,
    SenderMapping,
)
from anju.domains.register.imports.models import PreviewPart
from anju.domains.register.invitations.models import Invitation
from anju.domains.register.ledger.models import Absence, Job, Stay
from anju.domains.register.rosters.models import EmployerReminder, UnchangedWeek

__all__ = [
    "Absence",
    "Batch",
    "Declaration",
    "EmployerReminder",
    "Invitation",
    "Job",
    "PreviewPart",
    "Repeat",
    "Review",
    "Rule",
    "SenderMapping",
    "Stay",
    "UnchangedWeek",
]
