"""Agreements that two places come to by messages."""

from anju.domains.exchange.cooperation.data.cooperation import (
    FOR_US,
    OPEN,
    CooperationView,
    Signed,
    Stage,
    Step,
)
from anju.domains.exchange.cooperation.operations.negotiating import (
    counter,
    decline,
    end,
    propose,
    sign,
)
from anju.domains.exchange.cooperation.queries.agreements import (
    cooperation,
    cooperations,
    evidence,
    waiting_for_us,
)
from anju.domains.exchange.cooperation.rules.negotiating import digest_of_terms, signed_text

__all__ = [
    "FOR_US",
    "OPEN",
    "CooperationView",
    "Signed",
    "Stage",
    "Step",
    "cooperation",
    "cooperations",
    "counter",
    "decline",
    "digest_of_terms",
    "end",
    "evidence",
    "propose",
    "sign",
    "signed_text",
    "waiting_for_us",
]
