"""The other side of a case: notices, answers, documents, payments it states."""

from anju.domains.casework.respondents.data import MOST_NAME, Notice, NoticeState, Payment
from anju.domains.casework.respondents.operations import (
    ACT,
    NOTIFIED,
    note_silences,
    notify,
    produce,
    respond,
    state_payment,
    write_to,
)
from anju.domains.casework.respondents.queries import notice, notices_of, notices_to, notices_within

__all__ = [
    "ACT",
    "MOST_NAME",
    "NOTIFIED",
    "Notice",
    "NoticeState",
    "Payment",
    "note_silences",
    "notice",
    "notices_of",
    "notices_to",
    "notices_within",
    "notify",
    "produce",
    "respond",
    "state_payment",
    "write_to",
]
