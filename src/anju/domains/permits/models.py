"""Tables of permits."""

from anju.domains.permits.applications.models import Application, Decision, MissingNotice, Paper
from anju.domains.permits.benefits.models import Question
from anju.domains.permits.credentials.models import Credential, HolderPin, StatusList
from anju.domains.permits.eligibility.models import Entitlement, Proof
from anju.domains.permits.production.models import (
    Blob,
    Card,
    Delivery,
    ProductionBatch,
    ProductionItem,
)
from anju.domains.permits.transitions.models import Permit, PermitEvent

__all__ = [
    "Application",
    "Blob",
    "Card",
    "Credential",
    "Decision",
    "Delivery",
    "Entitlement",
    "HolderPin",
    "MissingNotice",
    "Paper",
    "Permit",
    "PermitEvent",
    "ProductionBatch",
    "ProductionItem",
    "Proof",
    "Question",
    "StatusList",
]
