"""Tables of the register: declarations, the ledger of stays and jobs, reviews, invitations, dated rules."""

from anju.domains.register.models.declarations import Batch, Declaration, Repeat, Review, SenderMapping
from anju.domains.register.models.invitations import Invitation
from anju.domains.register.models.ledger import Absence, Job, Stay
from anju.domains.register.models.previews import PreviewPart
from anju.domains.register.models.rules import Rule

__all__ = ["Absence", "Batch", "Declaration", "Invitation", "Job", "PreviewPart", "Repeat", "Review", "Rule",
           "SenderMapping", "Stay"]
