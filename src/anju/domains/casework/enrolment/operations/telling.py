"""Who hears of a step: the guardian who applied and who helps them. Neither child nor school stands in a message."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from anju.domains.access import api as access
from anju.domains.casework.cases.models import MandateRow
from anju.domains.casework.enrolment.data import EnrolmentStep
from anju.domains.casework.enrolment.operations.enrolment_rights import MATTER
from anju.domains.people import api as people
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.notices import api as notices

NOTICE = "casework.enrolment"
T = EnrolmentStep
TEXTS = {
    T.FILED: (
        "【安居】入学报名（{number}）已收到，进度见“孩子上学”。",
        "[Anju] Application {number} for school was received, see “School”.",
    ),
    T.RETURNED: (
        "【安居】入学报名（{number}）还差材料，都列在“孩子上学”里。",
        "[Anju] Something is missing in application {number}, see “School”.",
    ),
    T.REFUSED: (
        "【安居】入学报名（{number}）审核未通过，理由和复核办法见“孩子上学”。",
        "[Anju] Application {number} was not admitted; reason and review stand under “School”.",
    ),
    T.PLACED: (
        "【安居】入学报名（{number}）有了学位，请到“孩子上学”看结果和原因并确认。",
        "[Anju] There is a place for application {number}. See why, and confirm it, under “School”.",
    ),
    T.WAITING: (
        "【安居】入学报名（{number}）进入候补，原因和下一步见“孩子上学”。",
        "[Anju] Application {number} is on the waiting list; see “School”.",
    ),
    T.MOVED_UP: (
        "【安居】入学报名（{number}）递补到了学位，请到“孩子上学”确认。",
        "[Anju] A place came free for application {number}. Confirm it under “School”.",
    ),
    T.LAPSED: (
        "【安居】入学报名（{number}）的学位逾期未确认，已收回。需要的请联系区教育局。",
        "[Anju] The place of application {number} was not confirmed in time and went on.",
    ),
}
"""Step → message, Chinese and English."""


def tell_family(family: str, guardian_id: int, step: EnrolmentStep, *, at: datetime) -> None:
    """Send the message of a step, if it has one, to the accounts of the guardian and of helpers, otherwise to the phone
    on record."""
    if step not in TEXTS:
        return
    with as_intake_role():
        phones = _phones(guardian_id, at)
    for phone, language in phones.items():
        text = TEXTS[step][0 if language.startswith("zh") else 1].format(number=family)
        notices.send(NOTICE, phone, text, at=at, context={"family": family, "step": step.value})


def _phones(guardian_id: int, at: datetime) -> dict[str, str]:
    """Phone → language."""
    person = people.all_canonical({guardian_id}).get(guardian_id, guardian_id)
    helpers = MandateRow.objects.filter(
        Q(matter="") | Q(matter=MATTER),
        person_id=person,
        withdrawn_at=None,
        until__gte=local_date(at),
    ).exclude(helper_user=None)
    users = [*access.accounts_of(person)]
    users += [u for u in helpers.values_list("helper_user", flat=True) if u is not None]
    linked = dict(access.phones_of_users(users).values())
    on_record = people.phones([person]).get(person)
    return linked or ({on_record: "zh"} if on_record else {})
