"""Sample audits, how far they are, and what they say."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from django.db.models import Q

from anju.domains.assessment.sampling.data.values import (
    AuditKind,
    AuditPlan,
    AuditResult,
    AuditState,
    AuditView,
)
from anju.domains.assessment.sampling.models import SampleAudit
from anju.domains.assessment.sampling.queries.units import units_of
from anju.domains.assessment.sampling.rules.results import result
from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound

RUN, CHECK, SEE = "sample.run", "sample.check", "stats.see"
SHOWN = 200
"""Audits that a list shows, the latest."""

_SUMS = """SELECT u.audit_id, count(*), count(a.id), count(*) FILTER (WHERE u.again), count(b.id),
    count(b.id) FILTER (WHERE s.id IS NULL AND (a.outcome, a.people, a.registered, a.wrong)
        IS DISTINCT FROM (b.outcome, b.people, b.registered, b.wrong)),
    count(*) FILTER (WHERE u.appealed_at IS NOT NULL AND d.id IS NULL)
FROM assessment_sample_unit u
LEFT JOIN assessment_sample_finding a ON a.unit_id = u.id AND a.stage = 'first'
LEFT JOIN assessment_sample_finding b ON b.unit_id = u.id AND b.stage = 'second'
LEFT JOIN assessment_sample_finding s ON s.unit_id = u.id AND s.stage = 'decided'
LEFT JOIN assessment_sample_finding d ON d.unit_id = u.id AND d.stage = 'appeal'
WHERE u.audit_id = ANY(%s) GROUP BY 1"""


def audits(actor: Actor) -> list[AuditView]:
    """The audits of areas in which, or in a part of which, the actor runs or does them or sees figures, the latest
    first. Two queries."""
    areas = _areas(actor)
    if not areas:
        return []
    wanted = Q(region__in={area[:n] for area in areas for n in range(len(area) + 1)})
    for area in areas:
        wanted |= Q(region__startswith=area)
    found = SampleAudit.objects.defer("frame").filter(wanted).order_by("-made_at", "-id")
    return _views(found[:SHOWN])


def audit(audit_id: int, actor: Actor) -> AuditView:
    """One of them. Two queries. `NotFound` ``sample_unknown``."""
    found = _views(SampleAudit.objects.defer("frame").filter(id=audit_id))
    if not found or not concerns(found[0].plan.region, actor):
        raise NotFound("sample_unknown")
    return found[0]


def concerns(region: str, actor: Actor) -> bool:
    """Does the actor run or do audits, or see figures, in this area or in a part of it?"""
    return any(area.startswith(region) or region.startswith(area) for area in _areas(actor))


def _areas(actor: Actor) -> set[str]:
    return {area for permission in (RUN, CHECK, SEE) for area in actor.regions(permission)}


def _views(found: Iterable[SampleAudit]) -> list[AuditView]:
    audits = list(found)
    with as_intake_role():
        sums = {row[0]: row[1:] for row in rows(_SUMS, [[a.pk for a in audits]])}
    return [_view(a, sums.get(a.pk, (0,) * 6)) for a in audits]


def _view(row: SampleAudit, sums: Sequence[int]) -> AuditView:
    state = AuditState(row.state)
    return AuditView(
        row.pk,
        row.number,
        plan_of(row),
        state,
        row.made_at,
        row.made_label,
        row.closed_at,
        row.frames,
        row.frame_digest,
        row.commitment,
        row.seed if state is AuditState.CLOSED else "",
        *sums,
    )


def plan_of(row: SampleAudit) -> AuditPlan:
    """What was asked for."""
    return AuditPlan(
        row.name,
        AuditKind(row.kind),
        row.region,
        row.digits,
        row.size,
        row.again_percent,
        row.day,
    )


def audit_result(view: AuditView, actor: Actor) -> AuditResult:
    """The figures of a closed audit, for everybody it concerns; before that, for who runs it. One query.

    `Conflict` ``sample_not_closed``.
    """
    if view.state is not AuditState.CLOSED and not actor.may(RUN, region=view.plan.region):
        raise Conflict("sample_not_closed")
    with as_intake_role():
        found = units_of(view.id)
    return result(view.plan.kind, view.frames, found)


def published_frame(view: AuditView) -> list[tuple[str, str]]:
    """(Part, code) of each unit of the frame, in ascending order of the codes; published with the seed, for whoever
    draws the sample again. `Conflict` ``sample_not_closed``."""
    if view.state is not AuditState.CLOSED:
        raise Conflict("sample_not_closed")
    packed = SampleAudit.objects.values_list("frame", flat=True).get(id=view.id)
    lines = zlib.decompress(bytes(packed)).decode().splitlines()
    return [(part, code) for part, _, code in (line.partition(",") for line in lines)]
