"""What is wrong with a message beside the agreements and the messages that are here already. No tables, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from anju.domains.exchange.gateway.data.assurance import least_for, suffices
from anju.domains.exchange.links.data.links import IN, OUT, Agreement
from anju.domains.exchange.messages.data.classes import (
    CLASSES,
    MOST_TALKS,
    NEGOTIATION,
    OUTCOME,
    WITHDRAWAL,
)
from anju.domains.exchange.messages.data.messages import Fault
from anju.domains.exchange.messages.rules.canonical import digest

Place = tuple[str, int, int]
"""Subject, epoch, sequence."""


@dataclass(slots=True)
class Known:
    """What a place knows of the messages of one peer. It grows with each message of a batch that is kept."""

    agreements: dict[str, Agreement]
    used: dict[str, int] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    classes: dict[str, tuple[str, str]] = field(default_factory=dict)
    talks: int = 0

    def keep(self, message: Mapping[str, Any], own: str = "") -> None:
        """The message, of this digest, is kept: it counts for those that follow."""
        self.digests[message["id"]] = own or digest(message)
        self.places[place_of(message)] = message["id"]
        self.classes[message["id"]] = (IN, message["class"])
        if message["class"] in NEGOTIATION:
            self.talks += 1
        else:
            self.used[message["agreement"]] = self.used.get(message["agreement"], 0) + 1


def place_of(message: Mapping[str, Any]) -> Place:
    """Where a message stands in the order of its subject."""
    return message["subject"], message["epoch"], message["sequence"]


def is_repeated(message: Mapping[str, Any], known: Known, own: str = "") -> bool:
    """The same message, of this digest, is here already: it is answered as then, whatever has changed meanwhile."""
    return known.digests.get(message["id"]) == (own or digest(message))


def too_little(message: Mapping[str, Any], assurance: str) -> Fault | None:
    """The fault of a message whose way proves less than its class needs, or None."""
    needed = least_for(message["class"])
    return None if suffices(assurance, needed) else Fault("assurance_too_low", "/class")


def judged(message: Mapping[str, Any], known: Known, today: date) -> Fault | None:
    """The first fault of a sound message, or None."""
    if message["id"] in known.digests:
        return Fault("id_content_differs", "/id")
    if place_of(message) in known.places:
        return Fault("sequence_taken", "/sequence")
    return _agreed(message, known, today) or _referring(message, known)


def _agreed(message: Mapping[str, Any], known: Known, today: date) -> Fault | None:
    if message["class"] in NEGOTIATION:
        return Fault("agreement_talks", "/class") if known.talks >= MOST_TALKS else None
    agreement = known.agreements.get(message["agreement"])
    if agreement is None:
        return Fault("agreement_unknown", "/agreement")
    if not agreement.holds_on(today):
        return Fault("agreement_ended", "/agreement")
    if message["class"] not in agreement.classes:
        return Fault("agreement_class", "/class")
    if message["purpose"] not in agreement.purposes:
        return Fault("agreement_purpose", "/purpose")
    if known.used.get(agreement.number, 0) >= agreement.per_day:
        return Fault("agreement_quota", "/agreement")
    return None


def _referring(message: Mapping[str, Any], known: Known) -> Fault | None:
    reference = message.get("reply_to")
    if reference is None or (message["class"] == WITHDRAWAL and reference == message["id"]):
        return None  # a withdrawal of itself: it only takes up its place in the order
    found, rule = known.classes.get(reference), CLASSES[message["class"]]
    if found is None:
        return Fault("reference_unknown", "/reply_to")
    direction, kind = found
    if kind not in rule.about:
        return Fault("reference_class", "/reply_to")
    if direction != (IN if rule.own else OUT):
        return Fault("reference_sender", "/reply_to")
    names_class = rule.own or message["class"] == OUTCOME
    if names_class and kind != message["body"].get("class", kind):
        return Fault("reference_class", "/body/class")
    return None
