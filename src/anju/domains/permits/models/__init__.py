"""Tables of permits."""

from anju.domains.permits.models.applications import Application, Decision, MissingNotice, Paper
from anju.domains.permits.models.blobs import Blob
from anju.domains.permits.models.cards import Card, Delivery, ProductionBatch, ProductionItem
from anju.domains.permits.models.credentials import Credential, StatusList
from anju.domains.permits.models.entitlements import Entitlement
from anju.domains.permits.models.permits import Permit, PermitEvent
from anju.domains.permits.models.pins import HolderPin
from anju.domains.permits.models.proofs import Proof
from anju.domains.permits.models.questions import Question

__all__ = ["Application", "Blob", "Card", "Credential", "Decision", "Delivery", "Entitlement", "HolderPin",
           "MissingNotice", "Paper", "Permit", "PermitEvent", "ProductionBatch", "ProductionItem", "Proof", "Question",
           "StatusList"]
