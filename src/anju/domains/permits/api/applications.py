"""The door to applying and deciding: values out, never rows.

What is put out as events (each with ``application``, ``person``, ``region``, ``kind``):

| event | when |
|---|---|
| ``permits.entered`` | an employer entered somebody, who must say yes |
| ``permits.confirmed`` | the person said yes |
| ``permits.missing`` | told once what is missing; the clock stands |
| ``permits.accepted`` | accepted, or complete again; the clock runs |
| ``permits.advised`` | a desk before the station has spoken (``stage``, ``said``) |
| ``permits.approved`` | approved; ``permit`` is in making |
| ``permits.refused`` | refused, with reasons |
| ``permits.withdrawn``, ``permits.lapsed`` | ended without a decision (``by``) |

Every turn of a permit itself puts out ``permits.turned`` (see `transitions.operations.transition`).
"""

from anju.domains.permits.applications.data.applications import (
    REFUSALS,
    Application,
    ApplicationView,
    DecisionView,
    Entered,
    MoveView,
    Need,
    NoticeItem,
    NoticeView,
    Outlook,
    PaperView,
    ProxyInput,
    ProxyView,
    Queue,
    QueueLine,
)
from anju.domains.permits.applications.data.states import (
    Asked,
    Channel,
    Decided,
    Kind,
    ProxyReason,
    Stage,
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
    add_paper,
    delete_papers,
    remove_paper,
)
from anju.domains.permits.applications.queries.applications import (
    application,
    by_proxy,
    of_party,
    of_permit,
    of_person,
)
from anju.domains.permits.applications.queries.deciding_rights import may_decide
from anju.domains.permits.applications.queries.outlook import outlook
from anju.domains.permits.applications.queries.queue import (
    SORTS,
    lines_of,
    queue,
    queue_ids,
    waiting_for,
)
from anju.domains.permits.applications.queries.supporting_documents import content
from anju.domains.permits.eligibility.data.assessment import Assessment, Fact, Missing
from anju.domains.permits.eligibility.data.supporting_documents import PaperKind
from anju.domains.permits.encrypted_columns import BOUND
from anju.domains.permits.transitions.data.states import Held
from anju.foundation.files import LARGEST

__all__ = [
    "BOUND",
    "LARGEST",
    "REFUSALS",
    "SORTS",
    "Application",
    "ApplicationView",
    "Asked",
    "Assessment",
    "Channel",
    "Decided",
    "DecisionView",
    "Entered",
    "Fact",
    "Held",
    "Kind",
    "Missing",
    "MoveView",
    "Need",
    "NoticeItem",
    "NoticeView",
    "Outcome",
    "Outlook",
    "PaperKind",
    "PaperView",
    "ProxyInput",
    "ProxyReason",
    "ProxyView",
    "Queue",
    "QueueLine",
    "Stage",
    "add_paper",
    "application",
    "ask_missing",
    "by_proxy",
    "confirm",
    "content",
    "decide",
    "delete_papers",
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
    "remove_paper",
    "start",
    "submit",
    "waiting_for",
    "withdraw",
]
