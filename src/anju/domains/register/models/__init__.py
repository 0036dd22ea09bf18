"""Tables of the register: batches and declarations, the ledger of stays and jobs, reviews, dated rules."""

from anju.domains.register.models.declarations import Batch, Declaration, Review, SenderMapping
from anju.domains.register.models.ledger import Absence, Job, Stay
from anju.domains.register.models.previews import PreviewPart
from anju.domains.register.models.rules import Rule

__all__ = ["Absence", "Batch", "Declaration", "Job", "PreviewPart", "Review", "Rule", "SenderMapping", "Stay"]
