"""Employers of the demo town at work: liaison people, sites, dormitories, contracts that end, and a service day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import polars as pl

from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.demo.town import Town
from anju.demo.workplaces import PLANT
from anju.domains.employers import api as employers
from anju.domains.employers.api import (
    DayPlan,
    DayStep,
    EmployerView,
    SiteBuilding,
    SiteDraft,
)
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

SITES = (
    ("construction", "园丰路厂房扩建工地", "园丰路 1 号北侧", 120, -90, 200),
    ("construction", "员工公寓二期工地", "园丰路 9 号", 60, -200, -20),
    ("workplace", "二厂", "园丰路 3 号", 800, -900, None),
)
"""Kind, name, address, size, days from today of the first and the last day."""
CONTRACTS = (-4, 3, 9, 16, 22, 28, 41, 55)
"""Days from today on which contracts of the plant end."""
CONTACTS = (
    ("周人事", "人事", "13900000201", True),
    ("吴宿管", "宿舍管理", "13900000202", True),
    ("郑安全", "安全员", "0731-83610001", False),
)


def enter(town: Town, base: BaseData, *, at: datetime) -> tuple[int, int]:
    """Sites and service days entered now. Again, nothing changes."""
    with acting(FOUNDER):
        plant = employers.employers([base.plant])[base.plant]
        if employers.sites_of(plant.id):
            return 0, 0
    _contacts(plant, base, at)
    sites = _sites(plant, base, at)
    _market(town, base, at)
    _contracts(town, plant, base, at)
    return sites + 1, _service_days(plant, base, at)


def _contacts(plant: EmployerView, base: BaseData, at: datetime) -> None:
    clerk = actor_of(base.employers[PLANT], at=at, channel="employer")
    with acting(clerk):
        for name, duty, phone, liaison in CONTACTS:
            employers.add_contact(
                plant.id, name=name, duty=duty, phone=phone, liaison=liaison, actor=clerk, at=at
            )


def _sites(plant: EmployerView, base: BaseData, at: datetime) -> int:
    """The plant's sites, and each of its dormitory buildings."""
    clerk, today = actor_of(base.employers[PLANT], at=at, channel="employer"), local_date(at)
    with acting(clerk):
        drafts = [
            SiteDraft(
                kind,
                name,
                plant.region,
                address,
                today + timedelta(days=first),
                today + timedelta(days=last) if last is not None else None,
                size,
            )
            for kind, name, address, size, first, last in SITES
        ]
        for building, _homes in places.holdings([plant.party]):
            held = SiteBuilding(building.id, plant.party, building.region, building.title)
            name = building.name or building.title
            since = today - timedelta(days=700)
            drafts.append(
                SiteDraft("dormitory", name, building.region, "", since, None, None, held)
            )
        for n, draft in enumerate(drafts):
            employers.add_site(plant.id, draft, key=f"demo{n}", actor=clerk, at=at)
    return len(drafts)


def _market(town: Town, base: BaseData, at: datetime) -> None:
    """A market, filed by the office for a trading company, or for the smallest employer there is."""
    frame = town.employers
    trading = frame.filter(pl.col("industry") == "F52")
    key = str((trading if trading.height else frame)["key"][-1])
    officer = actor_of(base.staff["street02"], at=at, channel="web")
    number = int(base.employers[key].party.removeprefix("employer:"))
    with acting(officer):
        one = employers.employers([number])[number]
        draft = SiteDraft(
            "market",
            "园丰路农贸市场",
            one.region,
            "园丰路 20 号",
            local_date(at) - timedelta(days=365),
            None,
            86,
        )
        employers.add_site(one.id, draft, key="demo", actor=officer, at=at)


def _contracts(town: Town, plant: EmployerView, base: BaseData, at: datetime) -> None:
    """The clerk names the last days of some contracts by the API's way."""
    clerk, today = actor_of(base.employers[PLANT], at=at, channel="employer"), local_date(at)
    sender = register.Sender(
        plant.party, "employer", plant.name, plant.party, plant.id, plant.region
    )
    with acting(clerk):
        at_work = {w.person_id: w for w in register.workforce(plant.id, as_of=today, limit=400)[0]}
        gone = town.declarations.filter(pl.col("kind") == "dismiss")["doc_number"]
        rows = (
            town.declarations.filter(
                (pl.col("kind") == "hire")
                & (pl.col("employer_code") == PLANT)
                & ~pl.col("doc_number").is_in(gone.implode())
                & (pl.col("doc_type") == "111")
            )
            .unique("doc_number", keep="last", maintain_order=True)
            .head(len(CONTRACTS))
        )
        if rows.is_empty() or not at_work:
            return
        items = [
            {
                "name": name,
                "doc_type": "111",
                "doc_number": number,
                "kind": "hire",
                "key": f"demo-contract:{n}",
                "start": start,
                "contract_end": today + timedelta(days=days),
            }
            for n, (days, (name, number, start)) in enumerate(
                zip(CONTRACTS, rows.select("name", "doc_number", "start").iter_rows(), strict=False)
            )
        ]
        register.declare(
            pl.DataFrame(items), sender=sender, actor=clerk, at=at, batch_key="demo-contracts"
        )


def _service_days(plant: EmployerView, base: BaseData, at: datetime) -> int:
    """The street announces two days; the plant confirms one."""
    officer, today = actor_of(base.staff["street02"], at=at, channel="web"), local_date(at)
    clerk = actor_of(base.employers[PLANT], at=at, channel="employer")
    plans = (
        DayPlan(
            today + timedelta(days=5),
            time(11, 30),
            time(14),
            ("registration", "permit", "health", "rights"),
            "一食堂门口",
            300,
            "请带身份证；申领居住证的带一张照片。",
        ),
        DayPlan(
            today + timedelta(days=19),
            time(17, 30),
            time(20),
            ("school", "insurance", "legal"),
            "员工活动室",
        ),
    )
    with acting(officer):
        days = [
            employers.announce_service_day(plant.id, p, key=f"demo{n}", actor=officer, at=at)
            for n, p in enumerate(plans)
        ]
    with acting(clerk):
        employers.step_service_day(days[0].id, DayStep.CONFIRMED, key="demo", actor=clerk, at=at)
    return len(days)
