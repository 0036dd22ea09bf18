"""Coverage of a dose: who is due it, who has it, and between which bounds the share lies."""

from __future__ import annotations

from collections.abc import Sequence

from anju.domains.health.doses.data import Coverage, Measured
from anju.domains.health.immunization.data.answers import DoseStatus, GroupAnswer, Status
from anju.domains.health.immunization.data.schedule import Offset
from anju.domains.health.immunization.rules.dates import shift
from anju.foundation.intervals import wilson


def is_due(measured: Measured, born: int, today: int) -> bool:
    """Whether the child has reached the age by which the dose is complete."""
    return shift(born, Offset(measured.by_months, 0)) <= today


def has(measured: Measured, answers: Sequence[GroupAnswer]) -> bool:
    """Whether so many doses of the group count, or the group is complete or not needed."""
    for answer in answers:
        if answer.group == measured.group:
            if answer.forecast.status in (Status.COMPLETE, Status.IMMUNE):
                return True
            valid = {e.given.key for e in answer.evaluations if e.status is DoseStatus.VALID}
            if len(valid) >= measured.dose:
                return True
    return False


def coverage(measured: Measured, due: int, given: int, sure: int) -> Coverage:
    """The figure with its interval."""
    if not due:
        return Coverage(measured, 0, 0, 0, None, None, None)
    low, high = wilson(given, due)
    return Coverage(measured, due, given, sure, given / due, low, high)
