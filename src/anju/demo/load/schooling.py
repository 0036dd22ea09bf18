"""Schools of the demo town, an open round for children who change school, and applications of families who live there.
Entered as in life, by the education office and the counter; for these families the register proves enough."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import BaseData, actor_of
from anju.demo.town import Town
from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import (
    COLUMNS,
    ChildOutlook,
    RoundDraft,
    RoundKind,
    Wanted,
)
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

DISTRICT, MOST_FAMILIES = TOWN[:6], 4
PRIMARY, MIDDLE = range(1, 7), range(7, 10)
SCHOOLS = (
    ("X01", "洞阳镇示范第一小学", PRIMARY, 3, "创新路 6 号"),
    ("X02", "洞阳镇示范第二小学", PRIMARY, 5, "和平路 21 号"),
    ("Z01", "洞阳镇示范中学", MIDDLE, 4, "园区大道 88 号"),
)
"""Code, name, grades, free places in each grade, address."""
AGES = (6, 15)


@dataclass(frozen=True, slots=True)
class _Counter:
    """The round, and the counter that enters applications; each act has a key, so that again it changes nothing."""

    round_id: int
    counter: Actor
    at: datetime

    def outlook(self, guardian: int) -> list[ChildOutlook]:
        return enrolment.outlook(self.round_id, guardian, actor=self.counter, at=self.at)

    def apply(self, guardian: int, children: list[ChildOutlook]) -> list[int]:
        choices = [s[0] for s in SCHOOLS if any(c.grade in s[2] for c in children)]
        return enrolment.apply_for_school(
            self.round_id,
            guardian,
            [Wanted(c.child_id, c.grade) for c in children],
            choices,
            key=f"demo-school-{guardian}",
            actor=self.counter,
            at=self.at,
        )


def enter(town: Town, base: BaseData, *, at: datetime) -> int:
    """Enter them; how many children are applied for. Again, nothing changes."""
    office, counter = (
        actor_of(base.staff[u], at=at, channel="web") for u in ("education", "counter01")
    )
    with acting(office):
        held = _round(town, office, at)
    window = _Counter(held, counter, at)
    with acting(counter):
        _lines, counts = enrolment.enrolment_queue(counter, held)
        if counts["all"]:
            return counts["all"]
        made = [n for guardian, own in _families(town, window) for n in window.apply(guardian, own)]
    return len(made)


def _round(town: Town, office: Actor, at: datetime) -> int:
    today = local_date(at)
    draft = RoundDraft(
        DISTRICT,
        RoundKind.TRANSFER,
        today.year,
        (*PRIMARY, *MIDDLE),
        "随迁子女转学学位申请",
        today - timedelta(days=3),
        today + timedelta(days=10),
        today + timedelta(days=15),
        today + timedelta(days=22),
        today + timedelta(days=60),
        "截止次日体育彩票排列五的开奖号码",
    )
    held = enrolment.open_round(draft, key="demo-round", actor=office, at=at)
    table = _table(sorted(town.communities["code"].to_list()))
    enrolment.import_schools(held, table, "schools.csv", actor=office, at=at)
    return held


def _table(communities: list[str]) -> bytes:
    """The list of schools as the office would bring it, a line a school and grade."""
    lines = [[title for _name, title, _most in COLUMNS]]
    for n, (code, name, grades, places, address) in enumerate(SCHOOLS):
        place = communities[n % len(communities)]
        lines += [[code, name, str(g), str(places), place, address, ""] for g in grades]
    return "\n".join(",".join(line) for line in lines).encode()


def _families(town: Town, window: _Counter) -> Iterator[tuple[int, list[ChildOutlook]]]:
    """Heads of families and their children of school age who can be applied for, the first few."""
    many = 0
    for guardian in _heads(town):
        own = [c for c in window.outlook(guardian) if not c.fault and _of_age(c.born, window.at)]
        if own:
            yield guardian, own
            many += 1
        if many == MOST_FAMILIES:
            return


def _heads(town: Town) -> list[int]:
    """Heads of families with children."""
    frame = town.people.filter(
        (pl.col("group") == "home")
        & (pl.col("role") == "head")
        & pl.col("kind").is_in(["child", "children", "three", "parent"])
        & (pl.col("doc_type") == "111")
    )
    numbers = frame["doc_number"].to_list()
    known = people.by_citizen_numbers(numbers)
    return [known[n] for n in numbers if n in known]


def _of_age(born: date | None, at: datetime) -> bool:
    return born is not None and AGES[0] <= (local_date(at) - born).days // 365.25 < AGES[1]
