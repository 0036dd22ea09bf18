"""A vaccination clinic and another one, nurses, a guardian with a phone, the disease-control office, and children."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.domains.health.api import children, clinics, doses
from anju.domains.health.api.children import NewChild, NewGuardian
from anju.domains.health.api.doses import NewDose, Source
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import ELSEWHERE, HERE, PLATFORM

NURSE = frozenset({"vaccination.see", "vaccination.give"})
NO = dict.fromkeys(doses.ASKED, False)
_keys = itertools.count()


def key() -> str:
    return f"k{next(_keys)}"


def nurse(region: str = HERE, user: int = 61) -> Actor:
    return Actor("staff", user, f"护士{user}", (Grant("clinic", NURSE, region=region),))


def disease_control(region: str = HERE[:6]) -> Actor:
    may = frozenset({"vaccination.figures"})
    return Actor("staff", 71, "疾控", (Grant("cdc", may, region=region),))


def parent(user: int = 81, person: int | None = None) -> Actor:
    return Actor("public", user, "家长", (), person_id=person)


@dataclass(frozen=True)
class Clinics:
    """Two clinics on two streets, at this moment."""

    here: int
    far: int
    at: datetime

    @property
    def today(self) -> date:
        return local_date(self.at)

    @classmethod
    def built(cls) -> Clinics:
        at = now()
        with acting(PLATFORM):
            made = [
                clinics.set_clinic(
                    code,
                    name=name,
                    region=region,
                    phone="0731-83280000",
                    weekdays=range(1, 8),
                    actor=PLATFORM,
                    at=at,
                ).id
                for code, name, region in (
                    ("4301810001", "洞阳预防接种门诊", HERE),
                    ("4301810002", "集里预防接种门诊", ELSEWHERE),
                )
            ]
        return cls(*made, at)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def mother(number: str = "430181199203039968", phone: str = "13900008801") -> NewGuardian:
    return NewGuardian("mother", "王芳", number, phone)


def born(days: int, town: Clinics, **change: object) -> NewChild:
    values = {"name": "周小满", "born": town.ago(days), "sex": "2", "guardians": (mother(),)}
    return NewChild(**{**values, **change})


def opened(
    new: NewChild,
    clinic: int,
    actor: Actor,
    town: Clinics,
    *,
    request: str = "",
    different_from: Sequence[int] = (),
) -> int:
    with acting(actor):
        return children.open_record(
            new,
            clinic,
            key=request or key(),
            actor=actor,
            at=town.at,
            different_from=different_from,
        ).child_id


def stocked(
    town: Clinics,
    vaccine: str = "MMR",
    *,
    amount: int = 10,
    days: int = 200,
    number: str = "202601A",
) -> int:
    with acting(nurse()):
        return clinics.receive(
            town.here,
            vaccine=vaccine,
            number=number,
            expires=town.today + timedelta(days=days),
            amount=amount,
            key=key(),
            maker="北京某生物",
            actor=nurse(),
            at=town.at,
        )


def recorded(
    child: int,
    vaccine: str,
    day: date,
    town: Clinics,
    source: Source = Source.BOOKLET,
    *,
    clinic: int | None = None,
    actor: Actor | None = None,
    request: str = "",
    **more: object,
) -> int:
    actor = actor or nurse()
    options = {k: more.pop(k) for k in ("asked", "despite") if k in more}
    with acting(actor):
        return doses.record_dose(
            child,
            clinic or town.here,
            NewDose(vaccine, day, source, **more),
            key=request or key(),
            actor=actor,
            at=town.at,
            **options,
        )


def seen(child: int, town: Clinics, actor: Actor | None = None) -> doses.Picture:
    actor = actor or nurse()
    with acting(actor):
        record = children.child(child, actor=actor, at=town.at)
        return doses.picture_of(record.line.id, record.line.born, record.line.sex, town.today)


def record(child: int, town: Clinics, actor: Actor | None = None) -> children.ChildRecord:
    actor = actor or nurse()
    with acting(actor):
        return children.child(child, actor=actor, at=town.at)
