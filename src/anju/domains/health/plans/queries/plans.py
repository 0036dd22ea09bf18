"""Reads of plans, as far as the transaction sees them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from anju.domains.health.children.models import Child
from anju.domains.health.children.queries.sealing import CHILD
from anju.domains.health.clinics.data import CARE_SEE
from anju.domains.health.plans.data import (
    Anchors,
    Booking,
    Due,
    Kind,
    Plan,
    PlanLine,
    Referral,
    State,
    Urgency,
    Visit,
)
from anju.domains.health.plans.models import BookingRow, PlanRow, ReferralRow, VisitRow
from anju.domains.health.plans.queries import sealing
from anju.domains.health.plans.queries.sealing import Facts
from anju.domains.health.plans.queries.standards import standard_on
from anju.domains.health.plans.rules.dating import age_of, first_day
from anju.domains.health.plans.rules.dues import agenda, dues
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, row_of
from anju.foundation.errors import NotFound
from anju.foundation.masks import mask_number, mask_phone


def seen_by(actor: Actor) -> QuerySet[PlanRow]:
    """Plans that the transaction sees; none for staff without the permission."""
    allowed = actor.kind in ("public", "system") or actor.may(CARE_SEE)
    return PlanRow.objects.all() if allowed else PlanRow.objects.none()


def facts_of(rows: Sequence[PlanRow]) -> list[Facts]:
    """The facts of plans."""
    return sealing.opened_many([r.facts_cipher for r in rows], sealing.PLAN, [r.pk for r in rows])


def anchors(kind: Kind, facts: Facts, born: date | None) -> Anchors:
    """The days from which contacts of a plan are counted; `born`: of the child whose plan it is."""
    joined = sealing.day_of(facts["joined"])
    discharge = sealing.day_of(facts["discharge"])
    if kind is Kind.CHILD:
        return Anchors(birth=born, discharge=discharge, joined=joined)
    birth = sealing.day_of(facts["birth"])
    return Anchors(first_day(sealing.dating_in(facts)), birth, discharge, joined)


def standing(visits: Iterable[Visit]) -> list[Visit]:
    """Visits that count."""
    return [v for v in visits if not v.withdrawn]


def dues_of(
    kind: Kind, facts: Facts, born: date | None, visits: Iterable[Visit], today: date
) -> tuple[Due, ...]:
    """The contacts of a plan today."""
    done = {v.contact for v in standing(visits)}
    return dues(standard_on(today), kind, anchors(kind, facts, born), done, today)


def visits_of(plan_ids: Iterable[int]) -> dict[int, list[Visit]]:
    """Plan → every contact ever recorded, by day. One query."""
    rows = list(VisitRow.objects.filter(plan_id__in=list(plan_ids)).order_by("id"))
    contents = sealing.opened_many(
        [r.facts_cipher for r in rows], sealing.VISIT, [r.pk for r in rows]
    )
    over = {
        r.withdraws_id: f["reason"] or "—"
        for r, f in zip(rows, contents, strict=True)
        if r.withdraws_id
    }
    out: dict[int, list[Visit]] = {}
    for r, f in zip(rows, contents, strict=True):
        if r.withdraws_id is None:
            out.setdefault(r.plan_id, []).append(_visit(r, f, over.get(r.pk, "")))
    for found in out.values():
        found.sort(key=lambda v: (v.day, v.id))
    return out


def _visit(row: VisitRow, facts: Facts, withdrawn: str) -> Visit:
    return Visit(
        row.pk,
        row.plan_id,
        row.clinic_id,
        facts["contact"],
        date.fromisoformat(facts["day"]),
        facts["items"],
        tuple(facts["signs"]),
        facts["note"],
        facts["standing"],
        row.by_label,
        row.at,
        withdrawn,
    )


def children_by_id(rows: Sequence[PlanRow]) -> dict[int, tuple[Child, str]]:
    """Child of a plan → the record that stands for it, and its name; those in sight. Two queries at most."""
    ids = [r.child_id for r in rows if r.child_id is not None]
    found = {c.pk: c for c in Child.objects.filter(id__in=ids)} if ids else {}
    joined = [c.joined_to_id for c in found.values() if c.joined_to_id]
    found |= {c.pk: c for c in Child.objects.filter(id__in=joined)} if joined else {}
    stand = {i: found.get(found[i].joined_to_id or i, found[i]) for i in ids if i in found}
    every = list({c.pk: c for c in stand.values()}.values())
    facts = sealing.opened_many([c.facts_cipher for c in every], CHILD, [c.pk for c in every])
    names = {c.pk: f["name"] for c, f in zip(every, facts, strict=True)}
    return {i: (c, names[c.pk]) for i, c in stand.items()}


def lines_of(rows: Sequence[PlanRow], today: date) -> list[PlanLine]:
    """Rows as lines of a list, those whose child is in sight. Four queries."""
    ids = [r.pk for r in rows]
    children, visits = children_by_id(rows), visits_of(ids)
    booked = dict(
        BookingRow.objects.filter(plan_id__in=ids, ended_at=None).values_list("plan_id", "day")
    )
    out: list[PlanLine] = []
    for row, facts in zip(rows, facts_of(rows), strict=True):
        if row.child_id is not None and row.child_id not in children:
            continue
        child = children.get(row.child_id or 0)
        out.append(_line(row, facts, child, visits.get(row.pk, []), booked.get(row.pk), today))
    return out


def _line(
    row: PlanRow,
    facts: Facts,
    child: tuple[Child, str] | None,
    visits: Sequence[Visit],
    booked: date | None,
    today: date,
) -> PlanLine:
    kind = Kind(row.kind)
    born = child[0].born if child else date.fromisoformat(facts["born"])
    found = dues_of(kind, facts, born, visits, today)
    waiting = kind is Kind.MOTHER and not facts["birth"]
    age = age_of(anchors(kind, facts, born).lmp, today) if waiting else None
    return PlanLine(
        row.pk,
        kind,
        State(row.state),
        child[1] if child else facts["name"],
        born,
        child[0].sex if child else "2",
        child[0].pk if child else None,
        child[0].person_id if child else row.person_id,
        (child[0].clinic_id if child else row.clinic_id) or 0,
        row.next_from,
        row.next_until,
        agenda(found)[0],
        age[0] if age else None,
        booked,
    )


def plan(plan_id: int, *, actor: Actor, at: datetime) -> Plan:
    """One plan. `NotFound` ``plan_unknown``. Eight queries."""
    row = seen_by(actor).filter(id=plan_id).first()
    if row is None:
        raise NotFound("plan_unknown")
    today = local_date(at)
    (facts,) = facts_of([row])
    lines = lines_of([row], today)
    if not lines:
        raise NotFound("plan_unknown")
    line, mother = lines[0], row.kind == Kind.MOTHER
    visits = visits_of([row.pk]).get(row.pk, [])
    return Plan(
        line,
        decrypt(row.code_cipher, sealing.CODE, row=row_of(row.pk)) if row.code_cipher else "",
        mask_number(facts["number"]) if mother and facts["number"] else "",
        mask_phone(facts["phone"]) if mother and facts["phone"] else "",
        row.user_id is not None or row.person_id is not None,
        sealing.dating_in(facts) if mother else sealing.dating_in(_NO_DATING),
        anchors(line.kind, facts, line.born),
        facts["living"] if mother else 0,
        dues_of(line.kind, facts, line.born, visits, today),
        tuple(visits),
        tuple(referrals_of([row.pk])),
        booking_of(row.pk),
        row.recorded_at,
    )


_NO_DATING: Facts = {"period": "", "scan": "", "scan_days": None}


def referrals_of(plan_ids: Iterable[int]) -> list[Referral]:
    """Referrals of plans, the latest first. One query."""
    rows = list(ReferralRow.objects.filter(plan_id__in=list(plan_ids)).order_by("-id"))
    facts = sealing.opened_many(
        [r.facts_cipher for r in rows], sealing.REFERRAL, [r.pk for r in rows]
    )
    return [
        Referral(
            r.pk,
            r.plan_id,
            r.visit_id,
            tuple(f["signs"]),
            f["to"],
            Urgency(f["urgency"]),
            date.fromisoformat(f["day"]),
            r.follow_by,
            decrypt(r.answer_cipher, sealing.ANSWER, row=row_of(r.pk)) if r.answer_cipher else "",
            r.answered_at,
        )
        for r, f in zip(rows, facts, strict=True)
    ]


def booking_of(plan_id: int) -> Booking | None:
    """The day on which somebody is expected. One query."""
    row = BookingRow.objects.filter(plan_id=plan_id, ended_at=None).first()
    return Booking(row.pk, row.plan_id, row.clinic_id, row.day, row.by_family) if row else None


def own_plans(actor: Actor, *, at: datetime) -> list[PlanLine]:
    """A woman's own plans, the latest first. Five queries."""
    mine = Q(pk=None)
    if actor.user_id is not None:
        mine |= Q(user_id=actor.user_id)
    if actor.person_id is not None:
        mine |= Q(person_id=actor.person_id)
    found = list(PlanRow.objects.filter(mine, kind=Kind.MOTHER.value).order_by("-id"))
    return lines_of(found, local_date(at))


def plans_of_children(child_ids: Iterable[int]) -> dict[int, tuple[int, State]]:
    """Child → (its plan, how it stands); those in sight. Two queries."""
    ids = list(child_ids)
    stand = {i: i for i in ids}
    stand |= dict(Child.objects.filter(joined_to_id__in=ids).values_list("id", "joined_to_id"))
    found = PlanRow.objects.filter(child_id__in=list(stand)).order_by("-state", "id")
    out: dict[int, tuple[int, State]] = {}
    for number, child, state in found.values_list("id", "child_id", "state"):
        out.setdefault(stand[child], (number, State(state)))
    return out
