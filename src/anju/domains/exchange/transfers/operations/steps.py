"""What every change of a transfer leaves: its step, its audit row, and a message to who asked."""

from __future__ import annotations

from datetime import datetime

from anju.domains.access import api as access
from anju.domains.exchange.transfers.models import Transfer, TransferStep
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.notices import api as notices

NOTICE = "exchange.transfer"
TEXTS = {
    "returned": (
        "【安居】您申请转送的记录需要先核实，原因见“转到外地”。",
        "[Anju] The record you asked to be sent has to be looked at first; see “Send on”.",
    ),
    "sent": (
        "【安居】您申请转送的记录已发出，进度见“转到外地”。",
        "[Anju] The record you asked to be sent is on its way; see “Send on”.",
    ),
    "taken_in": (
        "【安居】您申请转送的记录，对方已收入。",
        "[Anju] The record you asked to be sent was taken in there.",
    ),
    "helped": (
        "【安居】您告知的家人，当地已上门联系，结果见“转到外地”。",
        "[Anju] Your family was visited; see “Send on” for what was arranged.",
    ),
    "declined": (
        "【安居】您告知的家人表示暂不需要帮助，见“转到外地”。",
        "[Anju] Your family wants no help now; see “Send on”.",
    ),
    "refused": (
        "【安居】您申请转送的记录对方没有收，原因和可以带走的签名文件见“转到外地”。",
        "[Anju] The record was not taken; the reason and a signed file to take along are under “Send on”.",
    ),
    "in_hand": (
        "【安居】对方没有按期答复。记录已签名交到您手上，请到“转到外地”下载。",
        "[Anju] The other place did not answer in time. The signed record is yours to download under “Send on”.",
    ),
    "exchange_not_agreed": (
        "【安居】与对方没有可用的协议，记录没有发出，已签名交到您手上，请到“转到外地”下载。",
        "[Anju] No agreement lets the record go. It is signed and yours to download under “Send on”.",
    ),
}
"""Step, or why it was taken → message, Chinese and English. What is sent and about whom stands in none."""


def note(
    row: Transfer, step: str, *, actor: Actor, at: datetime, text: str = "", tell: bool = True
) -> None:
    """Keep that this happened, and tell who asked. Inside the transaction of the change."""
    TransferStep.objects.create(
        transfer=row, step=step, at=at, label=actor.label[:100], note=text[:500]
    )
    audit.record_write(
        actor,
        action="exchange.transfer_step",
        subject_kind="exchange_transfer",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"step": step, "kind": row.kind, "reason": row.reason},
    )
    if tell and step in TEXTS and row.direction == "out" and row.requester_id is not None:
        about = text if step == "in_hand" and text in TEXTS else step
        _tell(row, step, about, at)


def _tell(row: Transfer, step: str, about: str, at: datetime) -> None:
    person = people.canonical(row.requester_id or 0)
    phones = dict(access.phones_of_users(access.accounts_of(person)).values())
    for phone, language in phones.items():
        text = TEXTS[about][0 if language.startswith("zh") else 1]
        notices.send(NOTICE, phone, text, at=at, context={"transfer": row.pk, "step": step})
