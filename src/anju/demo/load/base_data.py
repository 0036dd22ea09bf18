"""What stands before anybody declares: grids, employers, landlords, buildings, rooms, accounts.

Repeating any of it finds what is there already, so that an interrupted set-up goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from anju.demo import numbers
from anju.demo.declarations import DWELLING
from anju.demo.town import Town
from anju.demo.workplaces import PLANT
from anju.domains.access import api as access
from anju.domains.employers import api as employers
from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor, system
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound

FOUNDER = system("演示镇生成器 demo town", channel="demo")
EMPLOYER_PHONES = 95_000_000
"""Where the phones of employers' personnel offices begin in the numbering of invented phones."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account, and the party it speaks for."""

    user_id: int
    label: str
    party: str = ""
    phone: str = ""


@dataclass(slots=True)
class BaseData:
    """From the town's own keys to what the register gave out."""

    since: datetime
    rooms: dict[str, str] = field(default_factory=dict)
    """Room key → code of the home."""
    staff: dict[str, Account] = field(default_factory=dict)
    holders: dict[str, Account] = field(default_factory=dict)
    employers: dict[str, Account] = field(default_factory=dict)

    @property
    def plant(self) -> int:
        """The plant's id."""
        return int(self.employers[PLANT].party.removeprefix("employer:"))


def prepare(town: Town, *, since: datetime) -> BaseData:
    """Make everything, inside the caller's transaction. `since`: before the first declaration."""
    base = BaseData(since)
    _grids(town, since)
    _employers(town, base)
    _landlords(town, base)
    _rooms(town, base)
    _staff(town, base)
    return base


@contextmanager
def unless_there() -> Iterator[None]:
    """What exists already is no mistake."""
    with suppress(Conflict):
        yield


def _grids(town: Town, since: datetime) -> None:
    for code, community, name in town.grids.select("code", "community", "name").iter_rows():
        with unless_there():
            regions.add_grid(
                actor=FOUNDER,
                community=community,
                number=int(code[12:]),
                name=name,
                day=local_date(since),
            )


def _employers(town: Town, base: BaseData) -> None:
    phones = numbers.phones(
        pl.int_range(EMPLOYER_PHONES, EMPLOYER_PHONES + town.employers.height, eager=True),
        town.seed,
    )
    columns = town.employers.select("key", "name", "uscc", "industry", "address", "community")
    for (key, name, uscc, industry, address, community), phone in zip(
        columns.iter_rows(), phones, strict=True
    ):
        employer = employers.by_code(uscc) or employers.add_employer(
            actor=FOUNDER,
            name=name,
            region=community,
            address=address,
            uscc=uscc,
            industry=industry,
            code=key,
            at=base.since,
        )
        user = _public(phone, f"{name}人事", base.since)
        _give(user, "employer", base.since, party=employer.party)
        base.employers[key] = Account(user.id, name, employer.party, phone)


def _landlords(town: Town, base: BaseData) -> None:
    let = town.buildings.filter(pl.col("kind") != "dormitory")["holder"].unique()
    holders = town.holders.filter(pl.col("key").is_in(let.implode()))
    for key, name, kind, phone in holders.select("key", "name", "kind", "phone").iter_rows():
        user = _public(phone, name, base.since)
        held = [
            g.party
            for g in access.user_value(FOUNDER, user_id=user.id).grants
            if g.role == "landlord"
        ]
        party = held[0] if held else None
        if party is None:
            number = places.add_holder(
                name=name,
                kind="person" if kind == "person" else "company",
                phone=phone,
                at=base.since,
            )
            party = f"holder:{number}"
            _give(user, "landlord", base.since, party=party)
        base.holders[key] = Account(user.id, name, party, phone)


def _rooms(town: Town, base: BaseData) -> None:
    parties = {
        **{k: a.party for k, a in base.holders.items()},
        "M0001": base.employers[PLANT].party,
    }
    dormitory = pl.col("kind") == "dormitory"
    buildings = town.buildings.select(
        "key",
        "kind",
        "floors",
        region="grid",
        use=pl.lit("01"),
        party=pl.col("holder").replace_strict(parties),
        # A dormitory block has a name of its own; a house is called by its door plate, which ends the address.
        address=pl.when(dormitory)
        .then(pl.col("address").str.strip_suffix(pl.col("name")))
        .otherwise("address"),
        name=pl.when(dormitory).then("name").otherwise(pl.lit("")),
    )
    ids = places.add_buildings(buildings, at=base.since)
    known = buildings.select("key", "kind").with_columns(building_id=pl.Series(ids, dtype=pl.Int64))
    rooms = town.rooms.join(known, left_on="building", right_on="key", maintain_order="left")
    homes = places.add_homes(
        rooms.select(
            "building_id",
            "unit",
            "floor",
            "capacity",
            "area",
            room="number",
            dwelling=pl.col("kind").replace_strict(DWELLING),
        ),
        at=base.since,
    )
    codes = places.homes(homes)
    base.rooms = {
        key: codes[home].code for key, home in zip(rooms["key"].to_list(), homes, strict=True)
    }


def _staff(town: Town, base: BaseData) -> None:
    staff = town.staff.filter(pl.col("region").is_not_null())
    for username, role, region, name, title in staff.select(
        "username", "role", "region", "name", "title"
    ).iter_rows():
        user = staff_account(username, f"{title} {name}", base.since)
        _give(user, role, base.since, region=region)
        base.staff[username] = Account(user.id, user.display_name)


def staff_account(
    username: str, label: str, at: datetime, *, kind: str = "staff"
) -> access.UserValue:
    """The account of this username, made when it is not there."""
    try:
        return access.create_user(FOUNDER, kind=kind, username=username, display_name=label, at=at)
    except Conflict:
        return next(u for u in access.users(FOUNDER, q=username).users if u.username == username)


def _public(phone: str, label: str, at: datetime) -> access.UserValue:
    try:
        return access.user_by_phone(FOUNDER, phone=phone)
    except NotFound:
        return access.create_user(FOUNDER, kind="public", phone=phone, display_name=label, at=at)


def _give(
    user: access.UserValue,
    role: str,
    at: datetime,
    *,
    region: str | None = None,
    party: str | None = None,
) -> None:
    with unless_there():
        access.grant(
            FOUNDER, user_id=user.id, role=role, region=region, party=party, at=at, reason="演示镇"
        )


def actor_of(account: Account, *, at: datetime, channel: str) -> Actor:
    """The account's actor at that moment."""
    return access.actor_for(account.user_id, at=at, channel=channel)
