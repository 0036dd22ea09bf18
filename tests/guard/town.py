"""An invented town for the tests of visibility: lives are drawn first and declared at intake afterwards.

What the drawing remembers (`Life`) is the truth of the naive oracle; it never asks the register.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import polars as pl

from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation.actor import system
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.documents import check_character

AT = datetime(2026, 11, 1, 4, tzinfo=UTC)
FIRST = date(2020, 1, 1)
PLATFORM = system("guard")
COMMUNITIES = (
    "430181001001",
    "430181002001",
    "430181124007",
    "430181124205",
    "430181124205003",
    "430102001001",
    "440306017001",
)
CLERKS = {
    "430181001": 9001,
    "430181002": 9002,
    "430181124": 9003,
    "430102001": 9004,
    "440306017": 9005,
}
RESIDENT = 9101
FAMILIES, GIVEN = "赵钱孙李周吴郑王单仇", "安宁平和康泰明远清朗"


@dataclass
class Period:
    """A stay, a job or an absence: where, with which party, from when until when."""

    region: str
    party: str
    start: date
    end: date | None = None
    home: int = -1
    employer: int = -1


@dataclass
class Life:
    """One invented person and all that was declared of them."""

    name: str
    number: str
    phone: str
    born: date
    stays: list[Period] = field(default_factory=list)
    jobs: list[Period] = field(default_factory=list)
    absences: list[Period] = field(default_factory=list)
    guardians: list[int] = field(default_factory=list)
    head: int = -1
    id: int = 0

    @property
    def regions(self) -> set[str]:
        return {p.region for p in (*self.stays, *self.jobs, *self.absences)}

    @property
    def parties(self) -> set[str]:
        return {p.party for p in (*self.stays, *self.jobs) if p.end is None and p.party}


@dataclass
class Said:
    """One declaration that was sent."""

    key: str
    source: str
    region: str
    party: str
    life: int
    waiting: bool = False


@dataclass
class Town:
    """Everything drawn."""

    lives: list[Life]
    homes: list[places.HomeView]
    parties: list[str]
    employers: list[employers.EmployerView]
    said: list[Said] = field(default_factory=list)
    batches: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def person(self, person_id: int) -> Life:
        return self.by_id[person_id]

    @property
    def by_id(self) -> dict[int, Life]:
        return {life.id: life for life in self.lives}


def build(seed: int, size: int) -> Town:
    """Draw `size` lives and declare them; commits with the caller's transaction."""
    chance = random.Random(seed)
    with acting(PLATFORM):
        town = _places(chance)
        town.lives = [_life(chance, i, town) for i in range(size)]
        _families(chance, town)
        _declare(chance, town)
        _tie(town)
    return town


def _places(chance: random.Random) -> Town:
    holders = [
        f"holder:{places.add_holder(name=f'房东{i}', kind='person', phone=f'154{i:08d}', at=AT)}"
        for i in range(4)
    ]
    with_firms = [
        employers.add_employer(
            actor=PLATFORM, name=f"厂{i}", region=r, at=AT, address=f"工业路{i + 1}号"
        )
        for i, r in enumerate(("430181124205", "430181001001", "440306017001"))
    ]
    parties = holders + [e.party for e in with_firms]
    houses = [(r, p) for r in COMMUNITIES for p in ("", *chance.sample(parties, 3))]
    ids = places.add_buildings(
        pl.DataFrame(
            {
                "region": [h[0] for h in houses],
                "address": [f"安居路{i + 1}号" for i in range(len(houses))],
                "name": ["1栋"] * len(houses),
                "party": [h[1] for h in houses],
                "kind": ["rental"] * len(houses),
                "use": ["01"] * len(houses),
                "floors": [3] * len(houses),
            }
        ),
        at=AT,
    )
    rooms = [(b, f"{f}0{n}") for b in ids for f in (1, 2) for n in (1, 2)]
    made = places.add_homes(
        pl.DataFrame(
            {
                "building_id": [r[0] for r in rooms],
                "unit": [""] * len(rooms),
                "room": [r[1] for r in rooms],
                "floor": [None] * len(rooms),
                "capacity": [4] * len(rooms),
                "dwelling": ["02"] * len(rooms),
                "area": [None] * len(rooms),
            },
            schema_overrides={"floor": pl.Int64, "area": pl.Float64},
        ),
        at=AT,
    )
    views = places.homes(made)
    return Town([], [views[h] for h in made], parties, with_firms)


def _life(chance: random.Random, index: int, town: Town) -> Life:
    born = date(1950, 1, 1) + timedelta(days=index * 61 % 20000)
    body = f"430181{born:%Y%m%d}{996 + index % 4}"
    life = Life(
        chance.choice(FAMILIES) + chance.choice(GIVEN) + chance.choice(GIVEN),
        body + check_character(body),
        f"15477{index:06d}",
        born,
    )
    day = FIRST + timedelta(days=chance.randrange(600))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        home = chance.randrange(len(town.homes))
        if life.stays and life.stays[-1].home == home:
            continue
        if life.stays:
            life.stays[-1].end = day
        life.stays.append(Period(town.homes[home].region, town.homes[home].party, day, home=home))
        day += timedelta(days=chance.randrange(30, 400))
    if life.stays and chance.random() < 0.3:
        life.stays[-1].end = day
    if chance.random() < 0.5 or not life.stays:
        firm = chance.randrange(len(town.employers))
        there = town.employers[firm]
        life.jobs.append(
            Period(
                there.region,
                there.party,
                FIRST,
                employer=firm,
                end=FIRST + timedelta(days=900) if chance.random() < 0.3 else None,
            )
        )
    if chance.random() < 0.1:
        life.absences.append(Period(chance.choice(COMMUNITIES), "", FIRST))
    return life


def _families(chance: random.Random, town: Town) -> None:
    """Every tenth life is entrusted to another, every tenth lives in somebody's household."""
    for index in range(0, len(town.lives), 10):
        town.lives[index].guardians.append(index + 1)
        town.lives[index + 2].head = index + 1


def _declare(chance: random.Random, town: Town) -> None:
    """Each event of each life, oldest first, by one of those who might have said it."""
    rounds: dict[tuple[int, str, str], list[dict[str, object]]] = {}
    for index, life in enumerate(town.lives):
        for turn, (item, period) in enumerate(_events(life, town)):
            sender = _sender(chance, period, item["kind"])
            key = f"{index}:{turn}"
            rounds.setdefault((turn, *sender), []).append(
                {
                    **item,
                    "key": key,
                    "row": index,
                    "name": life.name,
                    "doc_number": life.number,
                    "phone": life.phone,
                }
            )
            own = period.region if item["kind"] != "outflow" and period.home >= 0 else ""
            where = own or str(item.get("region", "")) or _place(sender)
            town.said.append(Said(key, sender[0], where, period.party if own else sender[1], index))
    for (turn, source, party), items in sorted(rounds.items()):
        _send(town, items, source, party, f"r{turn}")
    asking = [i for i, life in enumerate(town.lives) if life.stays][:20]
    for index in asking:
        _ask(town, index)


def _place(sender: tuple[str, str]) -> str:
    return next((r for r, user in CLERKS.items() if sender[0] == f"user:{user}"), "")


def _events(life: Life, town: Town) -> list[tuple[dict[str, object], Period]]:
    out: list[tuple[dict[str, object], Period]] = []
    for stay in life.stays:
        out.append(
            ({"kind": "arrive", "home_code": town.homes[stay.home].code, "start": stay.start}, stay)
        )
    if life.stays and life.stays[-1].end:
        last = life.stays[-1]
        out.append(
            ({"kind": "leave", "home_code": town.homes[last.home].code, "end": last.end}, last)
        )
    for job in life.jobs:
        code = town.employers[job.employer].code
        out.append(({"kind": "hire", "employer_code": code, "start": job.start}, job))
        if job.end:
            out.append(({"kind": "dismiss", "employer_code": code, "end": job.end}, job))
    for away in life.absences:
        out.append(
            (
                {
                    "kind": "outflow",
                    "region": away.region,
                    "start": away.start,
                    "destination": "上海市",
                },
                away,
            )
        )
    return out


def _sender(chance: random.Random, period: Period, kind: object) -> tuple[str, str]:
    """(source, party): the clerk of the street, the landlord of the home, or the employer."""
    if period.employer >= 0 and chance.random() < 0.7:
        return period.party, period.party
    if period.home >= 0 and period.party.startswith("holder:") and chance.random() < 0.5:
        return period.party, period.party
    return f"user:{CLERKS[period.region[:9]]}", ""


def _send(town: Town, items: list[dict[str, object]], source: str, party: str, key: str) -> None:
    employer = int(party.split(":")[1]) if party.startswith("employer:") else None
    sender = register.Sender(
        source,
        "counter" if not party else party.split(":")[0],
        source,
        party,
        employer,
        _place((source, party)),
    )
    frame = pl.DataFrame(items, infer_schema_length=None)
    receipt = register.declare(frame, sender=sender, actor=PLATFORM, at=AT, batch_key=key)
    assert {o.status for o in receipt.outcomes} <= {"applied"}, [
        o for o in receipt.outcomes if o.status != "applied"
    ]
    town.batches[receipt.batch_id] = (source, sender.region, party)
    for outcome in receipt.outcomes:
        town.lives[outcome.row].id = outcome.person_id or 0


def _ask(town: Town, index: int) -> None:
    """A resident's own statement, which waits for the landlord or staff."""
    life, home = town.lives[index], town.homes[index % len(town.homes)]
    source = f"user:{RESIDENT + index % 3}"
    receipt = register.declare(
        pl.DataFrame(
            [
                {
                    "kind": "arrive",
                    "key": f"own:{index}",
                    "name": life.name,
                    "doc_number": life.number,
                    "home_code": home.code,
                    "start": date(2026, 10, 30),
                }
            ]
        ),
        sender=register.Sender(source, "resident", "own"),
        actor=PLATFORM,
        at=AT,
        batch_key=f"own:{index}",
    )
    assert receipt.outcomes[0].status == "waiting"
    town.batches[receipt.batch_id] = (source, "", "")
    town.said.append(Said(f"own:{index}", source, home.region, home.party, -1, waiting=True))


def _tie(town: Town) -> None:
    with as_intake_role():
        for life in town.lives:
            for guardian in life.guardians:
                people.entrust(life.id, town.lives[guardian].id, relation="50", since=FIRST)
            if life.head >= 0:
                people.form_household(
                    town.lives[life.head].id, [(life.id, "10")], since=FIRST, at=AT
                )
        visibility_scope.recompute([life.id for life in town.lives])
