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

Every turn of a permit itself puts out ``permits.turned`` (see `operations.turning`).
"""

from anju.domains.permits.data.applying import (
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
from anju.domains.permits.data.entitled import Assessment, Fact, Missing
from anju.domains.permits.data.states import Asked, Channel, Decided, Held, Kind, PaperKind, ProxyReason, Stage
from anju.domains.permits.operations.applying import missing_of, start, submit
from anju.domains.permits.operations.closing import lapse, withdraw
from anju.domains.permits.operations.deciding import Outcome, ask_missing, decide
from anju.domains.permits.operations.papers import add_paper, delete_papers, remove_paper
from anju.domains.permits.operations.proxies import BOUND
from anju.domains.permits.operations.staffing import confirm, enter_staff, entered_by_link
from anju.domains.permits.queries.applications import application, by_proxy, of_party, of_permit, of_person
from anju.domains.permits.queries.desks import may_decide
from anju.domains.permits.queries.outlook import outlook
from anju.domains.permits.queries.papers import content
from anju.domains.permits.queries.queue import SORTS, lines_of, queue, queue_ids, waiting_for
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
