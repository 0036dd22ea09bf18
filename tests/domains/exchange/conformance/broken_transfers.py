"""Places that take what a person asked to be sent on for what it is not."""

from __future__ import annotations

from anju.domains.exchange.api import messages
from tests.domains.exchange.conformance.broken import breaks
from tests.factories.places import MemoryPlace


@breaks("takes any outcome for any message", "T-010")
class AnyOutcome(MemoryPlace):
    def faults(self, item):
        return [f for f in super().faults(item) if f.code != "outcome_class"]


@breaks("lets a place report on its own record", "T-020")
class OwnOutcome(MemoryPlace):
    def judge(self, item):
        found = super().judge(item)
        own = found is not None and found.code == "reference_sender"
        return None if own and item["class"] == "outcome_report" else found


@breaks("knows no default of a record", "T-002")
class NoDefault(MemoryPlace):
    def faults(self, item):
        found = super().faults(item)
        body = item.get("body") if isinstance(item, dict) else None
        if isinstance(body, dict) and body.get("outcome") == "in_hand":
            return [messages.Fault("body_invalid", "/body/outcome")]
        return found
