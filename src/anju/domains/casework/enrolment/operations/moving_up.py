"""Places that came free go to who waits for them, in the order of the published rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

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
    schools = sorted({school for school, _grade in seats})
    waits = EnrolmentRow.objects.filter(round=held, state__in=["waiting", "placed"])
    found = [(_applicant(values, schools), values[-2]) for values in waits.values_list(*_COLUMNS)]
    holds = {one.id: school for one, school in found}
    families = in_turn([one for one, _school in found], held.seed)
    moves = _last(move_up([[(a, holds[a.id]) for a in family] for family in families], free))
    regions = dict(SchoolRow.objects.filter(round=held).values_list("code", "region"))
    rows = EnrolmentRow.objects.select_for_update().in_bulk([child for child, _s, _c in moves])
    for child, school, choice in moves:
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
    return len(moves)


def _last(moves: Sequence[tuple[int, str, int]]) -> list[tuple[int, str, int]]:
    """Where each ends who moved, also over several places."""
    return list({m[0]: m for m in moves}.values())


def join_waiting(row: EnrolmentRow, *, actor: Actor, at: datetime) -> None:
    """Put somebody who was admitted late on the waiting list of a published round, and give what is free."""
    row.draw = draw_number(row.round.seed, row.family)
    recording.take(row, EnrolmentStep.WAITING, key="published", actor=actor, at=at, by_office=True)
    fill(row.round, actor=actor, at=at)


_COLUMNS = (
    "id", "family", "grade", "points", "choices", "same_school", "arrange", "school", "state",
)  # fmt: skip


def _applicant(values: tuple[Any, ...], schools: Sequence[str]) -> Applicant:
    """Who waits and takes a place by arrangement takes any school after those that were named."""
    number, family, grade, points, choices, same_school, arrange, _school, state = values
    more = arrange and state == EnrolmentState.WAITING.value
    others = [s for s in schools if s not in choices] if more else []
    return Applicant(number, family, grade, points, (*choices, *others), same_school, arrange)
