"""The second city enters its register: staff, a house, the people who live there; and the accounts that act in both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import polars as pl

from anju.demo.load.base_data import FOUNDER, Account, staff_account, unless_there
from anju.demo.load.sign_ins import SignIn, staff_sign_ins
from anju.demo.second_city.moves import Arrivals, declare_arrivals
from anju.demo.second_city.people import DAYS_LIVED, SECOND, Mover, Town, movers, residents
from anju.domains.access import api as access
from anju.domains.places import api as places
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

Accounts = Mapping[str, Account]
USED = ("counter01", "city", "district")
"""Accounts of the demo town that act in the exchange."""
_STAFF = (
    ("counter01", "counter", SECOND.street, "便民服务窗口 蒲若溪"),
    ("street01", "street", SECOND.street, "镇政府业务员 苟清远"),
    ("district", "district", SECOND.code, "县民政专干 昝思齐"),
    ("city", "city", SECOND.code[:4], "市级业务主管 敬云帆"),
    ("police", "police", SECOND.street, "派出所户籍民警 母文博"),
    ("sysadmin", "sysadmin", "", "系统管理员"),
    ("secadmin", "secadmin", "", "安全管理员"),
    ("auditor", "auditor", "", "审计管理员"),
)


def city(*, at: datetime) -> Accounts:
    """Enter the second city into an empty register. Again, it changes nothing."""
    since = at - timedelta(days=DAYS_LIVED)
    with acting(FOUNDER):
        accounts = {user: _account(user, *rest, at=since) for user, *rest in _STAFF}
    live_there(SECOND, accounts, at=at)
    return accounts


def live_there(town: Town, accounts: Accounts, *, at: datetime) -> int:
    """Enter who lives in a town before anybody moves; how many. The demo town has its own people besides."""
    since = at - timedelta(days=DAYS_LIVED)
    movers_on_file = [Mover(m.name, m.doc_number, m.name) for m in movers(town) if m.known]
    living = [*residents(), *movers_on_file] if town is SECOND else movers_on_file
    what = Arrivals(f"living-{town.code}", town, living, local_date(since))
    return declare_arrivals(
        what, homes(town, at=since), accounts["counter01"], at=since + timedelta(hours=1)
    )


def sign_ins(accounts: Accounts, *, at: datetime) -> list[SignIn]:
    """Who may sign in to the second city; earlier passwords of theirs end."""
    with acting(FOUNDER):
        return staff_sign_ins(accounts, at)


def first_accounts() -> Accounts:
    """The accounts of the demo town that act in the exchange."""
    with acting(FOUNDER):
        found = {u: access.users(FOUNDER, q=u).users for u in USED}
        users = {u: next(v for v in some if v.username == u) for u, some in found.items()}
        return {name: Account(user.id, user.display_name) for name, user in users.items()}


def homes(town: Town, *, at: datetime) -> tuple[str, ...]:
    """The rooms of the house in which the movers live: their codes. Made when they are not there."""
    with acting(FOUNDER):
        (building,) = places.add_buildings(
            pl.DataFrame(
                {
                    "region": [town.community],
                    "address": [town.address],
                    "name": [""],
                    "party": [""],
                    "kind": ["rental"],
                    "use": ["01"],
                    "floors": [5],
                }
            ),
            at=at,
        )
        rooms = [f"{floor}{n:02d}" for floor in range(1, 6) for n in range(1, 5)]
        made = places.add_homes(
            pl.DataFrame(
                {
                    "building_id": [building] * len(rooms),
                    "unit": [""] * len(rooms),
                    "room": rooms,
                    "floor": [int(r[0]) for r in rooms],
                    "capacity": [4] * len(rooms),
                    "dwelling": ["02"] * len(rooms),
                    "area": [60.0] * len(rooms),
                }
            ),
            at=at,
        )
        known = places.homes(made)
        return tuple(known[home].code for home in made)


def _account(username: str, role: str, region: str, label: str, *, at: datetime) -> Account:
    user = staff_account(username, label, at)
    with unless_there():
        access.grant(
            FOUNDER, user_id=user.id, role=role, region=region, party=None, at=at, reason="演示县"
        )
    return Account(user.id, user.display_name)
