"""A rescue station with beds, and who works there, who manages it, who must see nothing."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Departure, Facts, Intake, Station, Ward, Way
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.register import STREET

DISTRICT = STREET[:6]
WORKER = frozenset({"rescue.see", "rescue.work"})
HEAD = WORKER | {"rescue.lead"}
OFFICE = frozenset({"person.see", "case.see", "rescue.manage"})
_keys = itertools.count()


def key() -> str:
    return f"r{next(_keys)}"


def worker(region: str = DISTRICT, user: int = 71) -> Actor:
    grant = Grant("rescue", WORKER, region=region, purposes=frozenset({"rescue"}))
    return Actor("staff", user, f"值班{user}", (grant,), purpose="rescue")


def head(region: str = DISTRICT, user: int = 72) -> Actor:
    grant = Grant("rescue_head", HEAD, region=region, purposes=frozenset({"rescue"}))
    return Actor("staff", user, "站长", (grant,), purpose="rescue")


def office(region: str = DISTRICT, user: int = 73) -> Actor:
    return Actor("staff", user, "民政", (Grant("district", OFFICE, region=region),))


@dataclass(frozen=True)
class Shelter:
    station: Station
    at: datetime

    @classmethod
    def built(cls) -> Shelter:
        at = now()
        with acting(office()):
            station = rescue.open_station(
                DISTRICT, "浏阳市救助管理站", address="城东路1号", actor=office(), at=at
            )
            for ward, room, n in (
                (Ward.MEN, "101", 6),
                (Ward.WOMEN, "201", 4),
                (Ward.BOYS, "301", 2),
                (Ward.GIRLS, "302", 2),
            ):
                rescue.add_beds(station.id, ward, room, n, actor=office(), at=at)
        return cls(station, at)

    def bed(self, ward: Ward) -> int:
        """A free bed of the ward."""
        with acting(worker()):
            found = rescue.beds(self.station.id)
        return next(b.id for b in found if b.ward is ward and not b.taken_by and not b.closed)

    def admitted(
        self,
        *,
        sex: str = "1",
        age: int | None = 40,
        at: datetime | None = None,
        actor: Actor | None = None,
        request: str = "",
        name: str = "",
        **more: object,
    ) -> int:
        actor = actor or worker()
        facts = more.pop("facts", Facts(name=name))
        with acting(actor):
            return rescue.admit(
                self.station.id,
                Intake(sex, age, facts=facts, **more),
                key=request or key(),
                actor=actor,
                at=at or self.at,
            )

    def seen(
        self, stay: int, actor: Actor | None = None, at: datetime | None = None
    ) -> rescue.StayRecord:
        actor = actor or worker()
        with acting(actor):
            return rescue.stay(stay, actor=actor, at=at or self.at)

    def did(self, act, stay: int, *args: object, actor=None, at=None, **more: object) -> None:
        actor = actor or worker()
        with acting(actor):
            act(
                stay,
                *args,
                key=more.pop("request", "") or key(),
                actor=actor,
                at=at or self.at,
                **more,
            )

    def leaves(self, stay: int, way: Way, actor=None, at=None, **more: object) -> None:
        self.did(rescue.leave, stay, Departure(way, **more), actor=actor, at=at)
