"""Groups of the demo town: a landlords' committee with a meeting, a residents' home with a course and a job fair, a
hometown contact group that waits to be recognised. Entered as in life, each by an act of whom it is about."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import BaseData, actor_of
from anju.demo.town import Town
from anju.domains.access import api as access
from anju.domains.groups.api import activities, meetings, membership
from anju.domains.groups.api.activities import ActivityKind, NewActivity
from anju.domains.groups.api.meetings import AgendaItem, ItemKind
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import acting

FELLOW_PHONE = "19900000083"
LANDLORDS = 4
AGENDA = (
    AgendaItem("上季度公共电费", ItemKind.REPORT, "账目已张贴在公告栏。"),
    AgendaItem("楼道统一装感应灯", ItemKind.MOTION, "每套分摊约 30 元。"),
    AgendaItem("推选消防安全联络人", ItemKind.CHOICE, options=("东片联络人", "西片联络人")),
)


def enter(town: Town, base: BaseData, *, at: datetime) -> int:
    """Enter them; how many groups. Again, nothing changes."""
    office = actor_of(base.staff["street01"], at=at, channel="web")
    landlords = [
        actor_of(account, at=at, channel="web")
        for _key, account in sorted(base.holders.items())[:LANDLORDS]
    ]
    _committee(landlords, office, at)
    _home(office, at)
    _fellows(at)
    return 3


def _founded(
    founder: Actor, kind: str, name: str, purpose: str, own_name: str, at: datetime
) -> int:
    with acting(founder):
        return membership.found_group(
            kind,
            TOWN,
            name,
            purpose,
            own_name=own_name,
            key=f"demo-{kind}",
            actor=founder,
            at=at,
        )


def _committee(landlords: list[Actor], office: Actor, at: datetime) -> None:
    chair = landlords[0]
    made = _founded(
        chair, "landlords", "园区房东自管会", "楼道安全、公共设施大家商量着管", chair.label, at
    )
    with acting(office):
        membership.decide_group(made, recognise=True, actor=office, at=at)
    for one in landlords[1:]:
        with acting(one):
            membership.join_group(made, one.label, actor=one, at=at)
    with acting(chair):
        meetings.call_meeting(
            made,
            "冬季房东会",
            "社区活动室",
            _on(at, 7, 19),
            AGENDA,
            key="demo-meeting",
            actor=chair,
            at=at,
        )


def _home(office: Actor, at: datetime) -> None:
    made = _founded(
        office, "residents_home", "新市民之家", "新老居民一起学习、活动、互相帮忙", office.label, at
    )
    for key, new in {
        "course": NewActivity(
            ActivityKind.COURSE,
            "低压电工班",
            "新市民之家二楼",
            _on(at, 5, 19),
            _on(at, 5, 21),
            20,
            "三个晚上，免费，自带纸笔。",
            "低压电工",
            "维修电工",
        ),
        "fair": NewActivity(
            ActivityKind.JOB_FAIR, "冬季招聘会", "园区广场", _on(at, 12, 9), _on(at, 12, 16), 500
        ),
    }.items():
        with acting(office):
            activities.announce(made, new, key=f"demo-{key}", actor=office, at=at)


def _fellows(at: datetime) -> None:
    user = access.public_user(phone=FELLOW_PHONE, at=at)
    fellow = access.actor_for(user.id, at=at, channel="web")
    _founded(fellow, "hometown", "湘西同乡联络组", "老乡互相照应，年底结伴回家", "石大姐", at)


def _on(at: datetime, days: int, hour: int) -> datetime:
    return datetime.combine(local_date(at) + timedelta(days=days), time(hour), tzinfo=CHINA)
