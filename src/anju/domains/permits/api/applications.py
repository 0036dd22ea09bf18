"""The interface of applications and decisions: values out, never rows.

What is emitted as events (each with ``application``, ``person``, ``region``, ``kind``):

| event | when |
|---|---|
| ``permits.entered`` | an employer entered somebody, who must consent |
| ``permits.confirmed`` | the person consented |
| ``permits.missing`` | everything missing requested once; the time limit is paused |
| ``permits.accepted`` | accepted, or complete again; the time limit runs |
| ``permits.advised`` | a stage before the station was decided (``stage``, ``said``) |
| ``permits.approved`` | approved; ``permit`` is in production |
| ``permits.refused`` | refused, with reasons |
| ``permits.withdrawn``, ``permits.lapsed`` | ended without a decision (``by``) |

Every transition of a permit itself emits ``permits.turned`` (see `transitions.operations.transition`).
"""

from anju.domains.permits.applications.data import (
    REFUSALS,
    Application,
    ApplicationState,
    ApplicationView,
    Channel,
    DecisionView,
    Entered,
    Kind,
    MoveView,
    Need,
    NoticeItem,
    NoticeView,
    Outlook,
    ProxyInput,
    ProxyReason,
    ProxyView,
    Queue,
    QueueLine,
    Stage,
    StageDecision,
    SupportingDocumentView,
)
from anju.domains.permits.applications.operations.applying import missing_of, start, submit
from anju.domains.permits.applications.operations.closing import lapse, withdraw
from anju.domains.permits.applications.operations.deciding import Outcome, ask_missing, decide
from anju.domains.permits.applications.operations.employer_applications import (
    confirm,
    enter_staff,
    entered_by_link,
)
from anju.domains.permits.applications.operations.supporting_documents import (
    add_supporting_document,
    content,
    delete_supporting_documents,
    remove_supporting_document,
)
from anju.domains.permits.applications.queries.applications import (
    application,
    by_proxy,
    may_decide,
    of_party,
    of_permit,
    of_person,
)
from anju.domains.permits.applications.queries.outlook import outlook
from anju.domains.permits.applications.queries.queue import (
    SORTS,
    lines_of,
    queue,
    queue_ids,
    waiting_for,
)
from anju.domains.permits.eligibility.data import Assessment, Fact, Missing, SupportingDocumentKind
from anju.domains.permits.encrypted_columns import BOUND
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.files import LARGEST

__all__ = [
    "BOUND",
    "LARGEST",
    "REFUSALS",
    "SORTS",
    "Application",
    "ApplicationState",
    "ApplicationView",
    "Assessment",
    "Channel",
    "DecisionView",
    "Entered",
    "Fact",
    "Kind",
    "Missing",
    "MoveView",
    "Need",
    "NoticeItem",
    "NoticeView",
    "Outcome",
    "Outlook",
    "PermitState",
    "ProxyInput",
    "ProxyReason",
    "ProxyView",
    "Queue",
    "QueueLine",
    "Stage",
    "StageDecision",
    "SupportingDocumentKind",
    "SupportingDocumentView",
    "add_supporting_document",
    "application",
    "ask_missing",
    "by_proxy",
    "confirm",
    "content",
    "decide",
    "delete_supporting_documents",
    "enter_staff",
    "entered_by_link",
    "lapse",
    "lines_of",
    "may_decide",
    "missing_of",
    "of_party",
    "of_permit",
    "of_person",
    "outlook",
    "queue",
    "queue_ids",
    "remove_supporting_document",
    "start",
    "submit",
    "waiting_for",
    "withdraw",
]
