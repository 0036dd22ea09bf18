"""Older gateways: what a request claims, what each scheme proves, the least that a class of messages needs."""

from anju.domains.exchange.gateway.data.assurance import Assurance, Claim, least_for, suffices
from anju.domains.exchange.gateway.rules.schemes import checked, claim_of, signature, written

__all__ = [
    "Assurance",
    "Claim",
    "checked",
    "claim_of",
    "least_for",
    "signature",
    "suffices",
    "written",
]
