"""School records: from the place a child was given here, and to the school it has here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import Enrolment, EnrolmentState
from anju.domains.exchange.transfers.data.transfers import (
    GUARDIAN,
    SCHOOL,
    Prepared,
    Subject,
    Wanted,
)
from anju.domains.exchange.transfers.operations.providers import (
    Arrived,
    Provider,
    Taken,
    add_provider,
    person_named,
)
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import NotFound

OFFICE_KEY, SCHOOL_KEY = "enrol:", "school:"
"""Scope keys of education offices and of schools begin with these; a region follows."""
GRADES = (
    "",
    "一年级",
    "二年级",
    "三年级",
    "四年级",
    "五年级",
    "六年级",
    "七年级",
    "八年级",
    "九年级",
)


def _at_school(actor: Actor, at: datetime) -> dict[str, Enrolment]:
    """Children whom the actor guards and who go to a school here, the last place of each."""
    me = actor.person_id
    if me is None:
        return {}
    wards = [person for person, _, _ in people.in_care_of(me)]
    found: dict[str, Enrolment] = {}
    for line in enrolment.enrolments_seen(wards):
        if line.state is EnrolmentState.ACCEPTED and line.school:
            found.setdefault(f"person:{line.child_id}", line)
    today = local_date(at)
    return {
        ref: line
        for ref, line in found.items()
        if enrolment.one_round(line.round_id).term_begins <= today
    }


def _offered(actor: Actor, at: datetime) -> Sequence[Subject]:
    return [
        Subject(SCHOOL, ref, line.name, line.born, GUARDIAN)
        for ref, line in _at_school(actor, at).items()
    ]


def _prepared(wanted: Wanted, actor: Actor, at: datetime) -> Prepared:
    line = _at_school(actor, at).get(wanted.ref)
    if line is None:
        raise NotFound("person_unknown")
    person = person_named(line.child_id)
    held = enrolment.one_round(line.round_id)
    school = enrolment.schools_of(line.round_id)[line.school]
    body = {
        "person": person,
        "kind": SCHOOL,
        "request": {"by": GUARDIAN, "day": local_date(at).isoformat()},
        "schooling": [
            {
                "school": school.name,
                "grade": GRADES[line.grade],
                "since": held.term_begins.isoformat(),
            }
        ],
    }
    return Prepared(body, f"{SCHOOL_KEY}{school.region}", line.child_id)


def _take_in(arrived: Arrived, _: Actor, __: datetime) -> Taken:
    """To the school where the child surely has its place; otherwise the education office looks."""
    office = f"{OFFICE_KEY}{arrived.place}"
    if arrived.person_id is None or arrived.hidden:
        return Taken(office, doubt="no_record")
    found = [
        e
        for e in enrolment.enrolments_seen([arrived.person_id])
        if e.state is EnrolmentState.ACCEPTED and e.school
    ]
    if len(found) != 1:
        return Taken(office, doubt="no_school" if not found else "several_schools")
    school = enrolment.schools_of(found[0].round_id)[found[0].school]
    return Taken(f"{SCHOOL_KEY}{school.region}", done=True)


def _by_hand(_: Arrived, taken: Taken, __: Actor, ___: datetime) -> Taken:
    """The education office keeps it for the school that the family chooses."""
    return Taken(taken.office, done=True)


add_provider(SCHOOL, Provider("enrol.review", OFFICE_KEY, _offered, _prepared, _take_in, _by_hand))
