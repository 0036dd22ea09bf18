"""The conformance kit; needs no installation, only an address and the keys it was entered with."""

from anju.domains.exchange.conformance.data.report import (
    AGREEMENT,
    ENDED,
    NARROW,
    NARROW_PER_DAY,
    PLACE,
    SUSPENDED,
    Outcome,
    Report,
    Target,
)
from anju.domains.exchange.conformance.rules.kit import Keys, Kit, Transport
from anju.domains.exchange.conformance.rules.running import CASES, page, run

__all__ = [
    "AGREEMENT",
    "CASES",
    "ENDED",
    "NARROW",
    "NARROW_PER_DAY",
    "PLACE",
    "SUSPENDED",
    "Keys",
    "Kit",
    "Outcome",
    "Report",
    "Target",
    "Transport",
    "page",
    "run",
]
