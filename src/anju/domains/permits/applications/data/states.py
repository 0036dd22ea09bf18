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
    """The channel of an application. A proxy may use any of them: see `Application.proxy_reason`."""

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


class ApplicationState(StrEnum):
    """States of an application.

    draft: being filled in. confirming: an employer entered it, the person has not consented. incomplete: everything
    missing requested once, the time limit is paused. deciding: accepted, the time limit runs. The rest are ends.
    """

    DRAFT = "draft"
    CONFIRMING = "confirming"
    INCOMPLETE = "incomplete"
    DECIDING = "deciding"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = (
    ApplicationState.DRAFT,
    ApplicationState.CONFIRMING,
    ApplicationState.INCOMPLETE,
    ApplicationState.DECIDING,
)
"""An application in one of these is under way; a person has at most one of a kind."""


AFTER: dict[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset(
        {
            ApplicationState.CONFIRMING,
            ApplicationState.INCOMPLETE,
            ApplicationState.DECIDING,
            ApplicationState.WITHDRAWN,
            ApplicationState.LAPSED,
        }
    ),
    ApplicationState.CONFIRMING: frozenset(
        {
            ApplicationState.INCOMPLETE,
            ApplicationState.DECIDING,
            ApplicationState.WITHDRAWN,
            ApplicationState.LAPSED,
        }
    ),
    ApplicationState.INCOMPLETE: frozenset(
        {ApplicationState.DECIDING, ApplicationState.WITHDRAWN, ApplicationState.LAPSED}
    ),
    ApplicationState.DECIDING: frozenset(
        {
            ApplicationState.INCOMPLETE,
            ApplicationState.APPROVED,
            ApplicationState.REFUSED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.APPROVED: frozenset(),
    ApplicationState.REFUSED: frozenset(),
    ApplicationState.WITHDRAWN: frozenset(),
    ApplicationState.LAPSED: frozenset(),
}


class StageDecision(StrEnum):
    """One clerk's decision at one stage."""

    AGREE = "agree"
    REFUSE = "refuse"
