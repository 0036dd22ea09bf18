"""What a plan and a finding must hold to."""

from __future__ import annotations

from datetime import date

from anju.domains.assessment.sampling.data.values import (
    ITEMS,
    LONGEST_NAME,
    MOST_PEOPLE,
    MOST_SIZE,
    OUTCOMES,
    AuditKind,
    AuditPlan,
    FindingGiven,
    Outcome,
)

LEVELS = (2, 4, 6, 9, 12, 15)
"""Digits of divisions."""


def check_plan(plan: AuditPlan, today: date) -> str | None:
    """The first fault of a plan, a code."""
    if not 0 < len(plan.name) <= LONGEST_NAME:
        return "sample_name"
    if plan.digits and (plan.digits not in LEVELS or plan.digits <= len(plan.region)):
        return "sample_parts"
    if not 0 < plan.size <= MOST_SIZE:
        return "sample_size"
    if not 0 < plan.again <= 100:
        return "sample_again_share"
    return "sample_day" if plan.day > today else None


def check_finding(kind: AuditKind, found: FindingGiven) -> str | None:
    """The first fault of a finding, a code."""
    if found.outcome not in OUTCOMES[kind]:
        return "sample_outcome"
    if any(item not in ITEMS for item in found.wrong):
        return "sample_items"
    if found.wrong and found.outcome is not Outcome.LIVES:
        return "sample_items"
    if found.outcome is not Outcome.LIVED_IN:
        counted = (found.people, found.registered) != (None, None)
        return "sample_people_uncalled" if counted else None
    return _check_people(found)


def _check_people(found: FindingGiven) -> str | None:
    people, registered = found.people, found.registered
    if people is None or registered is None:
        return "sample_people_missing"
    if not 0 <= registered <= people <= MOST_PEOPLE:
        return "sample_people"
    return None
