"""Notifications of applicants: short messages without personal data, after commit."""

from __future__ import annotations

from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.operations.employer_applications import phones_of
from anju.domains.permits.applications.operations.following_merges import (
    follow_merge,
    follow_unmerge,
)
from anju.foundation.actor import system
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import as_intake_role
from anju.foundation.events import api as events
from anju.foundation.events.api import Event
from anju.foundation.notices import api as notices

TEXTS: dict[str, str] = {
    "permits.accepted": "【安居】您的居住证申请已受理（{number}），{due}前办结。",
    "permits.missing": "【安居】您的居住证申请（{number}）还差材料，都列在“我的居住证”里，"
    "请在 {until} 前补交；补交期间不计入办理时限。",
    "permits.approved": "【安居】您的居住证申请（{number}）已批准，正在制证。",
    "permits.refused": "【安居】您的居住证申请（{number}）未获批准，理由和异议途径见“我的居住证”。",
    "permits.lapsed": "【安居】您的居住证申请（{number}）逾期未办，已终止，可以随时重新申请。",
}
"""Event → message. The applicant's account decides where it goes; what stands in it names nobody."""


@events.on(*TEXTS, key="permits.tell_applicant")
def notify_applicant(event: Event) -> None:
    """The person hears, and the proxy who applied."""
    with as_intake_role():
        row = Application.objects.filter(id=event.payload["application"]).first()
        if row is None:
            return
        notice = getattr(row, "notice", None)
        phones = dict.fromkeys(phones_of(row.person_id))
        if row.proxy_person_id is not None:
            proxy = people.all_canonical({row.proxy_person_id}).get(row.proxy_person_id, 0)
            phones |= dict.fromkeys(
                p for p, _ in access.phones_of_users(access.accounts_of(proxy)).values()
            )
        facts = {
            "number": row.number,
            "due": f"{row.due_at.astimezone(CHINA):%Y-%m-%d}" if row.due_at else "",
            "until": f"{notice.answer_until.astimezone(CHINA):%Y-%m-%d}" if notice else "",
        }
    for phone in phones:
        notices.send(
            event.name,
            phone,
            TEXTS[event.name].format(**facts),
            at=event.at,
            context={"application": row.pk},
        )


@events.on("register.merged", key="permits.join_applications")
def records_merged(event: Event) -> None:
    """Applications follow the record that stands for both."""
    follow_merge(
        int(event.payload["kept"]),
        int(event.payload["other"]),
        actor=system("permits"),
        at=event.at,
    )


@events.on("register.unmerged", key="permits.part_applications")
def records_unmerged(event: Event) -> None:
    """And go back when it was a mistake."""
    follow_unmerge(
        int(event.payload["kept"]),
        int(event.payload["other"]),
        actor=system("permits"),
        at=event.at,
    )
