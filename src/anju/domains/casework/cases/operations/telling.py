"""Who hears of a step: the person and who helps them, of what the office did. Neither matter nor names stand in a
message."""

from __future__ import annotations

from datetime import datetime

from anju.domains.access import api as access
from anju.domains.casework.cases.data import Side, Step
from anju.domains.casework.cases.models import Case, MandateRow
from anju.domains.people import api as people
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.notices import api as notices

NOTICE = "casework.step"
TEXTS = {
    Step.FILED: (
        "【安居】您的事项（{number}）已提交，{due}前受理。进度见“我的事项”。",
        "[Anju] Your case {number} was filed and will be taken up by {due}. See “My cases”.",
    ),
    Step.ACCEPTED: (
        "【安居】您的事项（{number}）已受理，{due}前办结。",
        "[Anju] Your case {number} was taken up and is due by {due}.",
    ),
    Step.ASKED: (
        "【安居】您的事项（{number}）还差材料，都列在“我的事项”里，请在 {own} 前补交；期间不计入办理时限。",
        "[Anju] Something is missing in case {number}, see “My cases”. Send it by {own}; the term stops meanwhile.",
    ),
    Step.MESSAGE: (
        "【安居】您的事项（{number}）有新留言，请到“我的事项”查看。",
        "[Anju] There is a message in your case {number}.",
    ),
    Step.HANDED_OVER: (
        "【安居】您的事项（{number}）已转到另一个单位办理，您不用重新提交。",
        "[Anju] Your case {number} went to another office. You need not file it again.",
    ),
    Step.EXTENDED: (
        "【安居】您的事项（{number}）依法延长了办理时限，至 {due}。理由见“我的事项”。",
        "[Anju] The term of your case {number} was extended to {due}; the reason stands under “My cases”.",
    ),
    Step.NOTIFIED: (
        "【安居】您的事项（{number}）已通知对方在期限内答复。对方只看到您主张的内容，看不到您的证据和电话。",
        "[Anju] The other side of case {number} was asked to answer; it sees your claim, not your evidence.",
    ),
    Step.RESPONDED: (
        "【安居】您的事项（{number}）对方已答复，请到“我的事项”查看。",
        "[Anju] The other side of case {number} has answered. See “My cases”.",
    ),
    Step.SILENT: (
        "【安居】您的事项（{number}）对方逾期没有答复，已记录在案，继续办理。",
        "[Anju] The other side of case {number} did not answer in time. That is noted, and the case goes on.",
    ),
    Step.PAY_STATED: (
        "【安居】您的事项（{number}）对方称已付款，请核对是否到账，在“我的事项”里由您本人确认。",
        "[Anju] The other side of case {number} says it has paid. Check, and confirm it yourself under “My cases”.",
    ),
    Step.BOOKED: (
        "【安居】您的事项（{number}）有新的预约，时间地点见“我的事项”。",
        "[Anju] There is an appointment in case {number}; time and place stand under “My cases”.",
    ),
    Step.CANCELLED: (
        "【安居】您的事项（{number}）的预约已取消，见“我的事项”。",
        "[Anju] The appointment in case {number} was cancelled, see “My cases”.",
    ),
    Step.PROPOSED: (
        "【安居】您的事项（{number}）有了结果，请到“我的事项”确认；不属实的可以说明，继续办理。",
        "[Anju] Your case {number} has an outcome. Confirm it under “My cases”, or say what is not so.",
    ),
}
"""Step → message, Chinese and English."""


def tell_of_step(case_id: int, step: Step, side: Side, *, at: datetime) -> None:
    """Send the message of a step, if it has one, to the accounts of the person and of helpers, otherwise to the phone
    on record. The person hears of no message they wrote themselves."""
    if step not in TEXTS or (side in (Side.PERSON, Side.HELPER) and step is not Step.FILED):
        return
    with as_intake_role():
        row = Case.objects.filter(id=case_id).first()
        if row is None:
            return
        phones = _phones(row, at)
        facts = {
            "number": row.number,
            "due": f"{row.due_at.astimezone(CHINA):%Y-%m-%d}" if row.due_at else "-",
            "own": f"{row.person_due_at.astimezone(CHINA):%Y-%m-%d}" if row.person_due_at else "-",
        }
    for phone, language in phones.items():
        text = TEXTS[step][0 if language.startswith("zh") else 1].format(**facts)
        notices.send(NOTICE, phone, text, at=at, context={"case": case_id, "step": step.value})


def _phones(row: Case, at: datetime) -> dict[str, str]:
    """Phone → language."""
    person = people.all_canonical({row.person_id}).get(row.person_id, row.person_id)
    helpers = MandateRow.objects.filter(
        person_id=person, withdrawn_at=None, until__gte=local_date(at), matter__in=["", row.matter]
    ).exclude(helper_user=None)
    users = list(access.accounts_of(person))
    users += [u for u in helpers.values_list("helper_user", flat=True) if u is not None]
    linked = dict(access.phones_of_users(users).values())
    on_record = people.phones([person]).get(person)
    return linked or ({on_record: "zh"} if on_record else {})
