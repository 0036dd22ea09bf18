"""What every write of a plan begins with: the row in sight and held, the desk or the family, and its note."""

from __future__ import annotations

from datetime import date, datetime

from anju.domains.health.children.models import Care, Child
from anju.domains.health.clinics.data import CARE_GIVE, Clinic
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.plans.data import Kind, State
from anju.domains.health.plans.models import PlanRow, TallyRow
from anju.domains.health.plans.queries import sealing
from anju.domains.health.plans.queries.plans import dues_of, seen_by, standing, visits_of
from anju.domains.health.plans.queries.sealing import Facts
from anju.domains.health.plans.rules.dating import first_day
from anju.domains.health.plans.rules.dues import agenda, complete
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import NotAllowed, NotFound, Refused

EARLY_DAYS = 13 * 7
"""Days from the first day of the last period within which a booklet opened is opened early."""
AFTER_BIRTH_DAYS = 28
"""Days after birth within which a visit counts for its rate."""


def see(plan_id: int, actor: Actor) -> None:
    """Raise `NotFound` ``plan_unknown`` unless the transaction's own scope admits the plan. Call it outside the intake
    role."""
    if not seen_by(actor).filter(id=plan_id).exists():
        raise NotFound("plan_unknown")


def locked(plan_id: int) -> tuple[PlanRow, Facts]:
    """The row, held for this transaction, and its facts."""
    row = PlanRow.objects.select_for_update().get(id=plan_id)
    return row, sealing.opened(row.facts_cipher, sealing.PLAN, row.pk)


def require_open(row: PlanRow) -> None:
    """`Refused` ``plan_left`` where the person has left, ``plan_done`` where it is closed."""
    if row.state == State.LEFT:
        raise Refused("plan_left")
    if row.state == State.DONE:
        raise Refused("plan_done")


def child_of(row: PlanRow) -> Child | None:
    """The record that stands for the child of a plan."""
    if row.child_id is None:
        return None
    found = Child.objects.select_related("joined_to").get(id=row.child_id)
    return found.joined_to or found


def clinic_of(row: PlanRow) -> Clinic:
    """The clinic of a plan: a child's is the child's own. `Refused` ``child_without_clinic``."""
    child = child_of(row)
    number = child.clinic_id if child else row.clinic_id
    if number is None:
        raise Refused("child_without_clinic")
    return clinic(number)


def require_staff(row: PlanRow, clinic_id: int, actor: Actor) -> Clinic:
    """The desk at which somebody works with a plan. `NotAllowed` without it; `Refused` ``plan_not_here`` where the
    clinic does not keep the plan."""
    place = clinic(clinic_id)
    actor.require(CARE_GIVE, region=place.region)
    child = child_of(row)
    here = row.clinic_id == place.id
    if child is not None:
        here = Care.objects.filter(child=child, clinic_id=place.id).exists()
    if not here:
        raise Refused("plan_not_here")
    return place


def by_family(row: PlanRow, actor: Actor) -> bool:
    """True for the woman or the family, who see the plan by themselves; staff need the desk of its clinic."""
    if actor.kind == "public":
        return True
    place = clinic_of(row)
    if not actor.may(CARE_GIVE, region=place.region):
        raise NotAllowed("not_allowed", permission=CARE_GIVE, region=place.region, party="")
    return False


def keep(row: PlanRow, facts: Facts, at: datetime) -> None:
    """Write the facts of a plan, what comes next, and what is counted of it. Call it as the intake role."""
    today = local_date(at)
    kind, child = Kind(row.kind), child_of(row)
    visits = standing(visits_of([row.pk]).get(row.pk, []))
    found = dues_of(kind, facts, child.born if child else None, visits, today)
    _code, row.next_from, row.next_until = agenda(found)
    if row.state != State.LEFT:
        row.state = (State.DONE if complete(found) else State.OPEN).value
    if row.state != State.OPEN:
        row.next_from = row.next_until = None
    row.facts_cipher = sealing.sealed(facts, sealing.PLAN, row.pk)
    row.save()
    _count(row, facts, child, {v.contact: v.day for v in visits}, [v.day for v in visits])


def _count(
    row: PlanRow, facts: Facts, child: Child | None, days: dict[str, date], every: list[date]
) -> None:
    """What the rates count of a plan, anew. Rows name nobody."""
    whose = sealing.who("child", child.pk) if child else sealing.who("plan", row.pk)
    counted: set[tuple[str, date]] = set()
    if child:
        counted |= {("child", day) for day in every}
        counted |= {("newborn", child.born)} if "newborn" in days else set()
    else:
        counted = _of_mother(facts, days)
    region = (child.region if child else row.region)[:6]
    TallyRow.objects.filter(who=whose).delete()
    TallyRow.objects.bulk_create(
        TallyRow(code=code, region=region, day=day, who=whose) for code, day in sorted(counted)
    )


def _of_mother(facts: Facts, days: dict[str, date]) -> set[tuple[str, date]]:
    birth, first = sealing.birth_in(facts), first_day(sealing.dating_in(facts))
    if birth is None:
        return set()
    counted: set[tuple[str, date]] = set()
    joined = sealing.day_of(facts["joined"])
    if first and joined and (joined - first).days < EARLY_DAYS:
        counted.add(("early", birth.day))
    visit = days.get("after_birth")
    if visit and (visit - birth.day).days <= AFTER_BIRTH_DAYS:
        counted.add(("after_birth", birth.day))
    return counted


def note(row: PlanRow, action: str, actor: Actor, at: datetime, **detail: object) -> None:
    """The audit row of a write."""
    child = child_of(row)
    audit.record_write(
        actor,
        action=action,
        subject_kind="plan",
        subject_id=row.pk,
        at=at,
        person_id=child.person_id if child else row.person_id,
        detail=detail,
    )
