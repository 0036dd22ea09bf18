"""Places that came free go to who waits for them, in the order of the published rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.casework.enrolment.data import (
    Applicant,
    EnrolmentState,
    EnrolmentStep,
)
from anju.domains.casework.enrolment.models import EnrolmentRound, EnrolmentRow, SchoolRow
from anju.domains.casework.enrolment.operations import recording
from anju.domains.casework.enrolment.rules.allocating import draw_number, in_turn, move_up
from anju.foundation.actor import Actor


def fill(held: EnrolmentRound, *, actor: Actor, at: datetime) -> int:
    """Give free places of a round, which is locked and published, to who waits; how many moved up. Called as the intake
    role. Three queries and what is written for each who moves."""
    seats = {(s.code, s.grade): s.places for s in SchoolRow.objects.filter(round=held)}
    holding = EnrolmentRow.objects.filter(round=held, state__in=["placed", "accepted"])
    for school, grade in holding.values_list("school", "grade"):
        seats[school, grade] = seats.get((school, grade), 0) - 1
    free = {seat: n for seat, n in seats.items() if n > 0}
    if not free:
        return 0
    rows = {
        r.pk: r
        for r in EnrolmentRow.objects.select_for_update().filter(
            round=held, state__in=["waiting", "placed"]
        )
    }
    schools = sorted({school for school, _grade in seats})
    families = in_turn([_applicant(r, schools) for r in rows.values()], held.seed)
    moves = move_up([[(a, rows[a.id].school) for a in family] for family in families], free)
    regions = dict(SchoolRow.objects.filter(round=held).values_list("code", "region"))
    for child, school, choice in _last(moves):
        row = rows[child]
        row.round = held
        detail = {"school": school, "choice": str(choice), "before": row.school}
        row.school, row.school_region = school, regions[school]
        row.choice = choice if choice <= len(row.choices) else 0
        recording.take(
            row,
            EnrolmentStep.MOVED_UP,
            key=f"up:{row.version}",
            actor=actor,
            at=at,
            detail=detail,
            by_office=True,
        )
    return len(_last(moves))


def _last(moves: Sequence[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """Where each ends who moved, also over several places."""
    return list({m[0]: m for m in moves}.values())


def join_waiting(row: EnrolmentRow, *, actor: Actor, at: datetime) -> None:
    """Put somebody who was admitted late on the waiting list of a published round, and give what is free."""
    row.draw = draw_number(row.round.seed, row.family)
    recording.take(row, EnrolmentStep.WAITING, key="published", actor=actor, at=at, by_office=True)
    fill(row.round, actor=actor, at=at)


def _applicant(row: EnrolmentRow, schools: Sequence[str]) -> Applicant:
    """Who waits and takes a place by arrangement takes any school after those that were named."""
    more = row.arrange and row.state == EnrolmentState.WAITING.value
    others = [s for s in schools if s not in row.choices] if more else []
    return Applicant(
        row.pk,
        row.family,
        row.grade,
        row.points,
        (*row.choices, *others),
        row.same_school,
        row.arrange,
    )
