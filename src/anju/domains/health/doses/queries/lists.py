"""The clinic's lists: who is expected, who is due or late, who was here, and the survey of a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from anju.domains.health.children.data import ChildLine
from anju.domains.health.children.models import Care, Child
from anju.domains.health.children.queries.children import lines_of, seen_by
from anju.domains.health.clinics.data import GIVE, SEE
from anju.domains.health.clinics.queries import clinic
from anju.domains.health.doses.data import Appointment, DropOut, Survey
from anju.domains.health.doses.models import AppointmentRow, ContactRow
from anju.domains.health.doses.queries.pictures import pictures
from anju.domains.health.doses.rules.quarters import quarter_of
from anju.domains.health.immunization.rules.agenda import late_groups
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date

LISTS = ("today", "due", "late", "visiting", "all", "away")
"""Expected today; due by now; late; of other clinics; all of its own; moved away."""
PAGE = 50
MOST_SURVEYED = 20_000


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of a list, how many it has in all, and how many each list has."""

    lines: tuple[ChildLine, ...]
    total: int
    counts: dict[str, int]
    days: dict[int, date]
    """Child → the day of its appointment."""


def queue(
    clinic_id: int, *, actor: Actor, at: datetime, show: str = "today", page: int = 1
) -> Queue:
    """A list of the clinic. Four queries. `NotAllowed`; `NotFound` ``clinic_unknown``."""
    place = clinic(clinic_id)
    actor.require(GIVE, region=place.region)
    today = local_date(at)
    conditions = _conditions(clinic_id, today)
    base = seen_by(actor)
    counts = base.aggregate(
        **{k: Count("id", filter=q, distinct=True) for k, q in conditions.items()}
    )
    chosen = conditions.get(show, conditions["today"])
    found = base.filter(chosen).distinct().order_by("next_from", "born", "id")
    rows = list(found[(page - 1) * PAGE : page * PAGE])
    days = dict(
        AppointmentRow.objects.filter(child_id__in=[r.pk for r in rows], ended_at=None).values_list(
            "child_id", "day"
        )
    )
    return Queue(tuple(lines_of(rows)), counts.get(show, counts["today"]), counts, days)


def _conditions(clinic_id: int, today: date) -> dict[str, Q]:
    own = Q(clinic_id=clinic_id, state="active")
    expected = AppointmentRow.objects.filter(clinic_id=clinic_id, ended_at=None, day=today).values(
        "child_id"
    )
    visits = Care.objects.filter(clinic_id=clinic_id, kind="visit", until__gte=today)
    left = Care.objects.filter(clinic_id=clinic_id, kind="own", until__gte=today)
    return {
        "today": Q(id__in=expected),
        "due": own & Q(next_from__lte=today),
        "late": own & Q(late_from__lte=today),
        "visiting": Q(id__in=visits.values("child_id")) & ~Q(clinic_id=clinic_id, state="active"),
        "all": own,
        "away": Q(id__in=left.values("child_id"), state="away"),
    }


def appointment_of(child_id: int) -> Appointment | None:
    """The day on which a child is expected. One query."""
    row = AppointmentRow.objects.filter(child_id=child_id, ended_at=None).first()
    if row is None:
        return None
    return Appointment(row.pk, row.child_id, row.clinic_id, row.day, row.by_family)


def expected_on(clinic_id: int, days: Sequence[date]) -> dict[date, int]:
    """How many children a clinic expects on each day, as far as the transaction sees them. One query."""
    found = AppointmentRow.objects.filter(clinic_id=clinic_id, ended_at=None, day__in=list(days))
    return dict(found.values_list("day").annotate(n=Count("id")))


def survey(region: str, clinic_id: int, *, actor: Actor, at: datetime) -> Survey:
    """The children of a place (a community, or a grid) that the clinic cares for, and those with a late dose: for the
    clinic alone. Eight queries. `NotAllowed`; `NotFound` ``clinic_unknown``."""
    place = clinic(clinic_id)
    actor.require(GIVE, region=place.region)
    actor.require(SEE, region=place.region)
    today = local_date(at)
    there = _there(region, clinic_id, actor)
    late = list(there.filter(late_from__lte=today).order_by("late_from", "id")[:MOST_SURVEYED])
    found = pictures([(r.pk, r.born, r.sex) for r in late], today)
    quarter = quarter_of(today)
    contacts = ContactRow.objects.filter(child_id__in=[r.pk for r in late], quarter=quarter)
    outcomes = dict(contacts.order_by("id").values_list("child_id", "outcome"))
    drop_outs = tuple(
        DropOut(
            line.id,
            line.name,
            line.born,
            line.region,
            line.late_from or today,
            groups,
            outcomes.get(line.id, ""),
            line.person_id,
        )
        for line in lines_of(late)
        if (groups := late_groups(found[line.id].answers, today.toordinal()))
    )
    contacted = sum(1 for d in drop_outs if d.outcome)
    return Survey(region, quarter, there.count(), len(drop_outs), contacted, drop_outs)


def _there(region: str, clinic_id: int, actor: Actor) -> QuerySet[Child]:
    own = seen_by(actor).filter(clinic_id=clinic_id, state="active")
    return own.filter(region__startswith=region)


def places_of(clinic_id: int, *, actor: Actor) -> list[tuple[str, int]]:
    """(community or grid, how many children of the clinic live there). One query."""
    found = seen_by(actor).filter(clinic_id=clinic_id, state="active")
    return list(found.values_list("region").annotate(n=Count("id")).order_by("region"))


def next_days(place_weekdays: Sequence[int], today: date, count: int = 10) -> list[date]:
    """The next days on which a clinic gives, from today on."""
    out: list[date] = []
    day = today
    while len(out) < count and (day - today).days < 60:
        if day.isoweekday() in place_weekdays:
            out.append(day)
        day += timedelta(days=1)
    return out
