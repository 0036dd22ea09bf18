"""What each given dose of an antigen counts for in one series."""

from __future__ import annotations

from typing import NamedTuple

from anju.domains.health.immunization.data.answers import (
    DoseStatus,
    Evaluation,
    Given,
    Reason,
)
from anju.domains.health.immunization.data.schedule import Interval, Product, TargetDose
from anju.domains.health.immunization.rules.course import VALID, Course
from anju.domains.health.immunization.rules.dates import shift
from anju.domains.health.immunization.rules.skipping import may_skip

NOT_VALID, EXTRANEOUS = DoseStatus.NOT_VALID, DoseStatus.EXTRANEOUS


class Found(NamedTuple):
    """What one requirement says of a dose; `reason` is why it is not met, or that it was met within grace."""

    met: bool
    reason: Reason = Reason.NONE
    clause: str = ""


MET = Found(True)


def evaluate(course: Course) -> None:
    """Evaluate every record of the course in order of days."""
    for place, given in enumerate(course.records):
        course.seen = place
        course.keep(_evaluate(course, given))
    course.seen = len(course.records)


def _evaluate(course: Course, given: Given) -> Evaluation:
    target = course.target
    if target is None:
        return Evaluation(given, EXTRANEOUS, Reason.ALREADY_COMPLETE)
    if not given.usable:
        return Evaluation(given, DoseStatus.SUB_STANDARD, Reason.NOT_USABLE, target.number)
    while target.evaluation_skips and may_skip(
        course, target.evaluation_skips, given.day, given.day
    ):
        course.index += 1
        target = course.target
        if target is None:
            return Evaluation(given, EXTRANEOUS, Reason.ALREADY_COMPLETE)
    status, found = judge(course, target, given)
    if status is VALID:
        course.meet(target, given)
    return Evaluation(given, status, found.reason, target.number, found.clause or target.clause)


def judge(course: Course, target: TargetDose, given: Given) -> tuple[DoseStatus, Found]:
    """A dose against a target dose: by mistake? age, interval, conflict with others, vaccine."""
    if given.code in target.inadvertent:
        return NOT_VALID, Found(False, Reason.INADVERTENT)
    age = _age(course, target, given)
    if age.reason is Reason.TOO_OLD:
        return EXTRANEOUS, age
    if not age.met:
        return NOT_VALID, age
    interval = _intervals(course, target, given)
    if not interval.met:
        return NOT_VALID, interval
    conflict = _conflict(course, given)
    if not conflict.met:
        return NOT_VALID, conflict
    vaccine = _vaccine(course, target, given)
    if not vaccine.met:
        return NOT_VALID, vaccine
    return VALID, interval if interval.reason is Reason.GRACE else age


def _age(course: Course, target: TargetDose, given: Given) -> Found:
    born, day = course.person.born, given.day
    for ages in target.ages:
        if not ages.in_force.on(day):
            continue
        if ages.absolute is not None and day < shift(born, ages.absolute):
            return Found(False, Reason.TOO_YOUNG, ages.clause)
        if ages.maximum is not None and day >= shift(born, ages.maximum):
            return Found(False, Reason.TOO_OLD, ages.clause)
        if ages.minimum is not None and day < shift(born, ages.minimum):
            return Found(True, Reason.GRACE, ages.clause)
    return MET


def _intervals(course: Course, target: TargetDose, given: Given) -> Found:
    """All preferable intervals, or else all allowable ones."""
    grace = MET
    for interval in target.intervals:
        found = _interval(course, interval, given)
        if not found.met:
            return MET if _allowed(course, target, given) else found
        if found.reason is Reason.GRACE:
            grace = found
    return grace


def _allowed(course: Course, target: TargetDose, given: Given) -> bool:
    intervals = [i for i in target.allowable_intervals if i.in_force.on(given.day)]
    if not intervals:
        return False
    since = [reference(course, i, given.day) for i in intervals]
    return all(
        s is not None and (i.absolute is None or given.day >= shift(s, i.absolute))
        for i, s in zip(intervals, since, strict=True)
    )


def _interval(course: Course, interval: Interval, given: Given) -> Found:
    if not interval.in_force.on(given.day):
        return MET
    since = reference(course, interval, given.day)
    if since is None:
        return MET
    if interval.absolute is not None and given.day < shift(since, interval.absolute):
        return Found(False, Reason.TOO_SOON, interval.clause)
    if interval.minimum is not None and given.day < shift(since, interval.minimum):
        return Found(True, Reason.GRACE, interval.clause)
    return MET


def reference(course: Course, interval: Interval, day: int) -> int | None:
    """The day from which an interval counts, None when what it counts from has not happened."""
    if interval.from_previous:
        return course.previous.day if course.previous is not None else None
    if interval.from_target is not None:
        return course.met_on(interval.from_target)
    if interval.from_recent:
        return _recent(course, interval.from_recent, day)
    days = [
        o.day
        for o in course.person.observations
        if o.code == interval.from_observation and o.day is not None and o.day <= day
    ]
    return max(days, default=None)


def _recent(course: Course, codes: frozenset[str], day: int) -> int | None:
    mistaken = {id(e.given) for e in course.evaluations if e.reason is Reason.INADVERTENT}
    current = course.current
    for given in reversed(course.history):
        if given.day > day or given is current:
            continue
        if given.code in codes and id(given) not in mistaken:
            return given.day
    return None


def _conflict(course: Course, given: Given) -> Found:
    table = course.schedule.conflicts.get(given.code)
    if not table:
        return MET
    for other in course.history:
        conflict = table.get(other.code)
        if conflict is None or other.day > given.day:
            continue
        counted = course.status_of(other) in (None, VALID)
        end = conflict.minimum_end if counted else conflict.end
        if shift(other.day, conflict.begin) <= given.day < shift(other.day, end):
            return Found(False, Reason.CONFLICT, conflict.clause)
    return MET


def _vaccine(course: Course, target: TargetDose, given: Given) -> Found:
    reason = Reason.OTHER_VACCINE
    for product in target.preferable:
        if product.code != given.code or not product.in_force.on(given.day):
            continue
        if not _in_ages(course, product, given.day):
            reason = Reason.VACCINE_AGE
        elif product.maker and product.maker != given.maker:
            reason = Reason.OTHER_MAKER
        else:
            return MET
    for product in target.allowable:
        if product.code == given.code and product.in_force.on(given.day):
            if _in_ages(course, product, given.day):
                return MET
            reason = Reason.VACCINE_AGE
    if not target.preferable and not target.allowable:
        return MET
    return Found(False, reason)


def _in_ages(course: Course, product: Product, day: int) -> bool:
    born = course.person.born
    if product.begin is not None and day < shift(born, product.begin):
        return False
    return product.end is None or day < shift(born, product.end)
