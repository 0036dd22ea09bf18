"""The classes of messages, one entry a class: its words, what it may be about, for which purposes, and its terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

VERSION = "1.0"
"""The version that is written. Every version with a folder of schemas is read."""
MOST_MESSAGES, MOST_BYTES = 100, 1_000_000
"""Of one request."""
ARRIVAL, DEPARTURE, ENQUIRY, REPLY = "arrival_notice", "departure_notice", "enquiry", "reply"
TRANSFER, CARER, LEFT_BEHIND = "record_transfer", "carer_contact", "left_behind_notice"
SET_ASIDE, IMPLAUSIBLE, WITHDRAWAL = "set_aside", "implausible", "withdrawal"
CORRECTION, DEFAULT = "correction", "default_outcome"
OUTCOME = "outcome_report"
PROPOSAL, SIGNATURE = "agreement_proposal", "agreement_signature"
DECLINE, END, REPORT = "agreement_decline", "agreement_end", "agreement_report"
NEGOTIATION = (PROPOSAL, SIGNATURE, DECLINE, END, REPORT)
"""Classes by which two places come to an agreement, report on it and end it: they need a link, and no agreement in
force."""
MEASURED = (ARRIVAL, DEPARTURE, ENQUIRY, REPLY, SET_ASIDE, IMPLAUSIBLE, WITHDRAWAL)
"""Classes that the measures of an agreement between two places count."""
MOST_TALKS = 50
"""Messages of negotiation that are kept of one place a day."""
_RESIDENCE, _SERVICE = "residence_registration", "service"
PURPOSES = (_RESIDENCE, "vaccination", "schooling", "care", _SERVICE)


@dataclass(frozen=True, slots=True)
class MessageClass:
    """`label`: Chinese, English. `about`: classes that `reply_to` may name; `own`: these are the sender's own, else the
    receiver's. `must_refer`: it may not come without `reply_to`. `purposes`: what it may be sent for."""

    label: tuple[str, str]
    purposes: tuple[str, ...] = PURPOSES
    about: tuple[str, ...] = ()
    own: bool = False
    must_refer: bool = True


_SUBJECTS = (ARRIVAL, DEPARTURE, ENQUIRY, REPLY, TRANSFER, CARER, LEFT_BEHIND)
CLASSES: dict[str, MessageClass] = {
    ARRIVAL: MessageClass(("流入通知", "Arrival notice"), (_RESIDENCE,), must_refer=False),
    DEPARTURE: MessageClass(
        ("流出通知", "Departure notice"), (_RESIDENCE,), (ARRIVAL,), must_refer=False
    ),
    ENQUIRY: MessageClass(("协查", "Enquiry"), must_refer=False),
    REPLY: MessageClass(("反馈", "Reply"), about=(ENQUIRY,)),
    TRANSFER: MessageClass(
        ("记录转移", "Transfer of a record"), ("vaccination", "schooling"), must_refer=False
    ),
    CARER: MessageClass(("照护人联系方式", "Carer's contact"), ("care",), must_refer=False),
    LEFT_BEHIND: MessageClass(
        ("留守人员关爱", "Somebody left behind needs care"), ("care",), must_refer=False
    ),
    OUTCOME: MessageClass(
        ("办理结果", "What became of it"),
        ("vaccination", "schooling", "care"),
        (TRANSFER, CARER, LEFT_BEHIND),
    ),
    SET_ASIDE: MessageClass(("转人工", "Set aside for a person"), about=_SUBJECTS),
    IMPLAUSIBLE: MessageClass(("不合理", "Implausible"), about=_SUBJECTS),
    WITHDRAWAL: MessageClass(("撤回", "Withdrawal"), about=_SUBJECTS, own=True),
    CORRECTION: MessageClass(("更正", "Correction"), about=_SUBJECTS, own=True),
    PROPOSAL: MessageClass(
        ("合作协议提议", "Proposal of an agreement"), (_SERVICE,), must_refer=False
    ),
    SIGNATURE: MessageClass(
        ("合作协议签署", "Signature of an agreement"), (_SERVICE,), must_refer=False
    ),
    DECLINE: MessageClass(
        ("合作协议谢绝或撤回", "Agreement declined or withdrawn"), (_SERVICE,), must_refer=False
    ),
    END: MessageClass(("合作协议终止", "End of an agreement"), (_SERVICE,), must_refer=False),
    REPORT: MessageClass(("合作协议情况", "Report on an agreement"), (_SERVICE,), must_refer=False),
    DEFAULT: MessageClass(
        ("逾期默认", "Default outcome"),
        about=(ARRIVAL, ENQUIRY, TRANSFER, CARER, LEFT_BEHIND),
        own=True,
    ),
}
TAKEN_IN, REFUSED, HELPED, DECLINED = "taken_in", "refused", "helped", "declined"
OUTCOMES: dict[str, tuple[str, ...]] = {
    TRANSFER: (TAKEN_IN, REFUSED),
    CARER: (TAKEN_IN, REFUSED),
    LEFT_BEHIND: (HELPED, DECLINED, REFUSED),
}
"""What may be reported to have become of a message of each class."""
RECEIPT, REJECTION = "receipt", "rejection"
"""What a request is answered with at once; they never travel as messages of their own."""


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """One code of the catalogue: cause and remedy in Chinese and English."""

    code: str
    layer: str
    status: int
    severity: str
    zh: tuple[str, str]
    en: tuple[str, str]


@cache
def errors() -> dict[str, ErrorEntry]:
    """The error catalogue, in the order of its file."""
    raw = yaml.safe_load((Path(__file__).parent / "errors.yaml").read_text("utf-8"))
    return {
        code: ErrorEntry(
            code, e["layer"], e["status"], e["severity"], tuple(e["zh"]), tuple(e["en"])
        )
        for code, e in raw.items()
    }


@cache
def term_days() -> dict[str, int]:
    """Grade of an enquiry, or a class → days within which an answer is due at the earliest."""
    raw = yaml.safe_load((Path(__file__).parent / "terms.yaml").read_text("utf-8"))
    return {str(k): int(v["days"]) for k, v in raw.items()}
