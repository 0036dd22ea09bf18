"""Two clinics, their desks for mothers and children, a woman with a phone, and a child in her care."""

from __future__ import annotations

from datetime import date, timedelta

from anju.domains.health.api import children, plans
from anju.domains.health.api.children import NewChild, NewGuardian
from anju.domains.health.api.plans import Birth, Dating, NewMother, NewVisit, Plan
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from tests.domains.health.clinic.town import Clinics, key
from tests.factories.register import HERE

DESK = frozenset({"care.see", "care.give", "vaccination.see"})
MOTHER = NewMother("王芳", date(1992, 3, 3), "430181199203039963", "13900008801")


def midwife(region: str = HERE, user: int = 62) -> Actor:
    return Actor("staff", user, f"妇幼{user}", (Grant("maternal", DESK, region=region),))


def opened(
    town: Clinics,
    *,
    weeks: int | None = 10,
    new: NewMother = MOTHER,
    clinic: int | None = None,
    actor: Actor | None = None,
    request: str = "",
) -> int:
    """The plan of a woman so many weeks pregnant."""
    actor = actor or midwife()
    dating = Dating(town.ago(7 * weeks)) if weeks is not None else Dating()
    who = NewMother(new.name, new.born, new.number, new.phone, new.person_id, new.user_id, dating)
    with acting(actor):
        return plans.open_plan(
            who, clinic or town.here, key=request or key(), actor=actor, at=town.at
        )[0]


def child(town: Clinics, days: int = 20, guardian: NewGuardian | None = None) -> int:
    """A child's record, opened at the maternal desk."""
    guardian = guardian or NewGuardian("mother", "王芳", "430181199203039963", "13900008801")
    new = NewChild("周小满", town.ago(days), "2", guardians=(guardian,))
    with acting(midwife()):
        return children.open_record(new, town.here, key=key(), actor=midwife(), at=town.at).child_id


def joined(town: Clinics, child_id: int, actor: Actor | None = None, **more: object) -> int:
    actor = actor or midwife()
    with acting(actor):
        return plans.join_child(child_id, key=key(), actor=actor, at=town.at, **more)


def recorded(
    town: Clinics,
    plan_id: int,
    contact: str,
    day: date | None = None,
    *,
    actor: Actor | None = None,
    clinic: int | None = None,
    request: str = "",
    **more: object,
) -> int:
    actor = actor or midwife()
    values = {"items": {"weight": 58.0}, **more}
    with acting(actor):
        return plans.record_visit(
            plan_id,
            clinic or town.here,
            NewVisit(contact, day or town.today, **values),
            key=request or key(),
            actor=actor,
            at=town.at,
        )


def born(town: Clinics, plan_id: int, days: int, living: int = 1, stay: int = 3) -> None:
    day = town.ago(days)
    left = min(day + timedelta(days=stay), town.today)
    with acting(midwife()):
        plans.record_birth(
            plan_id, town.here, Birth(day, living, left), actor=midwife(), at=town.at
        )


def seen(town: Clinics, plan_id: int, actor: Actor | None = None) -> Plan:
    actor = actor or midwife()
    with acting(actor):
        return plans.plan(plan_id, actor=actor, at=town.at)
