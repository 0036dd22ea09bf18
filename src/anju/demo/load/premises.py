"""Inspections of the last months and leases on file, entered by those who do it in life."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.demo.chance import Chance
from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER, Account, BaseData, actor_of
from anju.demo.town import Town
from anju.domains.housing.api import premises, rentals
from anju.domains.housing.api.premises import Answer, Handling, HazardStep, InspectionRecord
from anju.domains.housing.api.rentals import Lease, RentalRecord
from anju.domains.places import api as places
from anju.domains.places.api import BuildingView, HomeView
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

MOST, LEASES = 60, 60
"""Buildings inspected, leases filed."""
FOUND = {
    "stairs": "二楼楼梯口堆放纸箱和旧家具",
    "ebikes": "门厅停有两辆电动自行车，正在充电",
    "emergency_lights": "三楼应急灯不亮",
    "hydrants": "灭火器压力不足，已过期",
    "meters": "电表箱门没有关，旁边堆有杂物",
    "waste": "垃圾点没有及时清理",
}
ANSWERED = "已经整改，请来复查。"
OBJECTION = "合同上的租期到明年六月，这里少写了两个月。"


def enter(town: Town, base: BaseData, *, at: datetime) -> tuple[int, int]:
    """Inspections and leases entered now. Again, nothing changes."""
    today = local_date(at)
    with acting(FOUNDER):
        there = premises.inspections((TOWN,), today=today, limit=1).total
        buildings = [
            b for b in places.buildings_in(TOWN, limit=5_000) if b.kind in ("rental", "dormitory")
        ]
    if there:
        return 0, 0
    holders = {a.party: a for a in base.holders.values()}
    chance = Chance(town.seed).within("premises")
    inspected = 0
    for n, building in enumerate(buildings[:MOST]):
        inspected += _inspect(base, holders, building, n, chance, at)
    premises.make_duties(actor=FOUNDER, at=at)
    return inspected, _leases(holders, buildings, at)


def _inspect(
    base: BaseData,
    holders: dict[str, Account],
    building: BuildingView,
    n: int,
    chance: Chance,
    at: datetime,
) -> int:
    """One building: what was found, what its landlord answered, what was seen afterwards."""
    days = chance.between(MOST, "days", 2, 75)[n]
    moment = min(at - timedelta(days=days), at)
    officer = actor_of(base.staff["street02"], at=moment, channel="web")
    place = premises.premises_of(building.id)
    forms = premises.inspection_forms(place, local_date(moment))
    if not forms or not officer.may("home.edit", region=building.region):
        return 0
    wrong = [k for m, k in enumerate(FOUND) if forms[0].item(k) and (n + m) % 5 == 0]
    answers = {
        i.key: Answer("no", FOUND[i.key]) if i.key in wrong else Answer("yes")
        for i in forms[0].items
    }
    with acting(officer):
        record = premises.record_inspection(
            place,
            forms[0].key,
            answers,
            day=local_date(moment),
            key=f"demo{building.id}",
            actor=officer,
            at=moment,
        )
    _go_on(base, holders.get(building.party), record, n, moment, at)
    return 1


def _go_on(
    base: BaseData,
    holder: Account | None,
    record: InspectionRecord,
    n: int,
    moment: datetime,
    at: datetime,
) -> None:
    """Two landlords in three answer, and half of those are looked at again."""
    later, again = moment + timedelta(days=2), moment + timedelta(days=5)
    if not record.hazards or holder is None or n % 3 == 0 or later > at:
        return
    landlord = actor_of(holder, at=later, channel="web")
    with acting(landlord):
        premises.handle_hazards(
            record.id,
            [Handling(h.id, HazardStep.ANSWERED, ANSWERED) for h in record.hazards],
            key=f"demo{record.id}",
            actor=landlord,
            at=later,
        )
    if n % 2 or again > at:
        return
    officer = actor_of(base.staff["street02"], at=again, channel="web")
    due = local_date(again) + timedelta(days=7)
    steps = [
        Handling(h.id, HazardStep.REMAINS, "还没有清理完", due)
        if n % 8 == 4
        else Handling(h.id, HazardStep.RECTIFIED)
        for h in record.hazards
    ]
    with acting(officer):
        premises.handle_hazards(record.id, steps, key=f"demo{n}", actor=officer, at=again)


def _leases(holders: dict[str, Account], buildings: list[BuildingView], at: datetime) -> int:
    """Landlords file leases with who lives in their rooms, and most sign the letter."""
    filed = 0
    for building in buildings:
        holder = holders.get(building.party)
        if holder is None or filed >= LEASES:
            continue
        with acting(FOUNDER):
            homes = places.homes_of_building(building.id)
        for home in homes[:4]:
            filed += _lease(holder, home, filed, at)
    return filed


def _lease(holder: Account, home: HomeView, n: int, at: datetime) -> int:
    landlord, today = actor_of(holder, at=at, channel="web"), local_date(at)
    with acting(landlord):
        stays = [s for s in register.occupants([home.id], as_of=today) if s.until is None]
        if not stays:
            return 0
        since = max(s.since for s in stays)
        until = today - timedelta(days=5) if n % 12 == 7 else today + timedelta(days=40 + n * 5)
        lease = Lease(
            tuple(dict.fromkeys(s.person_id for s in stays)),
            since,
            until if until > since else None,
        )
        record = rentals.file_rental(home.code, lease, key=f"demo{home.id}", actor=landlord, at=at)
        letter = rentals.rental_letter(home.region, today)
        if letter is not None and n % 5:
            rentals.sign_letter(
                record.id, rentals.digest_of(letter), key="demo", actor=landlord, at=at
            )
    if n % 3:
        _answer(record, n, at)
    return 1


def _answer(record: RentalRecord, n: int, at: datetime) -> None:
    """Its tenants look at the lease: they confirm it, one in eleven says what is wrong."""
    wrong = n % 11 == 4
    for who in record.tenants:
        tenant = Actor("public", None, "租客", (), person_id=who.person_id, channel="web")
        with acting(tenant):
            rentals.answer_rental(
                record.id,
                confirmed=not wrong,
                text=OBJECTION if wrong else "",
                key=f"demo{who.person_id}",
                actor=tenant,
                at=at,
            )
