"""The rescue station of the demo's district: beds, and people whose stays stand at different points. Entered as in
life, by the worker and the head who can sign in; all names are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import BaseData, actor_of
from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import (
    Departure,
    Facts,
    Intake,
    Mark,
    Station,
    Step,
    Ward,
    Way,
)
from anju.foundation.actor import Actor
from anju.foundation.db.scope import acting

DISTRICT = TOWN[:6]
BEDS = ((Ward.MEN, "101", 8), (Ward.WOMEN, "201", 6), (Ward.BOYS, "301", 3), (Ward.GIRLS, "302", 3))


@dataclass(frozen=True, slots=True)
class _Night:
    """The station and who is on duty; each act has a key, so that again it changes nothing."""

    station: Station
    worker: Actor
    at: datetime

    def take_in(self, key: str, intake: Intake, *, ago: timedelta, ward: Ward | None) -> int:
        """Somebody who came so long ago, with a bed of this ward."""
        with acting(self.worker):
            stay = rescue.admit(
                self.station.id,
                intake,
                key=f"demo-{key}",
                actor=self.worker,
                at=self.at - ago,
            )
            if ward is not None:
                found = rescue.stay(stay, actor=self.worker, at=self.at).line
                if not any(e for e in (found.bed, found.left_at)):
                    free = (b for b in rescue.beds(self.station.id) if b.ward is ward)
                    bed = next(b.id for b in free if b.taken_by is None)
                    rescue.give_bed(stay, bed, **self.common("bed", ago))
        return stay

    def common(self, key: str, ago: timedelta, minutes: int = 5) -> dict[str, Any]:
        at = self.at - ago + timedelta(minutes=minutes)
        return {"key": f"demo-{key}", "actor": self.worker, "at": at}

    def note(self, stay: int, step: Step, text: str, ago: timedelta, minutes: int) -> None:
        with acting(self.worker):
            rescue.note_step(stay, step, text, **self.common(step.value, ago, minutes))


def enter(base: BaseData, *, at: datetime) -> int:
    """Enter them; how many. Again, nothing changes."""
    office, worker, head = (
        actor_of(base.staff[u], at=at, channel="web") for u in ("district", "rescue", "rescuehead")
    )
    with acting(office):
        station = rescue.open_station(
            DISTRICT,
            "园区救助管理站",
            address="城东路 18 号（24 小时开门）",
            phone="0731-00000000",
            actor=office,
            at=at,
        )
    with acting(head):
        if not rescue.beds(station.id):
            for ward, room, n in BEDS:
                rescue.add_beds(station.id, ward, room, n, actor=head, at=at)
    night = _Night(station, worker, at)
    for one in (_nameless, _victim, _boy, _long_there, _went_home, _disabled):
        one(night)
    return 6


def _nameless(night: _Night) -> None:
    """Unidentified, here for more than a day: the notice is late."""
    ago = timedelta(hours=27)
    intake = Intake("1", 60, brought_by="派出所民警护送", needs="说不清姓名和住址；衣服湿了，已换")
    night.take_in("nameless", intake, ago=ago, ward=Ward.MEN)


def _victim(night: _Night) -> None:
    ago = timedelta(hours=20)
    intake = Intake(
        "2",
        24,
        facts=Facts(name="容小满", origin="外省山区，说不准县名"),
        needs="要单独谈话；由女工作人员接待",
        marks=frozenset({Mark.TRAFFICKED}),
    )
    stay = night.take_in("victim", intake, ago=ago, ward=Ward.WOMEN)
    night.note(stay, Step.POLICE, "已向城东派出所报案，民警当晚到站", ago, 30)


def _boy(night: _Night) -> None:
    ago = timedelta(hours=5)
    intake = Intake("1", 12, facts=Facts(name="宿小野"), brought_by="热心市民", needs="还没吃晚饭")
    stay = night.take_in("boy", intake, ago=ago, ward=Ward.BOYS)
    night.note(stay, Step.CARE, "单独房间，值班员陪护", ago, 15)


def _long_there(night: _Night) -> None:
    """Longer there than the term: to be filed by the head."""
    ago = timedelta(days=12)
    facts = Facts(name="阙大川", origin="邻省", kin="弟弟，说好来接，还没到")
    stay = night.take_in("long", Intake("1", 45, facts=facts), ago=ago, ward=Ward.MEN)
    with acting(night.worker):
        rescue.set_kin_wish(stay, True, **night.common("kin_wish", ago, 20))
    night.note(stay, Step.KIN, "弟弟答应三天内来接", ago, 60)


def _went_home(night: _Night) -> None:
    """Left yesterday with a ticket; what was kept was given back before."""
    ago = timedelta(days=2)
    facts = Facts(name="危思远", origin="邻市")
    stay = night.take_in("home", Intake("1", 29, facts=facts), ago=ago, ward=None)
    with acting(night.worker):
        rescue.keep(stay, "双肩包一个，工具一套", place="柜 2", **night.common("keep", ago, 10))
        (thing,) = rescue.stay(stay, actor=night.worker, at=night.at).property
        rescue.give_cash(stay, 15, signed=True, **night.common("cash", ago, 1300))
        rescue.give_back(stay, thing.id, signed_by="危思远", **night.common("back", ago, 1310))
        leaving = Departure(Way.TICKET, words="K 字头火车直达，硬座")
        rescue.leave(stay, leaving, **night.common("leave", ago, 1320))


def _disabled(night: _Night) -> None:
    ago = timedelta(hours=9)
    intake = Intake(
        "1",
        52,
        facts=Facts(name="麻长顺", origin="本省"),
        needs="坐轮椅，床边要留位置",
        marks=frozenset({Mark.DISABLED}),
    )
    stay = night.take_in("disabled", intake, ago=ago, ward=Ward.MEN)
    with acting(night.worker):
        rescue.keep(stay, "手机一部，残疾人证", place="柜 5", **night.common("keep", ago, 8))
