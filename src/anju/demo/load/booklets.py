"""Vaccination clinics of the demo town, their stock, and children with histories: up to date, with an old booklet, with
sources that differ, late. Entered as in life, by the nurse who can sign in; all names are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.demo.divisions import TOWN
from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.domains.health import api as health
from anju.domains.health.api import children, clinics, doses
from anju.domains.health.api.children import NewChild, NewGuardian
from anju.domains.health.api.doses import NewDose, Source
from anju.domains.regions import api as regions
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

STOCK = ("HepB", "IPV", "bOPV", "DTaP", "MMR", "JE-L", "MPSV-A", "MPSV-AC", "HepA-L")
OLD = (("HepB", 0), ("BCG", 0), ("HepB", 31), ("IPV", 62), ("IPV", 92), ("bOPV", 122), ("DTaP", 92))
"""Vaccine and age in days of an ordinary first half year."""
CHILDREN = (
    ("秦小禾", "2", 200, "秦雅", 7, False),
    ("尤知远", "1", 420, "尤敏", 4, True),
    ("许沐阳", "1", 75, "许静", 2, False),
    ("苗念安", "2", 900, "苗芳", 3, False),
    ("苗芳之女", "2", 6, "苗芳", 1, False),
)
"""Name, sex, age in days, mother, how many doses of `OLD` the booklet holds, whether the registry differs by a day."""


@dataclass(frozen=True, slots=True)
class _Office:
    """The clinic and its nurse; each act has a key, so that again it changes nothing."""

    clinic: int
    nurse: Actor
    at: datetime

    def child(self, number: int, name: str, sex: str, born: date, mother: str) -> int:
        guardian = NewGuardian("mother", mother, phone=f"1390000770{number}")
        with acting(self.nurse):
            return children.open_record(
                NewChild(name, born, sex, guardians=(guardian,)),
                self.clinic,
                key=f"demo-child-{number}",
                actor=self.nurse,
                at=self.at,
            ).child_id

    def dose(self, child: int, key: str, vaccine: str, day: date, source: Source) -> None:
        with acting(self.nurse):
            doses.record_dose(
                child,
                self.clinic,
                NewDose(vaccine, day, source, place="某市预防接种门诊"),
                key=f"demo-dose-{key}",
                actor=self.nurse,
                at=self.at,
            )


def enter(base: BaseData, *, at: datetime) -> int:
    """Enter them; how many children. Again, nothing changes."""
    nurse = actor_of(base.staff["nurse"], at=at, channel="web")
    office = _Office(_clinic(at), nurse, at)
    _stock(office)
    today = local_date(at)
    for number, (name, sex, age, mother, many, differs) in enumerate(CHILDREN):
        born = today - timedelta(days=age)
        child = office.child(number, name, sex, born, mother)
        for n, (vaccine, days) in enumerate(OLD[:many]):
            day = born + timedelta(days=days)
            if day <= today:
                office.dose(child, f"{number}-{n}", vaccine, day, Source.BOOKLET)
        if differs:
            day = born + timedelta(days=OLD[2][1] + 1)
            office.dose(child, f"{number}-r", OLD[2][0], day, Source.REGISTRY)
    return len(CHILDREN)


def _clinic(at: datetime) -> int:
    communities = sorted(r.code for r in regions.children(TOWN.ljust(12, "0")))
    with acting(FOUNDER):
        return clinics.set_clinic(
            "4301811240",
            name="洞阳镇预防接种门诊",
            region=communities[0],
            phone="0731-83280000",
            weekdays=(1, 2, 3, 4, 5),
            actor=FOUNDER,
            at=at,
        ).id


def _stock(office: _Office) -> None:
    today = local_date(office.at)
    known = health.schedule_on(today.toordinal()).vaccines
    with acting(office.nurse):
        if clinics.lots(office.clinic, actor=office.nurse):
            return
        for n, vaccine in enumerate(v for v in STOCK if v in known):
            clinics.receive(
                office.clinic,
                vaccine=vaccine,
                number=f"2026{n + 1:02d}A",
                expires=today + timedelta(days=40 + 45 * n),
                amount=60,
                maker="某生物制品公司",
                key=f"demo-lot-{vaccine}",
                actor=office.nurse,
                at=office.at,
            )
