"""Applying for children: once a round and child, by who guards it; what is proved is filled in and may be enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from anju.domains.casework.enrolment.data import (
    LIVE,
    MOST_CHILDREN,
    Admission,
    EnrolmentState,
    EnrolmentStep,
    Fit,
    Known,
    Round,
    RoundKind,
    SchoolPlaces,
)
from anju.domains.casework.enrolment.models import EnrolmentRow
from anju.domains.casework.enrolment.operations import enrolment_rights, recording
from anju.domains.casework.enrolment.operations.qualifying import weighed
from anju.domains.casework.enrolment.queries import law
from anju.domains.casework.enrolment.queries.enrolments import packed, sealed
from anju.domains.casework.enrolment.queries.known_facts import known_of
from anju.domains.casework.enrolment.queries.rounds import one_round, round_of, schools_of
from anju.domains.casework.enrolment.rules.proving import (
    first_grade_fault,
    fit,
    likely_grade,
)
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids, rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.request_keys import require_key


@dataclass(frozen=True, slots=True)
class Wanted:
    """A child and the grade it shall enter."""

    child_id: int
    grade: int


@dataclass(frozen=True, slots=True)
class ChildOutlook:
    """What is known of a child before it is applied for: where it lives, the grade that is likely, how it stands to the
    rule. `fault`: the code of why it cannot be applied for; `number`: of an application that is there."""

    child_id: int
    name: str
    born: date | None
    region: str
    home: str
    grade: int
    fit: Fit
    known: tuple[Known, ...]
    fault: str
    number: str = ""


def apply_for_school(
    round_id: int,
    guardian_id: int,
    children: Sequence[Wanted],
    choices: Sequence[str],
    *,
    same_school: bool = True,
    arrange: bool = True,
    key: str,
    actor: Actor,
    at: datetime,
) -> list[int]:
    """Apply for children of one family; ids by child. The same `key` again changes nothing. Nothing is asked that the
    register proves; where that is enough the application is admitted at once.

    By the guardian, who helps them, or the counter where the child lives. Raises `NotFound` ``round_unknown``,
    ``person_unknown``; `NotAllowed` ``enrolment_not_guardian``; `Refused` ``enrolment_not_yet``, ``enrolment_closed``,
    ``enrolment_children``, ``enrolment_birth_unknown``, ``enrolment_birth_ahead``, ``enrolment_too_young``,
    ``enrolment_grade``, ``enrolment_home``, ``enrolment_elsewhere``, ``enrolment_choices``, ``enrolment_choice``,
    ``enrolment_catchment``; `Conflict` ``enrolment_open``, ``enrolment_doubled`` (`number`).
    """
    require_key(key)
    if not 0 < len(children) <= MOST_CHILDREN or len({c.child_id for c in children}) < len(
        children
    ):
        raise Refused("enrolment_children", most=MOST_CHILDREN)
    if actor.kind == "staff" and guardian_id not in people.persons([guardian_id]):
        raise NotFound("person_unknown")
    with transaction.atomic(), as_intake_role():
        held_row = enrolment_rights.locked_round(round_id)
        held = round_of(held_row)
        before = _before(actor, key)
        if before:
            return before
        _require_open(held, local_date(at))
        rule = law.admission(held.region, held.apply_from)
        made = [(c, _admissible(c, guardian_id, held, rule, actor, at)) for c in children]
        require_choices(choices, schools_of(round_id), rule, [(c.grade, f.region) for c, f in made])
        ids = next_ids("casework_enrolment", len(made))
        shared = {
            "family": f"RX{held.region[:6]}{held.year}{ids[0]:06}",
            "round": held_row,
            "guardian_id": guardian_id,
            "office": held.region,
            "choices": list(choices),
            "same_school": same_school,
            "arrange": arrange,
            "state": EnrolmentState.FILED.value,
            "channel": actor.channel,
            "key": key,
            "by_user": actor.user_id,
            "by_label": actor.label[:100],
            "filed_at": at,
            "version": 0,
        }
        guardian = people.persons([guardian_id])[guardian_id].name
        for n, (number, (child, found)) in enumerate(zip(ids, made, strict=True), 1):
            row = EnrolmentRow(
                **shared,
                id=number,
                number=f"{shared['family']}-{n}",
                child_id=child.child_id,
                region=found.region,
                grade=child.grade,
                facts_cipher=_sealed_facts(number, found, guardian),
            )
            _filed(row, found, actor, at)
    return ids


def _admissible(
    child: Wanted, guardian_id: int, held: Round, rule: Admission, actor: Actor, at: datetime
) -> ChildOutlook:
    """A child that the actor may apply for in this round, and what is known of it."""
    _require_guardian(guardian_id, child.child_id, actor, at)
    found = _looked_at(held, rule, child.child_id, at)
    _require_sound(found, child.grade, held, rule)
    if actor.kind == "staff":
        actor.require(enrolment_rights.ENTER, region=found.region)
    _require_single(held, guardian_id, child.child_id)
    return found


def _sealed_facts(number: int, found: ChildOutlook, guardian: str) -> bytes:
    facts = {
        "name": found.name,
        "born": found.born,
        "guardian": guardian,
        "home": found.home,
        "known": packed(found.known),
    }
    return sealed(number, facts)


def _filed(row: EnrolmentRow, found: ChildOutlook, actor: Actor, at: datetime) -> None:
    stands = weighed(row, found.known)
    recording.take(row, EnrolmentStep.FILED, key="filed", actor=actor, at=at)
    if stands.route is not None:
        recording.take(
            row,
            EnrolmentStep.QUALIFIED,
            key="register",
            actor=actor,
            at=at,
            detail={"route": stands.route, "points": str(row.points), "by": "register"},
        )


def _before(actor: Actor, key: str) -> list[int]:
    """What the same request made."""
    found = EnrolmentRow.objects.filter(by_user=actor.user_id, key=key).order_by("id")
    return list(found.values_list("id", flat=True))


def _require_open(held: Round, day: date) -> None:
    if day < held.apply_from:
        raise Refused("enrolment_not_yet", since=held.apply_from)
    if not held.takes_on(day):
        raise Refused("enrolment_closed", until=held.apply_to)


def _require_guardian(guardian_id: int, child_id: int, actor: Actor, at: datetime) -> None:
    """The one applied for guards the child, and the actor is them, helps them, or is the counter."""
    if guardian_id not in people.wards_of([child_id]).get(child_id, []):
        raise NotAllowed("enrolment_not_guardian")
    if actor.kind != "staff" and not enrolment_rights.acts_for(guardian_id, actor, at):
        raise NotAllowed("enrolment_not_guardian")


def _require_single(held: Round, guardian_id: int, child_id: int) -> None:
    """A child has one application a round, whoever of the family brings it."""
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"enrol:{held.id}:{child_id}"])
    same = EnrolmentRow.objects.filter(
        round_id=held.id, child_id=child_id, state__in=[s.value for s in LIVE]
    ).first()
    if same is not None:
        code = "enrolment_open" if same.guardian_id == guardian_id else "enrolment_doubled"
        raise Conflict(code, number=same.number, id=same.pk)


def _require_sound(found: ChildOutlook, grade: int, held: Round, rule: Admission) -> None:
    if found.fault:
        raise Refused(found.fault, name=found.name, place=held.title)
    if grade not in held.grades:
        raise Refused("enrolment_grade", name=found.name)
    young = held.kind is RoundKind.ENTRY and grade == 1 and found.born is not None
    if young and found.born and (fault := first_grade_fault(rule, found.born, held.year)):
        raise Refused(fault, name=found.name, age=rule.age, day=rule.cutoff, year=held.year)


def require_choices(
    choices: Sequence[str],
    schools: dict[str, SchoolPlaces],
    rule: Admission,
    wanted: Sequence[tuple[int, str]],
) -> None:
    """At most so many schools of the round, each once; for each child one with its grade; where areas bind, in it."""
    if not 0 < len(choices) <= rule.most_choices or len(set(choices)) < len(choices):
        raise Refused("enrolment_choices", most=rule.most_choices)
    if unknown := [c for c in choices if c not in schools]:
        raise Refused("enrolment_choice", code=unknown[0][:20])
    for grade, region in wanted:
        if not any(grade in schools[c].places for c in choices):
            raise Refused("enrolment_no_such_grade", grade=grade)
        if rule.catchment and (out := [c for c in choices if not schools[c].serves(region)]):
            raise Refused("enrolment_catchment", school=schools[out[0]].name)


def outlook(round_id: int, guardian_id: int, *, actor: Actor, at: datetime) -> list[ChildOutlook]:
    """How the children of a guardian stand to the rule of a round, before anything is filed: for the guardian, who
    helps them, the counter. `NotFound` ``round_unknown``; `NotAllowed` ``enrolment_not_guardian``."""
    held = one_round(round_id)
    rule = law.admission(held.region, held.apply_from)
    if actor.kind == "staff":
        actor.require(enrolment_rights.ENTER)
        if guardian_id not in people.persons([guardian_id]):
            raise NotFound("person_unknown")
    elif not enrolment_rights.acts_for(guardian_id, actor, at):
        raise NotAllowed("enrolment_not_guardian")
    with transaction.atomic(), as_intake_role():
        related = [r.person_id for r in people.relatives(guardian_id)]
        wards = people.wards_of(related)
        minors = [child for child in related if guardian_id in wards.get(child, [])]
        found = [_looked_at(held, rule, child, at) for child in minors]
        live = EnrolmentRow.objects.filter(
            round_id=round_id, child_id__in=minors, state__in=[s.value for s in LIVE]
        )
        numbers = dict(live.values_list("child_id", "number"))
    return [replace(f, number=numbers.get(f.child_id, "")) for f in found]


def _looked_at(held: Round, rule: Admission, child_id: int, at: datetime) -> ChildOutlook:
    """A child as register, permits and exchange know it. Called as the intake role."""
    day = local_date(at)
    child = people.persons([child_id]).get(child_id)
    if child is None:
        raise NotFound("person_unknown")
    stays = [s for s in register.stays_of([child_id], as_of=day) if s.habitual]
    region = stays[-1].region[:12] if stays else ""
    home_id = stays[-1].home_id if stays else None
    home = places.homes([home_id]).get(home_id) if home_id is not None else None
    guardians = people.wards_of([child_id]).get(child_id, [])
    known = tuple(known_of(child_id, guardians, city=held.region[:4], day=day))
    born = child.birth_date
    return ChildOutlook(
        child_id,
        child.name,
        born,
        region,
        home.text if home else "",
        likely_grade(born, held.grades, rule, held.year) if born else held.grades[0],
        fit(rule, known, year=held.year, last_day=held.apply_to),
        known,
        _child_fault(born, region, held, day),
    )


def _child_fault(born: date | None, region: str, held: Round, day: date) -> str:
    if born is None:
        return "enrolment_birth_unknown"
    if born > day:
        return "enrolment_birth_ahead"
    if not region:
        return "enrolment_home"
    return "" if region.startswith(held.region) else "enrolment_elsewhere"
