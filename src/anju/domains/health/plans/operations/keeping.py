"""What changes a plan as a whole: dates of the pregnancy, the birth, another clinic, the phone, leaving."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.health.clinics.data import CARE_GIVE
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.plans.data import MOST_BORN, WEEKS_AT_MOST, Birth, Dating, Kind, State
from anju.domains.health.plans.models import BookingRow, PlanRow
from anju.domains.health.plans.operations.holding import (
    by_family,
    keep,
    locked,
    note,
    require_open,
    require_staff,
    see,
)
from anju.domains.health.plans.operations.opening import dating_facts, sound_dating
from anju.domains.health.plans.queries import sealing
from anju.domains.health.plans.queries.plans import standing, visits_of
from anju.domains.health.plans.rules.dating import first_day
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused

LEAST_DAYS = 140
"""Days after the last period before which no child is born living."""


def set_dating(plan_id: int, dating: Dating, *, actor: Actor, at: datetime) -> None:
    """Enter the last period, or what an ultrasound showed; by the woman or the desk. `NotFound` ``plan_unknown``;
    `NotAllowed`; `Refused` ``dating_missing`` where neither is given, ``plan_left``, ``plan_done``,
    ``plan_birth_known``, and what `sound_dating` raises."""
    dating = sound_dating(dating, local_date(at))
    if first_day(dating) is None:
        raise Refused("dating_missing")
    with transaction.atomic():
        see(plan_id, actor)
        with as_intake_role():
            row, facts = locked(plan_id)
            by_family(row, actor)
            require_open(row)
            if row.kind != Kind.MOTHER or facts["birth"]:
                raise Refused("plan_birth_known")
            if {k: facts[k] for k in dating_facts(dating)} == dating_facts(dating):
                return
            keep(row, facts | dating_facts(dating), at)
            note(row, "plan.dated", actor, at)


def record_birth(plan_id: int, clinic_id: int, birth: Birth, *, actor: Actor, at: datetime) -> None:
    """Enter the birth, or what was wrong about it; at the desk. `NotFound` ``plan_unknown``; `NotAllowed`; `Refused`
    ``plan_not_here``, ``plan_left``, ``birth_day``, ``birth_living``, ``discharge_day``, ``birth_after_visit`` (a
    contact before birth stands on a later day)."""
    today = local_date(at)
    if birth.day > today or not 0 <= birth.living <= MOST_BORN:
        raise Refused("birth_day" if birth.day > today else "birth_living")
    if birth.discharge is not None and not birth.day <= birth.discharge <= today:
        raise Refused("discharge_day")
    with transaction.atomic():
        see(plan_id, actor)
        with as_intake_role():
            row, facts = locked(plan_id)
            require_staff(row, clinic_id, actor)
            if row.kind != Kind.MOTHER:
                raise Refused("plan_not_here")
            if row.state == State.LEFT:
                raise Refused("plan_left")
            _require_likely(row, birth, first_day(sealing.dating_in(facts)))
            now = {
                "birth": birth.day.isoformat(),
                "living": birth.living,
                "discharge": sealing.text_of(birth.discharge),
            }
            if {k: facts[k] for k in now} == now:
                return
            keep(row, facts | now, at)
            note(row, "plan.birth", actor, at)


def _require_likely(row: PlanRow, birth: Birth, first: date | None) -> None:
    if first is not None:
        days = (birth.day - first).days
        if days > 7 * WEEKS_AT_MOST or (birth.living and days < LEAST_DAYS):
            raise Refused("birth_day")
    after = {"after_birth", "day_42"}
    for visit in standing(visits_of([row.pk]).get(row.pk, [])):
        if (visit.contact in after) != (visit.day >= birth.day) and visit.day != birth.day:
            raise Refused("birth_after_visit", day=visit.day)


def change_clinic(plan_id: int, clinic_id: int, *, actor: Actor, at: datetime) -> None:
    """A woman goes to another clinic from now on; the one before sees the plan no more. By herself. Again, nothing
    changes. `NotFound` ``plan_unknown``, ``clinic_unknown``; `NotAllowed`; `Refused` ``plan_left``, ``plan_done``."""
    clinic(clinic_id)
    with transaction.atomic():
        see(plan_id, actor)
        if actor.kind != "public":
            raise NotAllowed("plan_own")
        with as_intake_role():
            row, _facts = locked(plan_id)
            if row.kind != Kind.MOTHER:
                raise NotAllowed("plan_own")
            require_open(row)
            _moved(row, clinic_id, actor, at)


def admit_plan(code: str, clinic_id: int, *, actor: Actor, at: datetime) -> int:
    """The plan whose booklet is shown at a clinic's desk: this clinic keeps it from now on. `NotAllowed`; `NotFound`
    ``clinic_unknown``, ``plan_code_unknown``; `Refused` ``plan_left`` (she takes it up again herself),
    ``too_many_tries``."""
    place = clinic(clinic_id)
    actor.require(CARE_GIVE, region=place.region)
    access.count_try("booklet.desk", str(actor.user_id), at=at)
    with transaction.atomic(), as_intake_role():
        found = PlanRow.objects.filter(code_index=sealing.code_of(code)).values_list(
            "id", flat=True
        )
        if not found:
            raise NotFound("plan_code_unknown")
        row, _facts = locked(found[0])
        if row.state == State.LEFT:
            raise Refused("plan_left")
        _moved(row, clinic_id, actor, at)
    return int(row.pk)


def _moved(row: PlanRow, clinic_id: int, actor: Actor, at: datetime) -> None:
    if row.clinic_id == clinic_id:
        return
    before, place = row.clinic_id, clinic(clinic_id)
    row.clinic_id, row.region = place.id, place.region
    row.save(update_fields=["clinic", "region"])
    BookingRow.objects.filter(plan=row, ended_at=None).update(ended_at=at)
    note(row, "plan.moved", actor, at, **{"from": before, "to": place.id})


def claim_plan(code: str, born: date, *, actor: Actor, at: datetime) -> int:
    """Put one's own plan on the phone by the booklet's code and one's day of birth; the plan. Again, nothing changes.
    `NotAllowed`; `Refused` ``plan_code_unknown``, ``plan_claimed`` (it is on another account), ``too_many_tries``."""
    if actor.user_id is None or actor.kind != "public":
        raise NotAllowed("booklet_account")
    access.count_try("plan.code", str(actor.user_id), at=at)
    with transaction.atomic(), as_intake_role():
        found = PlanRow.objects.filter(code_index=sealing.code_of(code)).values_list(
            "id", flat=True
        )
        if not found:
            raise Refused("plan_code_unknown")
        row, facts = locked(found[0])
        if facts["born"] != born.isoformat():
            raise Refused("plan_code_unknown")
        if row.user_id not in (None, actor.user_id):
            raise Refused("plan_claimed")
        if row.user_id is None:
            row.user_id = actor.user_id
            row.person_id = row.person_id or actor.person_id
            row.save(update_fields=["user_id", "person_id"])
            note(row, "plan.claimed", actor, at)
    return int(row.pk)


def leave(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Leave the plan, at once and without a reason: by the woman, a guardian, or the desk at their word. The clinic
    sees it no more, nothing reminds of it, and nothing follows. Again, nothing changes. `NotFound` ``plan_unknown``;
    `NotAllowed`."""
    with transaction.atomic():
        see(plan_id, actor)
        with as_intake_role():
            row, facts = locked(plan_id)
            by_family(row, actor)
            if row.state == State.LEFT:
                return
            row.state = State.LEFT.value
            BookingRow.objects.filter(plan=row, ended_at=None).update(ended_at=at)
            keep(row, facts, at)
            note(row, "plan.left", actor, at)


def come_back(plan_id: int, *, actor: Actor, at: datetime) -> None:
    """Take up a plan that was left, at the clinic it had; by the woman or a guardian. Again, nothing changes.
    `NotFound` ``plan_unknown``; `NotAllowed`."""
    with transaction.atomic():
        see(plan_id, actor)
        if actor.kind != "public":
            raise NotAllowed("plan_own")
        with as_intake_role():
            row, facts = locked(plan_id)
            if row.state != State.LEFT:
                return
            row.state = State.OPEN.value
            keep(row, facts, at)
            note(row, "plan.taken_up", actor, at)
