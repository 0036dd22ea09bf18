"""States and stages of an application, and which may follow which."""

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
    Asked.DRAFT: frozenset(
        {Asked.CONFIRMING, Asked.INCOMPLETE, Asked.DECIDING, Asked.WITHDRAWN, Asked.LAPSED}
    ),
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
