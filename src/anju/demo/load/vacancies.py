"""Vacancies of the demo town: landlords offer some of their empty rooms, an agency's list waits with its doubts, and a
resident has asked about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast

import polars as pl

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER, Account, BaseData, actor_of
from anju.demo.town import Town
from anju.domains.access import api as access
from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import Terms
from anju.domains.register import api as register
from anju.foundation.db.scope import acting

LET = ("rental", "apartment")
OFFERED = 48
"""Empty rooms that are offered."""
TITLES = ("近公交站，朝南", "带阳台，可做饭", "安静，采光好", "刚粉刷，拎包入住", "")
PAYMENTS = ("押一付一", "押一付三", "")
AGENCY = "安居房产12月房源.csv"
LIST = """房源编号,小区,地址,户型,面积,租金,楼层,出租方式,入住时间,联系电话,备注
AJ001,桂园小区,桂园路18号3栋,2室1厅1卫,72,1400,3/6,整租,随时,13900000101,家电齐全
AJ002,桂园小区,桂园路18号5栋,3室2厅1卫,98,1900,5/6,整租,随时,13900000101,可月付
AJ003,创业公寓,园丰路66号1栋,1室1卫,28,780,中楼层/11层,整租,2026-12-15,13900000102,
AJ004,创业公寓,园丰路66号2栋,1室1卫,28,700-900,中楼层/11层,整租,随时,13900000102,
AJ005,和平苑,和平街7号2栋,主卧,16,450,2/6,合租,随时,13900000103,可短租请当面谈
AJ006,和平苑,和平街7号2栋,次卧,12,88元/天,2/6,合租,随时,13900000103,
AJ007,新塘花园,新塘路30号1栋,2室1厅,6800,1300,4/6,整租,随时,13900000104,
AJ008,新塘花园,新塘路30号4栋,2室2厅1卫,85,面议,6/6,整租,随时,13900000104,顶楼带露台
AJ009,东升小区,东升路12号,2室1厅,60,,3/5,整租,随时,13900000105,
"""
FORM = listings.FORM


@dataclass(frozen=True, slots=True)
class _Room:
    code: str
    account: Account
    kind: str
    area: float | None


def load(town: Town, base: BaseData) -> None:
    """Enter them; again changes nothing."""
    at = cast("datetime", town.declarations["at"].max())
    offered = [
        number
        for n, room in enumerate(_empty(town, base))
        if (number := _offer(n, room, town, at - timedelta(hours=1)))
    ]
    _list(base, at - timedelta(minutes=30))
    if offered:
        _enquiry(town, offered[0], at - timedelta(minutes=20))


def _empty(town: Town, base: BaseData) -> list[_Room]:
    """Rooms in which nobody lives, of landlords with an account; those of the demo's landlord first."""
    taken = town.stays.filter(pl.col("end").is_null() | (pl.col("end") > town.today))["room"]
    first = town.staff.filter(pl.col("role") == "landlord")["party"][0].removeprefix("holder:")
    rooms = _rooms_of(town, base, taken)
    order = rooms.sort(pl.col("holder") != first, "key")
    mine = order.filter(pl.col("holder") == first).head(6)
    others = order.filter(pl.col("holder") != first).gather_every(3).head(OFFERED - mine.height)
    return [
        _Room(base.rooms[key], base.holders[holder], kind, area)
        for key, holder, kind, area in pl.concat([mine, others])
        .select("key", "holder", "kind", "area")
        .iter_rows()
    ]


def _rooms_of(town: Town, base: BaseData, taken: pl.Series) -> pl.DataFrame:
    return (
        town.rooms.filter(~pl.col("key").is_in(taken.implode()))
        .join(town.buildings.select("key", "kind", "holder"), left_on="building", right_on="key")
        .filter(pl.col("holder").is_in(list(base.holders)) & pl.col("kind").is_in(LET))
    )


def _offer(n: int, room: _Room, town: Town, at: datetime) -> int:
    """One offer; 0 where the landlord does not speak for the room."""
    actor = actor_of(room.account, at=at, channel="landlord")
    with acting(actor):
        return listings.offer_room(room.code, _terms(n, room, town.today), actor=actor, at=at)


def _terms(n: int, room: _Room, today: date) -> Terms:
    """Rents of a plant's town, by the size of the room."""
    size = Decimal(round(room.area)) if room.area else Decimal(16 + n % 5 * 4)
    whole = room.kind == "apartment" or n % 3 != 0
    rent = Decimal(round((320 + float(size) * (11 + n % 4)) / 10) * 10)
    return Terms(
        rent if n % 12 != 11 else None,
        size,
        bedrooms=1 if size < 45 else 2,
        halls=0 if size < 30 else 1,
        baths=1,
        whole=whole,
        space="" if whole else "主卧",
        available=today + timedelta(days=7 * (n % 4)) if n % 4 else None,
        payment=PAYMENTS[n % len(PAYMENTS)],
        title=TITLES[n % len(TITLES)],
    )


def _list(base: BaseData, at: datetime) -> None:
    """The agency's list, applied by the street, its doubtful rows waiting."""
    account = base.staff["street02"]
    actor = actor_of(account, at=at, channel="web")
    sender = register.Sender(f"user:{account.user_id}", "file", "安居房产", region=f"{TOWN}000")
    with acting(actor):
        if any(i.file_name == AGENCY for i in register.imports()):
            return
        found = register.receive(
            LIST.encode(), AGENCY, form=FORM, sender=sender, actor=actor, at=at
        )
        register.apply_import(found.id, actor=actor, at=at + timedelta(minutes=1))


def _enquiry(town: Town, listing: int, at: datetime) -> None:
    """A resident asks the demo's landlord and proposes a time."""
    number = town.staff.filter(pl.col("role") == "resident")["party"][0].removeprefix("person:")
    phone = town.people.filter(pl.col("doc_number") == number)["phone"][0]
    if phone is None:
        return
    with acting(FOUNDER):
        user = access.public_user(phone=phone, at=at)
    seeker = Account(user.id, user.display_name, phone=phone)
    actor = actor_of(seeker, at=at, channel="web")
    with acting(actor):
        thread = listings.enquire(
            listing,
            "您好，这间还在吗？周六上午能看房吗？",
            key="demo",
            link=lambda token: f"/vacancies/answer/{token}/",
            actor=actor,
            at=at,
        )
        listings.propose_viewing(
            thread, at + timedelta(days=3), actor=actor, at=at + timedelta(minutes=1)
        )
