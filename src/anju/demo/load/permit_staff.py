"""Who plays which part in the town's residence permits (drawn from its people, none of them twice), and the hours at
which the staff work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import polars as pl
from django.conf import settings

from anju.demo.chance import Chance
from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.demo.town import Town
from anju.demo.workplaces import PLANT
from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting
from anju.foundation.keystore import api as keystore
from anju.foundation.keystore.api import Action, Algorithm, Kind

CITY = TOWN[:4]


@dataclass(frozen=True, slots=True)
class PermitStaff:
    """Those who work on permits, as they are on `today` at `at`."""

    ground: BaseData
    today: date
    at: datetime
    signed_in: dict[str, Actor] = field(default_factory=dict)

    def staff(self, username: str) -> Actor:
        """A clerk signed in at the office."""
        if username not in self.signed_in:
            self.signed_in[username] = actor_of(
                self.ground.staff[username], at=self.at, channel="web"
            )
        return self.signed_in[username]

    def employer_actor(self, key: str) -> Actor:
        """An employer's personnel office."""
        return actor_of(self.ground.employers[key], at=self.at, channel="web")

    def moment(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """That hour in China so many days before today."""
        return datetime.combine(self.today - timedelta(days=ago), time(hour, minute % 60), CHINA)

    def holder(self, role: Role, person: int) -> Actor:
        """The person on the own phone, with an account that the landlord's invitation linked to the record."""
        at = self.moment(role.ago + 12, 20)
        user = access.public_user(phone=role.phone, at=at)
        access.link_to_person(FOUNDER, user_id=user.id, person_id=person, how="invitation", at=at)
        return access.actor_for(user.id, at=self.at, channel="web")


def known(roles: list[Role]) -> dict[str, int]:
    """Number → person of those who play a part."""
    with acting(FOUNDER):
        return people.by_citizen_numbers([r.doc_number for r in roles])


def ceremony(staff: PermitStaff, *, at: datetime) -> None:
    """The city's issuing key: the system administrator makes it and asks, the security administrator approves. A key
    that is active already stays."""
    first, second = staff.staff("sysadmin"), staff.staff("secadmin")
    with acting(first):
        if any(k.region == CITY and k.activated_at is not None for k, _ in keystore.public_keys()):
            return
        key = keystore.make(
            kind=Kind.SIGN,
            algorithm=Algorithm(settings.PERMIT_ALGORITHM),
            region=CITY,
            actor=first,
            at=at,
        )
        asked = keystore.ask(
            key.id, action=Action.ACTIVATE, reason="演示镇首次密钥仪式", actor=first, at=at
        )
        with acting(second):
            keystore.decide(asked, approve=True, actor=second, at=at)


WHOLE = 2_500
"""People from which on every part is played as often as `PARTS` says; fewer people play fewer."""
HALF_A_YEAR = 200
"""Days somebody has lived here before an application, at least."""
GROWN = 18 * 366


@dataclass(frozen=True, slots=True)
class Part:
    """What happens to `count` people: `ago`, the days before today of its first day, first to last."""

    name: str
    count: int
    ago: tuple[int, int]


PARTS = (
    # The three groups of cards in making are the first: each batch gathers the cards that wait until then.
    Part("exported", 8, (5, 8)),
    Part("batched", 6, (3, 4)),
    Part("waiting_card", 6, (1, 2)),
    Part("suspended", 8, (368, 420)),
    Part("endorsed", 8, (380, 440)),
    Part("due", 12, (340, 362)),
    Part("lost", 4, (60, 300)),
    Part("replacing", 3, (90, 300)),
    Part("cancelled", 6, (70, 300)),
    Part("withdrawn", 2, (120, 200)),
    Part("active", 42, (20, 320)),
    Part("ready", 8, (6, 12)),
    Part("community", 16, (1, 5)),
    Part("street", 12, (3, 8)),
    Part("station", 12, (5, 10)),
    Part("due_soon", 6, (14, 14)),
    Part("refused", 10, (3, 40)),
    Part("taken_back", 3, (4, 30)),
    Part("draft", 12, (1, 12)),
    Part("incomplete", 10, (1, 6)),
    Part("confirming", 6, (1, 2)),
)
"""Permits count from the day of issue, applications from the day they were begun."""


@dataclass(frozen=True, slots=True)
class Role:
    """One person in one part."""

    part: str
    number: int
    doc_number: str
    name: str
    phone: str
    ago: int


def cast(town: Town) -> list[Role]:
    """The parts in the order in which they are entered. A part for which nobody has lived here long
    enough stays open."""
    pool = _pool(town)
    at_plant = town.jobs.filter(
        (pl.col("employer") == PLANT)
        & (pl.col("start") <= town.today)
        & (pl.col("end").is_null() | (pl.col("end") > town.today))
    )["person"]
    share = min(1.0, town.people.filter(pl.col("group").is_in(["home", "dorm"])).height / WHOLE)
    found: dict[str, list[Role]] = {}
    for part in sorted(PARTS, key=lambda p: -p.ago[1]):
        count = max(1, round(part.count * share))
        fit = pool.filter(pl.col("since") >= part.ago[1] + HALF_A_YEAR)
        if part.name == "confirming":
            fit = fit.filter(pl.col("person").is_in(at_plant.implode()))
        chosen = fit.head(count)
        pool = pool.join(chosen, on="person", how="anti", maintain_order="left")
        found[part.name] = [
            Role(part.name, n, number, name, phone, _spread(part, n, count))
            for n, (number, name, phone) in enumerate(
                chosen.select("doc_number", "name", "phone").iter_rows()
            )
        ]
    return [role for part in PARTS for role in found[part.name]]


def _pool(town: Town) -> pl.DataFrame:
    """Grown people from elsewhere with a phone, about whom nothing waits, in a drawn order."""
    waiting = town.declarations.join(town.waiting, on="key", how="semi")["doc_number"]
    named = town.staff.filter(pl.col("role") == "resident")["party"].str.strip_prefix("person:")
    people = town.people.filter(
        pl.col("group").is_in(["home", "dorm"])
        & (pl.col("doc_type") == "111")
        & pl.col("phone").is_not_null()
        & (pl.col("age") >= GROWN)
        & ~pl.col("origin").str.starts_with(TOWN[:4])
        & ~pl.col("doc_number").is_in(waiting.drop_nulls().implode())
        & ~pl.col("doc_number").is_in(named.implode())
    )
    order = Chance(town.seed).within("permits").unit(people["person"], "parts")
    return people.with_columns(order=order).sort("order")


def _spread(part: Part, number: int, count: int) -> int:
    """Evenly between the part's two days."""
    first, last = part.ago
    return first + (last - first) * number // max(1, count - 1)
