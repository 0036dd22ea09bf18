"""Cases of the demo's residents: unpaid wages under way, a dispute that waits for papers, a question with an answer to
confirm. Filed and handled as in life, by those who can sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.demo.town import Town
from anju.domains.access import api as access
from anju.domains.casework.api import cases
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

LABOUR, STREET = "district", "street01"
"""Who handles: labour inspection lies at the district, questions and mediation at the street."""
EARLIER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class _Work:
    """The clerk of a case, and when; each step has a key, so that again it changes nothing."""

    case: int
    clerk: Actor
    at: datetime

    def common(self, step: str, minutes: int) -> dict[str, Any]:
        at = self.at + timedelta(minutes=minutes)
        return {"key": f"demo-{step}-{self.case}", "actor": self.clerk, "at": at}

    def version(self) -> int:
        return cases.case(self.case, actor=self.clerk, at=self.at).line.version


def enter(town: Town, base: BaseData, *, at: datetime) -> int:
    """Enter them, when the residents have their accounts; how many. Again, nothing changes."""
    resident, applicant = _person(town, "resident", at), _person(town, "applicant", at)
    labour, street = (actor_of(base.staff[u], at=at, channel="web") for u in (LABOUR, STREET))
    filed = at - EARLIER
    _wages(resident, labour, filed)
    _mediation(resident, street, filed + timedelta(hours=1))
    _question(applicant, street, filed + timedelta(hours=2))
    return 3


def _person(town: Town, username: str, at: datetime) -> Actor:
    number = town.staff.filter(pl.col("username") == username)["party"][0].removeprefix("person:")
    phone = town.people.filter(pl.col("doc_number") == number)["phone"][0]
    with acting(FOUNDER):
        user = access.public_user(phone=phone, at=at)
    return access.actor_for(user.id, at=at, channel="web")


def _filed(actor: Actor, code: str, answers: Mapping[str, str], at: datetime) -> int:
    assert actor.person_id is not None  # noqa: S101 - the account was linked before
    with acting(actor):
        return cases.file_case(
            actor.person_id, code, answers, key=f"demo-{code}", actor=actor, at=at
        )


def _wages(resident: Actor, labour: Actor, at: datetime) -> None:
    """Taken up by the inspection; legal aid was asked for with it."""
    day = local_date(at)
    case = _filed(
        resident,
        "wage_claim",
        {
            "debtor": "园区某建筑劳务队",
            "amount_owed": "12800",
            "owed_from": (day - timedelta(days=92)).isoformat(),
            "owed_to": (day - timedelta(days=31)).isoformat(),
            "work_site": "园区二期工地",
            "what": "包工头说等工程款下来再发，一直没有发。",
            "aid_wanted": "yes",
        },
        at,
    )
    work = _Work(case, labour, at)
    with acting(labour):
        cases.take_case(case, seen=work.version(), **work.common("take", 90))
        cases.accept_case(case, **work.common("accept", 95))
        cases.write(
            case,
            "已通知用人单位三日内提交工资支付台账。您手上有工资条或转账记录的，拍照传上来就行。",
            **work.common("write", 100),
        )


def _mediation(resident: Actor, street: Actor, at: datetime) -> None:
    """Waits for what the office named, once."""
    case = _filed(
        resident,
        "mediation",
        {
            "counterpart": "原房东",
            "what": "退租已经一个多月，押金没有退。",
            "wish": "按合同退押金，水电费可以扣除。",
        },
        at,
    )
    work = _Work(case, street, at)
    with acting(street):
        cases.take_case(case, seen=work.version(), **work.common("take", 60))
        cases.ask_for(
            case,
            ["交押金的收据或转账记录", "退房当天的房间照片"],
            text="两样有一样也可以先传，我们先联系房东。",
            **work.common("ask", 70),
        )


def _question(applicant: Actor, street: Actor, at: datetime) -> None:
    """Answered; the person has to say whether that settles it."""
    case = _filed(applicant, "question", {"what": "孩子明年上小学，用居住证怎样报名？"}, at)
    work = _Work(case, street, at)
    with acting(street):
        cases.take_case(case, seen=work.version(), **work.common("take", 30))
        cases.propose(
            case,
            "answered",
            text="凭居住证和户口簿在学区学校报名，网上报名和现场报名都可以，不收费。",
            seen=work.version(),
            **work.common("propose", 40),
        )
