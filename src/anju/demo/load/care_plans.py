"""Health plans of the demo town: women before and after a birth, children who are measured, one referral that waits for
its answer. Entered as in life, by the midwife who can sign in; all names are invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from anju.demo.load.base_data import BaseData, actor_of
from anju.domains.health.api import children, clinics, plans
from anju.domains.health.api.plans import Birth, Dating, NewMother, NewVisit
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

WOMEN = (
    ("冉秋月", date(1995, 4, 12), 11, 0),
    ("丁若兰", date(1993, 9, 2), 23, 0),
    ("贺晓晴", date(1990, 1, 27), 39, 0),
    ("苗芳", date(1992, 6, 18), 0, 6),
)
"""Name, date of birth, weeks on the day (0: not asked), days since the birth (0: none yet)."""
GROWN = {
    "秦小禾": ((30, 4.1, 53.0, 36.4), (95, 6.3, 60.8, 40.0), (185, 7.6, 66.4, 42.4)),
    "许沐阳": ((30, 4.4, 54.1, 36.9),),
}
"""Child → age in days, weight, length and head at each contact."""
CONTACTS = {30: "full_month", 95: "month_3", 185: "month_6"}


def enter(base: BaseData, *, at: datetime) -> int:
    """Enter them; how many plans. Again, nothing changes."""
    midwife = actor_of(base.staff["midwife"], at=at, channel="web")
    with acting(midwife):
        found = clinics.own_clinics(midwife, plans.CARE_GIVE)
        if not found:
            return 0
        clinic = found[0].id
        for number, woman in enumerate(WOMEN):
            _woman(number, woman, clinic, midwife, at)
        grown = sum(_child(name, clinic, midwife, at) for name in GROWN)
    return len(WOMEN) + grown


def _woman(
    number: int, woman: tuple[str, date, int, int], clinic: int, midwife: Actor, at: datetime
) -> None:
    name, born, weeks, days = woman
    today = local_date(at)
    dating = Dating(today - timedelta(days=7 * weeks + 3)) if weeks else Dating()
    new = NewMother(name, born, phone=f"1390000760{number}", dating=dating)
    plan, _new = plans.open_plan(new, clinic, key=f"demo-plan-{number}", actor=midwife, at=at)
    common: dict[str, Any] = {"actor": midwife, "at": at}
    if days:
        day = today - timedelta(days=days)
        plans.record_birth(plan, clinic, Birth(day, 1, day + timedelta(days=2)), **common)
    if weeks == 23:
        visit = NewVisit(
            "mid_2",
            today,
            {"weight": 61.5, "systolic": 146, "diastolic": 92, "fetal_heart": 144},
            ("pressure",),
            "已嘱左侧卧位休息。",
            "市妇幼保健院产科",
        )
        plans.record_visit(plan, clinic, visit, key="demo-visit-23", **common)


def _child(name: str, clinic: int, midwife: Actor, at: datetime) -> int:
    lines = [c for c in children.find(name, actor=midwife) if c.name == name]
    if not lines:
        return 0
    one = lines[0]
    plan = plans.join_child(
        one.id, clinic_id=clinic, key=f"demo-plan-child-{one.id}", actor=midwife, at=at
    )
    for age, weight, length, head in GROWN[name]:
        day = one.born + timedelta(days=age)
        if day <= local_date(at):
            items = {"weight": weight, "length": length, "head": head}
            plans.record_visit(
                plan,
                clinic,
                NewVisit(CONTACTS[age], day, items),
                key=f"demo-visit-{age}",
                actor=midwife,
                at=at,
            )
    return 1
