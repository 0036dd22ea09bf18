"""Putting what is proved beside the rule: facts of an application, its route, its points, whether it is admitted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from anju.domains.casework.enrolment.data import EnrolmentState, EnrolmentStep, Fit, Known
from anju.domains.casework.enrolment.models import EnrolmentRow
from anju.domains.casework.enrolment.operations import recording
from anju.domains.casework.enrolment.queries import law
from anju.domains.casework.enrolment.queries.enrolments import kept_facts, packed, sealed
from anju.domains.casework.enrolment.rules.proving import fit, points_of
from anju.foundation.actor import Actor


def weighed(row: EnrolmentRow, known: Sequence[Known]) -> Fit:
    """Keep these facts with the row, its route and its points; how it stands to the rule. The row is not saved."""
    held = row.round
    rule = law.admission(held.region, held.apply_from)
    found = fit(rule, known, year=held.year, last_day=held.apply_to)
    made = points_of(rule.points, known, held.apply_to)
    row.route = found.route or ""
    row.points = sum((p for _item, p in made), Decimal(0))
    return found


def proved_now(
    row: EnrolmentRow, known: Sequence[Known], *, key: str, actor: Actor, at: datetime
) -> None:
    """Facts came in after filing: keep them, and admit the application once they prove a route. The same key again
    changes nothing."""
    if recording.known(row, key):
        return
    (facts,) = kept_facts([row])
    found = weighed(row, known)
    row.facts_cipher = sealed(row.pk, {**facts, "known": packed(known)})
    admitted = found.route is not None and row.state != EnrolmentState.QUALIFIED.value
    recording.take(
        row,
        EnrolmentStep.QUALIFIED if admitted else EnrolmentStep.CHANGED,
        key=key,
        actor=actor,
        at=at,
        detail={"points": str(row.points), "route": row.route},
        by_office=True,
    )
