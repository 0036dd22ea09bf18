"""A small street with people in it, entered by the one intake, and the standing people of the tests.

`declared` says something; `Street.built()` makes two communities of one street and one of another, with a landlord's
building, an employer with its dormitory, and a family. Everything needs the division tables and a
transaction (the `db` fixture).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.domains.register.api import Receipt, Sender
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation.actor import Actor, Grant, system
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from tests.factories.people import Somebody, somebody

PLATFORM = system("tests")
STREET, OTHER_STREET = "430181124", "430181100"
HERE, NEXT_DOOR, ELSEWHERE = "430181124205", "430181124007", "430181100001"
"""Two communities of 洞阳镇, and one of another street of the same city."""
COUNTER = Sender("user:0", "counter", "洞阳镇窗口", region=STREET)
MAY = frozenset({"declare", "person.see", "home.see"})
"""What who speaks for a place may do."""
_turn = itertools.count()


def declared(
    items: Sequence[Mapping[str, object]],
    *,
    sender: Sender = COUNTER,
    actor: Actor = PLATFORM,
    at: datetime | None = None,
    **options: object,
) -> Receipt:
    """Say these things at intake, as `actor`, with keys of their own."""
    turn = next(_turn)
    frame = pl.DataFrame(
        [{"key": f"{turn}.{n}", "row": n + 1, **i} for n, i in enumerate(items)],
        schema_overrides={
            c: t for c, t in register.ITEM_SCHEMA.items() if any(c in i for i in items)
        },
        infer_schema_length=None,
    )
    with acting(actor):
        return register.declare(
            frame, sender=sender, actor=actor, at=at or now(), batch_key=f"test.{turn}", **options
        )


def roomy() -> None:
    """Make every home hold fifty people: for tests that are about other things than how many a room holds."""
    with acting(PLATFORM), as_intake_role():
        run("UPDATE places_home SET capacity = 50")


def moved_in(
    who: Somebody,
    home: HomeView,
    start: date | None = None,
    *,
    sender: Sender = COUNTER,
    at: datetime | None = None,
    **more: object,
) -> int:
    """Enter a person into a home; the person's id."""
    outcome = declared(
        [
            {
                **who.item,
                "kind": "arrive",
                "home_code": home.code,
                "region": home.region,
                "start": start or local_date(at or now()),
                **more,
            }
        ],
        sender=sender,
        at=at,
    ).outcomes[0]
    assert outcome.status in ("applied", "unchanged"), outcome
    return outcome.person_id


def family(head: int, *members: tuple[int, str], since: date) -> None:
    """Make these (person, relation to the head) one household; children get the head as guardian."""
    with acting(PLATFORM), as_intake_role():
        people.form_household(head, members, since=since, at=now())
        visibility_scope.recompute([head, *(m for m, _ in members)])


def building(
    region: str,
    address: str,
    rooms: Sequence[str],
    *,
    party: str = "",
    kind: str = "rental",
    capacity: int = 2,
    name: str = "",
    at: datetime | None = None,
) -> list[HomeView]:
    """A building with these rooms, as the register knows it."""
    at, dwelling = at or now(), "05" if kind == "dormitory" else "02"
    with acting(PLATFORM):
        (made,) = places.add_buildings(
            pl.DataFrame(
                [
                    {
                        "region": region,
                        "address": address,
                        "name": name,
                        "party": party,
                        "kind": kind,
                        "use": "01",
                        "floors": max(places.floor_of(r) for r in rooms),
                    }
                ]
            ),
            at=at,
        )
        ids = places.add_homes(
            pl.DataFrame(
                [
                    {
                        "building_id": made,
                        "unit": "",
                        "room": r,
                        "floor": None,
                        "capacity": capacity,
                        "dwelling": dwelling,
                        "area": None,
                    }
                    for r in rooms
                ],
                schema={
                    "building_id": pl.Int64,
                    "unit": pl.Utf8,
                    "room": pl.Utf8,
                    "floor": pl.Int64,
                    "capacity": pl.Int64,
                    "dwelling": pl.Utf8,
                    "area": pl.Float64,
                },
            ),
            at=at,
        )
        homes = places.homes(ids)
    return [homes[i] for i in ids]


@dataclass(frozen=True, slots=True)
class Street:
    """洞阳镇 in small, on one day. `resident` lives in `rooms[0]` with `child`; `worker` in the dormitory of `firm`;
    `stranger` lives in another street."""

    at: datetime
    holder: str
    rooms: list[HomeView]
    dormitory: list[HomeView]
    far: list[HomeView]
    firm: EmployerView
    resident: int
    child: int
    worker: int
    stranger: int

    @property
    def today(self) -> date:
        """The day of the street."""
        return local_date(self.at)

    @classmethod
    def built(cls, *, at: datetime | None = None) -> Street:
        """Enter it all."""
        at = at or now()
        day = local_date(at)
        with acting(PLATFORM):
            holder = f"holder:{places.add_holder(name='周房东', kind='person', phone='13700000001', at=at)}"
            firm = employers.add_employer(
                actor=PLATFORM,
                name="浏阳星火电子有限公司",
                region=HERE,
                address="纬二路36号",
                at=at,
            )
        rooms = building(
            HERE, "新屋路12号", ["101", "102", "201", "202", "301", "302"], party=holder, at=at
        )
        beds = building(
            NEXT_DOOR,
            "纬二路36号",
            ["101", "102"],
            party=firm.party,
            kind="dormitory",
            capacity=8,
            name="1栋",
            at=at,
        )
        far = building(ELSEWHERE, "北正路8号", ["101"], at=at)
        sender = Sender(holder, "landlord", "周房东", party=holder, region=HERE)
        resident = moved_in(
            RESIDENT, rooms[0], day - timedelta(days=200), sender=sender, at=at, reason="10"
        )
        child = moved_in(
            CHILD,
            rooms[0],
            day - timedelta(days=20),
            sender=sender,
            at=at,
            reason="40",
            head=RESIDENT.doc_number,
            relation="30",
        )
        family(resident, (child, "30"), since=day - timedelta(days=20))
        worker = (
            declared(
                [
                    {
                        **WORKER.item,
                        "kind": "hire",
                        "employer_code": firm.code,
                        "position": "装配",
                        "start": day - timedelta(days=40),
                        "building": "1栋",
                        "room": "101",
                    }
                ],
                sender=Sender(
                    firm.party,
                    "employer",
                    firm.name,
                    party=firm.party,
                    employer_id=firm.id,
                    region=NEXT_DOOR,
                ),
                at=at,
            )
            .outcomes[0]
            .person_id
        )
        stranger = moved_in(
            STRANGER,
            far[0],
            day - timedelta(days=9),
            at=at,
            sender=Sender("user:0", "counter", "外街窗口", region=OTHER_STREET),
        )
        return cls(at, holder, rooms, beds, far, firm, resident, child, worker, stranger)


RESIDENT = somebody("单文静", 1, area="510823", born=date(1991, 4, 12), phone="13900001234")
CHILD = somebody("单小禾", 2, area="510823", born=date(2017, 9, 3), phone="")
WORKER = somebody("欧阳志强", 3, area="431102", born=date(1998, 11, 30), phone="13800005678")
STRANGER = somebody("仇远", 4, area="650106", born=date(1985, 1, 9), phone="13600009999")


def clerk(user: int, region: str) -> tuple[Sender, Actor]:
    """A clerk at a counter, who may declare and see in this region."""
    actor = Actor(
        "staff",
        user,
        f"窗口{user}",
        (Grant("street", MAY, region=region),),
        channel="web",
        purpose="register",
        request_id=f"r{user}",
    )
    return Sender(f"user:{user}", "counter", actor.label, region=region), actor


def what_was_kept(keys: list[str]) -> list[tuple[object, ...]]:
    """What the forms of these keys left behind, without the numbers that any second try would change."""
    with as_intake_role():
        return rows(
            """SELECT b.key, b.source, b.party, b.by_user, b.region, d.key, d.source, d.status, d.reason, d.region,
                d.party, p.name, s.home_id, s.period, s.channel, s.party, q.kind, q.region, q.party,
                array(SELECT scope FROM people_scope c WHERE c.person_id = p.id ORDER BY 1),
                array(SELECT concat_ws('/', f.region, f.slot, f.name, f.pinyin) FROM people_finding f
                      WHERE f.person_id = p.id ORDER BY f.region, f.slot)
            FROM register_batch b JOIN register_declaration d ON d.batch_id = b.id
            LEFT JOIN people_person p ON p.id = d.person_id
            LEFT JOIN register_stay s ON s.declaration_id = d.id AND s.superseded_at IS NULL
            LEFT JOIN register_review q ON q.declaration_id = d.id
            WHERE b.key = ANY(%s) ORDER BY b.key, d.key, s.period, q.kind, q.region""",
            [keys],
        )
