"""What an application is: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from anju.domains.permits.eligibility.data import Assessment


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


@dataclass(frozen=True, slots=True)
class Need:
    """One thing an application needs. `documents`: kinds of supporting document any one of which proves it; none: only
    the register or time can. `met_by`: what proves it already (``register``, ``paper``, ``shown``), "" while it is
    missing. `due`: the day on which the register will prove it, if nothing changes."""

    code: str
    article: str
    documents: tuple[str, ...] = ()
    met_by: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ProxyInput:
    """Somebody else who applies for a person (art. 9), and whether both identity documents were shown."""

    reason: ProxyReason
    relation: str
    name: str
    document: str
    number: str
    person_shown: bool = False
    proxy_shown: bool = False


@dataclass(frozen=True, slots=True)
class ProxyView:
    """Who applied for the person: number masked. `shown`: how each of the two identities was shown."""

    reason: ProxyReason
    relation: str
    name: str
    document: str
    masked: str
    person_id: int | None
    shown: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One clerk's decision at one stage."""

    stage: Stage
    decision: StageDecision
    reasons: tuple[str, ...]
    note: str
    by_user: int
    by_label: str
    role: str
    at: datetime
    round: int = 1


@dataclass(frozen=True, slots=True)
class NoticeItem:
    """One missing thing of a notice. `settled_at`: when it came."""

    code: str
    article: str
    documents: tuple[str, ...]
    note: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """The one notice of everything that is missing."""

    items: tuple[NoticeItem, ...]
    by_label: str
    at: datetime
    answer_until: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class SupportingDocumentView:
    """A supporting document without its content. `gone`: deleted because its purpose has ended."""

    id: int
    kind: str
    content_type: str
    size: int
    at: datetime
    gone: bool
    delete_after: datetime | None


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move of the applicant while the application was under way. `again`: the stages began anew at the new place."""

    at: datetime
    before_region: str
    before_home: int | None
    region: str
    home_id: int | None
    again: bool


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """One application. `paused_at`: since when the time limit is paused; `due_source`: the rule the
    time limit runs by."""

    id: int
    number: str
    person_id: int
    kind: Kind
    channel: Channel
    state: ApplicationState
    region: str
    station: str
    home_id: int | None
    permit_id: int | None
    path: str
    party: str
    proxy: ProxyView | None
    stages: tuple[Stage, ...]
    four_eyes: tuple[Stage, ...]
    stage: Stage | None
    version: int
    created_at: datetime
    created_by: int | None
    created_label: str
    confirmed_at: datetime | None
    accepted_at: datetime | None
    due_at: datetime | None
    due_source: str
    paused_at: datetime | None
    pauses: tuple[tuple[datetime, datetime], ...]
    closed_at: datetime | None
    proofs: tuple[Mapping[str, Any], ...] = ()
    round: int = 1
    moves: tuple[MoveView, ...] = ()


@dataclass(frozen=True, slots=True)
class Application:
    """An application with everything that belongs to it, for the one page."""

    view: ApplicationView
    decisions: tuple[DecisionView, ...]
    notice: NoticeView | None
    documents: tuple[SupportingDocumentView, ...]
    object_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What somebody would need before they apply: in full, at once."""

    assessment: Assessment
    needs: tuple[Need, ...]
    open_id: int | None = None
    permit_id: int | None = None

    @property
    def missing(self) -> tuple[Need, ...]:
        """What nothing proves yet."""
        return tuple(n for n in self.needs if not n.met_by)

    @property
    def not_before(self) -> date | None:
        """The day from which applying makes sense; None when supporting documents can prove what is missing."""
        return max((n.due for n in self.missing if not n.documents and n.due), default=None)

    @property
    def barred(self) -> bool:
        """True while something is missing that no supporting document can prove."""
        return any(not n.documents for n in self.missing)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One application in a list."""

    id: int
    number: str
    person_id: int
    kind: Kind
    channel: Channel
    state: ApplicationState
    region: str
    stage: Stage | None
    created_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    paused_at: datetime | None
    closed_at: datetime | None
    confirm_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of applications, and how many there are of each sort in the actor's reach."""

    lines: tuple[QueueLine, ...]
    total: int
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entered:
    """An application an employer entered for one of its people: `link` is where the person consents."""

    application_id: int
    person_id: int
    link: str
    notified: bool


REFUSALS: dict[str, str] = {
    "stay_short": "663.2",
    "no_condition": "663.2",
    "local_hukou": "663.2",
    "permit_elsewhere": "663.2",
    "identity_unproved": "663.9",
    "papers_unproved": "663.9",
    "papers_false": "663.18",
    "other": "663.9",
}
"""Why an application may be refused → the article. ``other`` needs words of its own."""


INVITED = (
    "【安居】您在本市的居住登记已符合申领居住证的条件。打开“我的安居”即可申领，首次办理免费；不想办理可不理会。"
    " You may now apply for a residence permit in My Anju; the first one is free of charge."
)
