"""What each given dose of an antigen counts for in one series.

A city is evaluated at once: what runs for every dose avoids calls and lookups that a single answer would not notice.
"""

from __future__ import annotations

from typing import NamedTuple

from anju.domains.health.immunization.data.answers import DoseStatus, Evaluation, Given, Reason
from anju.domains.health.immunization.data.schedule import ALWAYS, Interval, Product, TargetDose
from anju.domains.health.immunization.rules.course import INADVERTENT, NOT_VALID, VALID, Course
from anju.domains.health.immunization.rules.dates import shift
from anju.domains.health.immunization.rules.skipping import may_skip

EXTRANEOUS = DoseStatus.EXTRANEOUS
SUB_STANDARD = DoseStatus.SUB_STANDARD
GRACE, TOO_OLD, TOO_YOUNG, TOO_SOON = (
    Reason.GRACE,
    Reason.TOO_OLD,
    Reason.TOO_YOUNG,
    Reason.TOO_SOON,
)
ALREADY_COMPLETE, NONE = Reason.ALREADY_COMPLETE, Reason.NONE


class Found(NamedTuple):
    """What one requirement says of a dose; `reason` is why it is not met, or that it was met within grace."""

    met: bool
    reason: Reason = NONE
    clause: str = ""


MET = Found(True)
MISTAKEN = Found(False, INADVERTENT)
OTHER = Found(False, Reason.OTHER_VACCINE)
OTHER_AGE = Found(False, Reason.VACCINE_AGE)
OTHER_MAKER = Found(False, Reason.OTHER_MAKER)


def evaluate(course: Course) -> None:
    """Evaluate every record of the course in order of days."""
    for place, given in enumerate(course.records):
        course.seen = place
        course.keep(_evaluate(course, given))
    course.seen = len(course.records)


def _evaluate(course: Course, given: Given) -> Evaluation:
    doses, day = course.doses, given.day
    if course.index >= len(doses):
        return Evaluation(given, EXTRANEOUS, ALREADY_COMPLETE)
    target = doses[course.index]
    if not given.usable:
        return Evaluation(given, SUB_STANDARD, Reason.NOT_USABLE, target.number)
    while target.evaluation_skips and may_skip(course, target.evaluation_skips, day, day):
        course.index += 1
        if course.index >= len(doses):
            return Evaluation(given, EXTRANEOUS, ALREADY_COMPLETE)
        target = doses[course.index]
    status, found = judge(course, target, given)
    if status is VALID:
        course.meet(target, given)
    return Evaluation(given, status, found.reason, target.number, found.clause or target.clause)


def judge(course: Course, target: TargetDose, given: Given) -> tuple[DoseStatus, Found]:
    """A dose against a target dose: by mistake? age, interval, conflict with others, vaccine."""
    if target.inadvertent and given.code in target.inadvertent:
        return NOT_VALID, MISTAKEN
    age = _age(course, target, given.day)
    if age is not MET and not age.met:
        return (EXTRANEOUS if age.reason is TOO_OLD else NOT_VALID), age
    interval = _intervals(course, target, given) if target.intervals else MET
    if interval is not MET and not interval.met:
        return NOT_VALID, interval
    if given.code in course.schedule.conflicts:
        conflict = _conflict(course, given)
        if conflict is not MET:
            return NOT_VALID, conflict
    vaccine = _vaccine(course, target, given)
    if vaccine is not MET:
        return NOT_VALID, vaccine
    return VALID, age if interval is MET else interval


def _age(course: Course, target: TargetDose, day: int) -> Found:
    born = course.person.born
    for ages in target.ages:
        if ages.in_force is not ALWAYS and not ages.in_force.on(day):
            continue
        if ages.absolute is not None and day < shift(born, ages.absolute):
            return Found(False, TOO_YOUNG, ages.clause)
        if ages.maximum is not None and day >= shift(born, ages.maximum):
            return Found(False, TOO_OLD, ages.clause)
        if ages.graced and ages.minimum is not None and day < shift(born, ages.minimum):
            return Found(True, GRACE, ages.clause)
    return MET


def _intervals(course: Course, target: TargetDose, given: Given) -> Found:
    """All preferable intervals, or else all allowable ones."""
    grace = MET
    for interval in target.intervals:
        found = _interval(course, interval, given.day)
        if found is MET:
            continue
        if not found.met:
            return MET if _allowed(course, target, given.day) else found
        grace = found
    return grace


def _allowed(course: Course, target: TargetDose, day: int) -> bool:
    intervals = [i for i in target.allowable_intervals if i.in_force.on(day)]
    if not intervals:
        return False
    since = [reference(course, i, day) for i in intervals]
    return all(
        s is not None and (i.absolute is None or day >= shift(s, i.absolute))
        for i, s in zip(intervals, since, strict=True)
    )


def _interval(course: Course, interval: Interval, day: int) -> Found:
    if interval.in_force is not ALWAYS and not interval.in_force.on(day):
        return MET
    since = reference(course, interval, day)
    if since is None:
        return MET
    if interval.absolute is not None and day < shift(since, interval.absolute):
        return Found(False, TOO_SOON, interval.clause)
    if interval.graced and interval.minimum is not None and day < shift(since, interval.minimum):
        return Found(True, GRACE, interval.clause)
    return MET


def reference(course: Course, interval: Interval, day: int) -> int | None:
    """The day from which an interval counts, None when what it counts from has not happened."""
    if interval.from_previous:
        return course.previous.day if course.previous is not None else None
    if interval.from_target is not None:
        return course.met_on(interval.from_target)
    if interval.from_recent:
        return _recent(course, interval.from_recent, day)
    if not course.person.observations:
        return None
    days = [
        o.day
        for o in course.person.observations
        if o.code == interval.from_observation and o.day is not None and o.day <= day
    ]
    return max(days, default=None)


def _recent(course: Course, codes: frozenset[str], day: int) -> int | None:
    mistaken = {id(e.given) for e in course.evaluations if e.reason is INADVERTENT}
    current = course.current
    for given in reversed(course.history):
        if given.day > day or given is current:
            continue
        if given.code in codes and id(given) not in mistaken:
            return given.day
    return None


def _conflict(course: Course, given: Given) -> Found:
    table = course.schedule.conflicts[given.code]
    day = given.day
    for other in course.live:
        since = other.day
        if since > day:
            break
        conflict = table.get(other.code)
        if conflict is None or since + conflict.longest <= day:
            continue
        counted = course.status_of(other) in (None, VALID)
        end = conflict.minimum_end if counted else conflict.end
        if shift(since, conflict.begin) <= day < shift(since, end):
            return Found(False, Reason.CONFLICT, conflict.clause)
    return MET


def _vaccine(course: Course, target: TargetDose, given: Given) -> Found:
    found, code, day = OTHER, given.code, given.day
    for product in target.products.get(code, ()):
        if product.in_force is not ALWAYS and not product.in_force.on(day):
            continue
        if not _in_ages(course, product, day):
            found = OTHER_AGE
        elif product.maker and product.maker != given.maker:
            found = OTHER_MAKER
        else:
            return MET
    return found if target.products else MET


def _in_ages(course: Course, product: Product, day: int) -> bool:
    if product.begin is not None and day < shift(course.person.born, product.begin):
        return False
    return product.end is None or day < shift(course.person.born, product.end)
