"""States of applications, permits, cards and deliveries, and which may follow which.

Order 663 names the turns of a permit: issue (art. 9), endorsement and suspension (10), loss and damage (11). What a city
adds (cancellation on local hukou, on death, on a refused endorsement) uses the same states with its own reason.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is applied for."""

    FIRST = "first"
    ENDORSE = "endorse"
    ENDORSE_LATE = "endorse_late"
    ADDRESS_CHANGE = "address_change"
    REPLACE_LOST = "replace_lost"
    REPLACE_DAMAGED = "replace_damaged"
    CANCEL = "cancel"


class Channel(StrEnum):
    """By which door an application came. A proxy may stand at any of them: see `Application.proxy_reason`."""

    PHONE = "phone"
    COUNTER = "counter"
    EMPLOYER = "employer"
    SYSTEM = "system"


class ProxyReason(StrEnum):
    """Why somebody else may apply (art. 9)."""

    UNDER_16 = "under_16"
    ELDERLY = "elderly"
    DISABLED = "disabled"


class Stage(StrEnum):
    """Who decides, in the order a region configures."""

    COMMUNITY = "community"
    STREET = "street"
    STATION = "station"


class Asked(StrEnum):
    """States of an application.

    draft: being filled in. confirming: an employer entered it, the person has not said yes. incomplete: told once what
    is missing, the clock stands. deciding: accepted, the clock runs. The rest are ends.
    """

    DRAFT = "draft"
    CONFIRMING = "confirming"
    INCOMPLETE = "incomplete"
    DECIDING = "deciding"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = (Asked.DRAFT, Asked.CONFIRMING, Asked.INCOMPLETE, Asked.DECIDING)
"""An application in one of these is under way; a person has at most one of a kind."""

AFTER: dict[Asked, frozenset[Asked]] = {
    Asked.DRAFT: frozenset({Asked.CONFIRMING, Asked.INCOMPLETE, Asked.DECIDING, Asked.WITHDRAWN, Asked.LAPSED}),
    Asked.CONFIRMING: frozenset({Asked.INCOMPLETE, Asked.DECIDING, Asked.WITHDRAWN, Asked.LAPSED}),
    Asked.INCOMPLETE: frozenset({Asked.DECIDING, Asked.WITHDRAWN, Asked.LAPSED}),
    Asked.DECIDING: frozenset({Asked.INCOMPLETE, Asked.APPROVED, Asked.REFUSED, Asked.WITHDRAWN}),
    Asked.APPROVED: frozenset(),
    Asked.REFUSED: frozenset(),
    Asked.WITHDRAWN: frozenset(),
    Asked.LAPSED: frozenset(),
}


class Decided(StrEnum):
    """What one clerk at one stage said."""

    AGREE = "agree"
    REFUSE = "refuse"


class Held(StrEnum):
    """States of a permit."""

    IN_MAKING = "in_making"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


LIVE = (Held.IN_MAKING, Held.ACTIVE, Held.SUSPENDED, Held.LOST)
ENDED = tuple(str(s) for s in (Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED))
"""A person has at most one permit in these states."""

NEXT: dict[Held, frozenset[Held]] = {
    Held.IN_MAKING: frozenset({Held.ACTIVE, Held.WITHDRAWN, Held.CANCELLED}),
    Held.ACTIVE: frozenset({Held.SUSPENDED, Held.LOST, Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED}),
    Held.SUSPENDED: frozenset({Held.ACTIVE, Held.LOST, Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED}),
    Held.LOST: frozenset({Held.ACTIVE, Held.SUSPENDED, Held.WITHDRAWN, Held.EXPIRED, Held.CANCELLED}),
    Held.WITHDRAWN: frozenset(),
    Held.EXPIRED: frozenset(),
    Held.CANCELLED: frozenset(),
}


class CardStatus(StrEnum):
    """States of one physical card: `void` for those that must not be made or used any more."""

    WAITING = "waiting"
    BATCHED = "batched"
    MADE = "made"
    DELIVERED = "delivered"
    FAILED = "failed"
    VOID = "void"


class BatchStatus(StrEnum):
    """States of a production batch."""

    OPEN = "open"
    EXPORTED = "exported"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class DeliveryWay(StrEnum):
    """How a card reaches its holder."""

    PICK_UP = "pick_up"
    POST = "post"
    EMPLOYER = "employer"


class DeliveryStatus(StrEnum):
    """States of a delivery."""

    WAITING = "waiting"
    READY = "ready"
    HANDED = "handed"
    RETURNED = "returned"


class PaperKind(StrEnum):
    """What a paper proves (art. 9), or the photograph for the card."""

    PHOTO = "photo"
    IDENTITY = "identity"
    PROXY_IDENTITY = "proxy_identity"
    PROXY_TIE = "proxy_tie"
    HOME = "home"
    JOB = "job"
    SCHOOL = "school"
    OTHER = "other"
