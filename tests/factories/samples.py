"""Sample audits on their way, made by the operations that offices call."""

from __future__ import annotations

from anju.domains.assessment import api
from anju.domains.assessment.api import (
    AuditKind,
    AuditPlan,
    AuditView,
    FindingGiven,
    Outcome,
    UnitView,
)
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import STREET
from tests.factories.staff import actor, staff

CITY = "430181"
LIVES, MOVED = FindingGiven(Outcome.LIVES), FindingGiven(Outcome.MOVED)


def plan(**changes: object) -> AuditPlan:
    """Five records of each community, half of them checked again."""
    base = {
        "name": "冬季核查",
        "kind": AuditKind.RECORDS,
        "region": CITY,
        "digits": 12,
        "size": 5,
        "again": 50,
        "day": local_date(now()),
    }
    return AuditPlan(**{**base, **changes})


def drawn(office: Actor, wanted: AuditPlan | None = None, key: str = "k") -> AuditView:
    """A sample that this office drew."""
    with acting(office):
        return api.draw_sample(wanted or plan(), key=key, actor=office, at=now())


def listed(view: AuditView, who: Actor) -> list[UnitView]:
    """What this checker may still check."""
    with acting(who):
        return api.own_list(api.audit(view.id, who), who)[0]


def check(who: Actor, unit: UnitView, given: FindingGiven, key: str = "") -> UnitView:
    """What this checker found."""
    wanted = key or f"{who.user_id}.{unit.id}"
    with acting(who):
        return api.record_finding(unit.id, given, key=wanted, actor=who, at=now())


def check_all(view: AuditView, who: Actor, given: FindingGiven = LIVES) -> None:
    """All that is left, with one finding."""
    for unit in listed(view, who):
        check(who, unit, given)


def second_round(view: AuditView, office: Actor) -> AuditView:
    """Begin it."""
    with acting(office):
        return api.begin_second_round(view.id, actor=office, at=now())


def closed(view: AuditView, office: Actor) -> AuditView:
    """Close it."""
    with acting(office):
        return api.close_audit(view.id, actor=office, at=now())


def closed_audit(given: FindingGiven = MOVED) -> tuple[AuditView, Actor, Actor]:
    """One that went its whole way; (it, who runs it, the street whose records were checked)."""
    office = actor(staff("samples.office", ("district", CITY)))
    street = actor(staff("samples.street", ("street", STREET)))
    checkers = [actor(staff(f"samples.{n}", ("checker", CITY))) for n in ("first", "second")]
    view = drawn(office)
    check_all(view, checkers[0], given)
    second_round(view, office)
    check_all(view, checkers[1], given)
    return closed(view, office), office, street


def appealed(view: AuditView, street: Actor, most: int) -> list[UnitView]:
    """Units of the street, contested."""
    with acting(street):
        mine = api.units(view, street)[:most]
        return [api.appeal(u.id, "本人上夜班，请再核", actor=street, at=now()) for u in mine]


def decided(unit: UnitView, office: Actor) -> None:
    """The appeal of a unit, allowed."""
    with acting(office):
        api.decide_appeal(
            unit.id, LIVES, reason="再次上门见到", key=f"d{unit.id}", actor=office, at=now()
        )
