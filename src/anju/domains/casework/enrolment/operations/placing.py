"""Allocating the places of a round by the published rule, publishing the result, taking back what nobody confirmed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from anju.domains.casework.enrolment.data import (
    Applicant,
    EnrolmentState,
    EnrolmentStep,
    Placement,
    RoundState,
)
from anju.domains.casework.enrolment.models import EnrolmentRound, EnrolmentRow
from anju.domains.casework.enrolment.operations import recording
from anju.domains.casework.enrolment.operations.enrolment_rights import RUN, locked_round
from anju.domains.casework.enrolment.operations.moving_up import fill
from anju.domains.casework.enrolment.operations.recording import ENROLMENT_EVENT
from anju.domains.casework.enrolment.queries.rounds import schools_of
from anju.domains.casework.enrolment.rules.allocating import allocate, draw_number
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.errors import Conflict, Refused
from anju.foundation.events import api as events

_SEED = re.compile(r"[\x21-\x7e]{1,80}")
ANSWER_DAYS = 3
"""Days that somebody who moved up has at least to confirm."""


@dataclass(frozen=True, slots=True)
class Allocated:
    """What came of an allocation: children, those with a place, with their first choice, on the waiting list."""

    children: int
    placed: int
    first_choice: int
    arranged: int
    waiting: int
    split: int


def allocate_places(round_id: int, seed: str, *, actor: Actor, at: datetime) -> Allocated:
    """Allocate the places of a round to all who are admitted, with the seed of the draw. Families see it once it is
    published; until then it may be done again, with the same seed alone.

    By who holds `enrol.run` there. `NotFound` ``round_unknown``; `Conflict` ``round_published``; `Refused`
    ``enrolment_still_open``, ``enrolment_seed``, ``enrolment_seed_fixed``, ``enrolment_unreviewed`` (`count`),
    ``round_no_schools``.
    """
    with transaction.atomic(), as_intake_role():
        held = locked_round(round_id)
        actor.require(RUN, region=held.region)
        drawn = seed.strip()
        _require_ready(held, drawn, at)
        applicants = _applicants(held)
        seats = {
            (s.code, grade): n
            for s in schools_of(round_id).values()
            for grade, n in s.places.items()
        }
        placed = allocate(applicants, seats, drawn)
        _store(held, applicants, placed, drawn)
        held.seed, held.state = drawn, RoundState.ALLOCATED.value
        held.cutoffs, held.version = _cutoffs(applicants, placed, drawn), held.version + 1
        held.save()
        counts = _counts(placed)
        audit.record_write(
            actor,
            action="casework.places_allocated",
            subject_kind="enrolment_round",
            subject_id=held.pk,
            at=at,
            detail={"region": held.region, "seed": drawn, "children": counts.children},
        )
    return counts


def _require_ready(held: EnrolmentRound, seed: str, at: datetime) -> None:
    if held.state == RoundState.PUBLISHED.value:
        raise Conflict("round_published")
    if local_date(at) <= held.apply_to:
        raise Refused("enrolment_still_open", until=held.apply_to)
    if not _SEED.fullmatch(seed):
        raise Refused("enrolment_seed")
    if held.seed and held.seed != seed:
        raise Refused("enrolment_seed_fixed", seed=held.seed)
    if not schools_of(held.pk):
        raise Refused("round_no_schools")
    waiting = EnrolmentRow.objects.filter(round=held, state=EnrolmentState.FILED.value).count()
    if waiting:
        raise Refused("enrolment_unreviewed", count=waiting)


def _applicants(held: EnrolmentRound) -> list[Applicant]:
    serving = [(s.code, s.areas) for s in schools_of(held.pk).values() if s.areas]
    near: dict[str, tuple[str, ...]] = {}
    found = []
    for pk, family, grade, points, choices, same, arrange, region in (
        EnrolmentRow.objects.filter(round=held, state=EnrolmentState.QUALIFIED.value)
        .values_list(
            "id", "family", "grade", "points", "choices", "same_school", "arrange", "region"
        )
        .order_by("id")
    ):
        if region not in near:
            near[region] = tuple(code for code, areas in serving if region.startswith(areas))
        found.append(
            Applicant(pk, family, grade, points, tuple(choices), same, arrange, near[region])
        )
    return found


def _store(
    held: EnrolmentRound,
    applicants: Sequence[Applicant],
    placed: Mapping[int, Placement],
    seed: str,
) -> None:
    """All results in one statement."""
    ordered = [placed[a.id] for a in applicants]
    source, values = joined(
        {
            "i": ("bigint", [a.id for a in applicants]),
            "d": ("text", [draw_number(seed, a.family) for a in applicants]),
            "s": ("text", [p.school or "" for p in ordered]),
            "c": ("int", [p.choice for p in ordered]),
            "p": ("text", [_passed(p) for p in ordered]),
            "x": ("boolean", [p.split for p in ordered]),
        }
    )
    run(
        f"""UPDATE casework_enrolment e SET draw = n.d, school = n.s, choice = n.c, passed = n.p::jsonb, split = n.x
        FROM {source} AS n(i, d, s, c, p, x) WHERE e.id = n.i AND e.round_id = %s""",  # noqa: S608
        [*values, held.pk],
    )


def _passed(placement: Placement) -> str:
    return json.dumps([[p.school, p.left, p.needed] for p in placement.passed])


def _cutoffs(
    applicants: Sequence[Applicant], placed: Mapping[int, Placement], seed: str
) -> dict[str, list[str]]:
    """Points and draw of the last family that was placed by choice, by school and grade."""
    last: dict[str, tuple[Decimal, str]] = {}
    for one in applicants:
        held = placed[one.id]
        if held.school is None or not held.choice:
            continue
        seat, turn = f"{held.school}/{one.grade}", (one.points, draw_number(seed, one.family))
        before = last.get(seat)
        if before is None or (-turn[0], turn[1]) > (-before[0], before[1]):
            last[seat] = turn
    return {seat: [str(points), draw] for seat, (points, draw) in sorted(last.items())}


def _counts(placed: Mapping[int, Placement]) -> Allocated:
    found = list(placed.values())
    return Allocated(
        len(found),
        sum(p.school is not None for p in found),
        sum(p.choice == 1 for p in found),
        sum(p.school is not None and not p.choice for p in found),
        sum(p.school is None for p in found),
        sum(p.split for p in found),
    )


def publish_places(round_id: int, *, actor: Actor, at: datetime) -> None:
    """Publish the result: every family sees its own with the reason and is notified. A second time changes nothing.

    By who holds `enrol.run` there. `NotFound` ``round_unknown``; `Conflict` ``round_not_allocated``; `Refused`
    ``enrolment_results_day`` before the day that was announced.
    """
    with transaction.atomic(), as_intake_role():
        held = locked_round(round_id)
        actor.require(RUN, region=held.region)
        if held.state == RoundState.PUBLISHED.value:
            return
        if held.state != RoundState.ALLOCATED.value:
            raise Conflict("round_not_allocated")
        if local_date(at) < held.results_on:
            raise Refused("enrolment_results_day", day=held.results_on)
        held.state, held.published_at = RoundState.PUBLISHED.value, at
        held.version += 1
        held.save()
        children = _published(held, actor, at)
        audit.record_writes(
            actor,
            action="casework.enrolment",
            subject_kind="enrolment",
            subject_ids=[c[0] for c in children],
            at=at,
            person_ids=[c[1] for c in children],
            details=[{"step": c[2], "to": c[2]} for c in children],
        )
        families = {c[3]: (c[4], c[2]) for c in children}
        events.emit_many(
            ENROLMENT_EVENT,
            [
                {"family": family, "guardian": guardian, "step": step, "by_office": True}
                for family, (guardian, step) in families.items()
            ],
            at=at,
        )


_PUBLISHED = """UPDATE casework_enrolment e SET version = e.version + 1,
    state = CASE WHEN e.school = '' THEN 'waiting' ELSE 'placed' END,
    school_region = coalesce((SELECT s.region FROM casework_enrolment_school s WHERE s.round_id = e.round_id
        AND s.code = e.school LIMIT 1), '')
    WHERE e.round_id = %s AND e.state = 'qualified' AND e.draw <> ''
    RETURNING e.id, e.child_person_id, e.state, e.family, e.guardian_person_id"""
_STEPS = """INSERT INTO casework_enrolment_event (enrolment_id, step, detail, key, by_user, by_label, at)
    SELECT e.id, e.state, jsonb_build_object('school', e.school, 'choice', e.choice::text), 'published', %s, %s, %s
    FROM casework_enrolment e WHERE e.round_id = %s AND e.id = ANY(%s)"""


def _published(
    held: EnrolmentRound, actor: Actor, at: datetime
) -> list[tuple[int, int, str, str, int]]:
    """(id, child, state, family, guardian) of those who got their result."""
    found = [(r[0], r[1], r[2], r[3], r[4]) for r in rows(_PUBLISHED, [held.pk])]
    run(_STEPS, [actor.user_id, actor.label[:100], at, held.pk, [f[0] for f in found]])
    return found


def lapse_unanswered(round_id: int, *, actor: Actor, at: datetime) -> tuple[int, int]:
    """Take back places that nobody confirmed until the last day: (how many, how many moved up). Who moved up later has
    three days at least. By who holds `enrol.run` there. `Refused` ``enrolment_reply_open``; `Conflict`."""
    with transaction.atomic(), as_intake_role():
        held = locked_round(round_id)
        actor.require(RUN, region=held.region)
        if held.state != RoundState.PUBLISHED.value:
            raise Conflict("round_not_allocated")
        if local_date(at) <= held.reply_by:
            raise Refused("enrolment_reply_open", until=held.reply_by)
        late = rows(
            """SELECT e.id FROM casework_enrolment e WHERE e.round_id = %s AND e.state = 'placed' AND NOT EXISTS (
            SELECT FROM casework_enrolment_event v WHERE v.enrolment_id = e.id AND v.step IN ('placed', 'moved_up')
            AND v.at > %s) ORDER BY e.id""",
            [round_id, at - timedelta(days=ANSWER_DAYS)],
        )
        for row in EnrolmentRow.objects.select_for_update().filter(id__in=[r[0] for r in late]):
            recording.take(
                row,
                EnrolmentStep.LAPSED,
                key="lapsed",
                actor=actor,
                at=at,
                detail={"school": row.school},
                by_office=True,
            )
        return len(late), fill(held, actor=actor, at=at)
