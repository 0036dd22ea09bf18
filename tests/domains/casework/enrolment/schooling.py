"""Families, an education office and schools around a round of enrolment."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import RoundDraft, RoundKind, Wanted
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, NEXT_DOOR, STREET, Street, family, moved_in
from tests.factories.spreadsheets import xlsx

DISTRICT = STREET[:6]
_keys = itertools.count()
NAMES = [
    "",
    "赵建国",
    "钱秀英",
    "孙志强",
    "李桂兰",
    "周海燕",
    "吴春花",
    "郑玉珍",
    "冯小刚",
    "陈立新",
    "褚明亮",
    "卫东升",
    "蒋文华",
]
COUNTER = frozenset({"person.see", "enrol.see", "enrol.enter", "enrol.review"})
TITLES = ["学校编号", "学校名称", "年级", "学位数", "所在社区代码", "地址", "服务片区代码"]


def key() -> str:
    return f"e{next(_keys)}"


def education(region: str = DISTRICT, user: int = 71) -> Actor:
    may = frozenset({"enrol.see", "enrol.review", "enrol.run"})
    return Actor("staff", user, "教育局", (Grant("education", may, region=region),))


def school_clerk(region: str, user: int = 72) -> Actor:
    return Actor(
        "staff", user, "学校", (Grant("school", frozenset({"enrol.school"}), region=region),)
    )


def counter(region: str = STREET, user: int = 73) -> Actor:
    return Actor("staff", user, "窗口", (Grant("counter", COUNTER, region=region),))


def parent(person_id: int | None, user: int = 61) -> Actor:
    return Actor("public", user, "家长", (), person_id=person_id)


def draft(day: date, **change: object) -> RoundDraft:
    facts: dict[str, object] = {
        "region": DISTRICT,
        "kind": RoundKind.TRANSFER,
        "year": day.year,
        "grades": tuple(range(1, 10)),
        "title": "浏阳转学",
        "apply_from": day - timedelta(days=3),
        "apply_to": day + timedelta(days=3),
        "results_on": day + timedelta(days=5),
        "reply_by": day + timedelta(days=9),
        "term_begins": day + timedelta(days=60),
        "seed_source": "截止次日体育彩票排列五的开奖号码",
        **change,
    }
    return RoundDraft(**facts)  # type: ignore[arg-type]


def opened(street: Street, lines: Sequence[Sequence[object]], **change: object) -> int:
    """A round with these schools: (code, grade, places) and, if said, region and areas. One that is over was opened on
    its first day."""
    office = education()
    with acting(office):
        planned = draft(street.today, **change)
        over = planned.apply_to < street.today
        begun = street.at + (planned.apply_from - street.today) if over else street.at
        made = enrolment.open_round(planned, key=key(), actor=office, at=begun)
        enrolment.import_schools(
            made,
            xlsx({"学校": [TITLES, *map(_line, lines)]}),
            "schools.xlsx",
            actor=office,
            at=street.at,
        )
    return made


def _line(line: Sequence[object]) -> list[object]:
    code, grade, places, *rest = line
    region, areas = (*rest, HERE, "")[:2] if rest else (HERE, "")
    return [code, f"{code}学校", grade, places, region, "某路1号", areas]


@dataclass
class Family:
    """A parent with children who live in one room."""

    parent: int
    children: list[int]
    actor: Actor


def family_of(
    street: Street, n: int, *births: date, room: int = 0, since: int = 200, user: int = 0
) -> Family:
    """A parent and children born on these days, registered for so many days."""
    day = street.today - timedelta(days=since)
    home = street.rooms[room]
    head = moved_in(
        somebody(NAMES[n], 200 + n, born=date(1990, 2, 1 + n)),
        home,
        day,
        at=street.at,
        reason="06",
    )
    children = [
        moved_in(
            somebody(
                f"{NAMES[n][0]}小{'禾苗穗'[i]}",
                300 + 10 * n + i,
                born=born + timedelta(days=n),
                phone="",
            ),
            home,
            day,
            at=street.at,
            reason="06",
        )
        for i, born in enumerate(births)
    ]
    family(head, *((c, "20") for c in children), since=day)
    return Family(head, children, parent(head, user or 600 + n))


def applied(
    street: Street,
    of: Family,
    round_id: int,
    *choices: str,
    grades: Sequence[int] = (),
    actor: Actor | None = None,
    at: datetime | None = None,
    request: str = "",
    **more: object,
) -> list[int]:
    actor = actor or of.actor
    wanted = [
        Wanted(c, g) for c, g in zip(of.children, grades or [3] * len(of.children), strict=True)
    ]
    with acting(actor):
        return enrolment.apply_for_school(
            round_id,
            of.parent,
            wanted,
            choices,
            key=request or key(),
            actor=actor,
            at=at or street.at,
            **more,  # type: ignore[arg-type]
        )


def published(street: Street, round_id: int, seed: str = "08151") -> enrolment.Allocated:
    """Allocate the day after the last one, publish on the day announced."""
    office = education()
    with acting(office):
        held = enrolment.one_round(round_id)
        days = (held.apply_to - street.today).days + 1
        counts = enrolment.allocate_places(
            round_id, seed, actor=office, at=street.at + timedelta(days=days)
        )
        enrolment.publish_places(round_id, actor=office, at=results(street, round_id))
    return counts


def results(street: Street, round_id: int) -> datetime:
    held = enrolment.one_round(round_id)
    return street.at + timedelta(days=(held.results_on - street.today).days)


def did(step, enrolment_id: int, actor: Actor, at: datetime, *args: object, **more: object):
    with acting(actor):
        return step(
            enrolment_id, *args, key=more.pop("request", "") or key(), actor=actor, at=at, **more
        )


def seen(enrolment_id: int, actor: Actor, at: datetime) -> enrolment.EnrolmentRecord:
    with acting(actor):
        return enrolment.enrolment(enrolment_id, actor=actor, at=at)


__all__ = ["HERE", "NEXT_DOOR"]
