"""Whether a target dose may be skipped, because of age, time passed, or doses given already."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from anju.domains.health.immunization.data.answers import Given
from anju.domains.health.immunization.data.schedule import (
    Comparison,
    Condition,
    ConditionKind,
    ConditionSet,
    Skip,
)
from anju.domains.health.immunization.rules.course import VALID, Course
from anju.domains.health.immunization.rules.dates import shift


def may_skip(course: Course, skips: tuple[Skip, ...], reference: int, anchor: int) -> bool:
    """True when one of the rules of skipping holds on the reference day; `anchor` says which rules are in force."""
    return any(_skip_holds(course, skip, reference, anchor) for skip in skips)


def any_holds(course: Course, sets: tuple[ConditionSet, ...], reference: int) -> bool:
    """True when one of the sets holds on the reference day."""
    return any(_set_holds(course, s, reference) for s in sets)


def _skip_holds(course: Course, skip: Skip, reference: int, anchor: int) -> bool:
    sets = [s for s in skip.sets if s.in_force.on(anchor)]
    if not sets:
        return False
    held = (_set_holds(course, s, reference) for s in sets)
    return all(held) if skip.every else any(held)


def _set_holds(course: Course, group: ConditionSet, reference: int) -> bool:
    held = (_holds(course, c, reference) for c in group.conditions)
    return all(held) if group.every else any(held)


def _holds(course: Course, condition: Condition, reference: int) -> bool:
    return _KINDS[condition.kind](course, condition, reference)


def _age(course: Course, condition: Condition, reference: int) -> bool:
    born = course.person.born
    if condition.begin is not None and reference < shift(born, condition.begin):
        return False
    return condition.end is None or reference < shift(born, condition.end)


def _interval(course: Course, condition: Condition, reference: int) -> bool:
    if not course.seen or condition.interval is None:
        return False
    return reference >= shift(course.records[course.seen - 1].day, condition.interval)


def _completed(course: Course, condition: Condition, reference: int) -> bool:
    return course.completed(condition.groups)


def _born(course: Course, condition: Condition, reference: int) -> bool:
    born = course.person.born
    return (condition.first is None or condition.first <= born) and (
        condition.before is None or born < condition.before
    )


def _count(course: Course, condition: Condition, reference: int) -> bool:
    number = sum(1 for given in _counted(course, condition) if _within(course, condition, given))
    if condition.comparison is Comparison.MORE:
        return number > condition.count
    if condition.comparison is Comparison.EQUAL:
        return number == condition.count
    return number < condition.count


def _counted(course: Course, condition: Condition) -> list[Given]:
    """Doses so far: those that count in this series, or all of the vaccines named, whatever antigen they hold."""
    if condition.valid_only:
        return [e.given for e in course.evaluations if e.status is VALID]
    if not condition.codes:
        return list(course.records[: course.seen])
    current = course.current
    return list(takewhile(lambda given: given is not current, course.history))


def _within(course: Course, condition: Condition, given: Given) -> bool:
    if condition.codes and given.code not in condition.codes:
        return False
    if condition.first is not None and given.day < condition.first:
        return False
    if condition.before is not None and given.day >= condition.before:
        return False
    return _age(course, condition, given.day)


_KINDS: dict[ConditionKind, Callable[[Course, Condition, int], bool]] = {
    ConditionKind.AGE: _age,
    ConditionKind.INTERVAL: _interval,
    ConditionKind.COMPLETED: _completed,
    ConditionKind.COUNT: _count,
    ConditionKind.BORN: _born,
}
