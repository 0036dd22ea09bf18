"""Whether a target dose may be skipped, because of age, time passed, or doses given already."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from anju.domains.health.immunization.data.answers import Given
from anju.domains.health.immunization.data.schedule import (
    ALWAYS,
    Comparison,
    Condition,
    ConditionKind,
    ConditionSet,
    Skip,
)
from anju.domains.health.immunization.rules.course import Course
from anju.domains.health.immunization.rules.dates import shift

MORE, EQUAL = Comparison.MORE, Comparison.EQUAL


def may_skip(course: Course, skips: tuple[Skip, ...], reference: int, anchor: int) -> bool:
    """True when one of the rules of skipping holds on the reference day; `anchor` says which rules are in force."""
    return any(_skip_holds(course, skip, reference, anchor) for skip in skips)


def any_holds(course: Course, sets: tuple[ConditionSet, ...], reference: int) -> bool:
    """True when one of the sets holds on the reference day."""
    return any(_set_holds(course, s, reference) for s in sets)


def _skip_holds(course: Course, skip: Skip, reference: int, anchor: int) -> bool:
    asked = False
    for one in skip.sets:
        if one.in_force is not ALWAYS and not one.in_force.on(anchor):
            continue
        asked = True
        if _set_holds(course, one, reference) != skip.every:
            return not skip.every
    return asked and skip.every


def _set_holds(course: Course, group: ConditionSet, reference: int) -> bool:
    for condition in group.conditions:
        if _KINDS[condition.kind](course, condition, reference) != group.every:
            return not group.every
    return group.every


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
    if condition.valid_only and condition.everything:
        number = sum(1 for _, given in course.met if given.code in condition.codes)
        return _compared(condition, number)
    number = 0
    for given in _counted(course, condition):
        if _within(course, condition, given):
            number += 1
    return _compared(condition, number)


def _compared(condition: Condition, number: int) -> bool:
    if condition.comparison is MORE:
        return number > condition.count
    if condition.comparison is EQUAL:
        return number == condition.count
    return number < condition.count


def _counted(course: Course, condition: Condition) -> list[Given]:
    """Doses so far: those that count in this series, or all of the vaccines named, whatever antigen they hold."""
    if condition.valid_only:
        return [given for _, given in course.met]
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
    if condition.begin is None and condition.end is None:
        return True
    return _age(course, condition, given.day)


_KINDS: dict[ConditionKind, Callable[[Course, Condition, int], bool]] = {
    ConditionKind.AGE: _age,
    ConditionKind.INTERVAL: _interval,
    ConditionKind.COMPLETED: _completed,
    ConditionKind.COUNT: _count,
    ConditionKind.BORN: _born,
}
