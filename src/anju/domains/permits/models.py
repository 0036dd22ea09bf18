"""Tables of permits."""

from anju.domains.permits.applications.models import Application, Decision, MissingNotice, Paper
from anju.domains.permits.benefits.models import Question
from anju.domains.permits.credentials.models.credentials import Credential, StatusList
from anju.domains.permits.credentials.models.pins import HolderPin
from anju.domains.permits.eligibility.models.eligibility import Entitlement
from anju.domains.permits.eligibility.models.proofs import Proof
from anju.domains.permits.production.models.blobs import Blob
from anju.domains.permits.production.models.cards import (
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
