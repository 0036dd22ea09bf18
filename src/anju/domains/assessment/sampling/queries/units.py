"""Units of a sample, and what was found of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from anju.domains.assessment.sampling.data.values import (
    FindingGiven,
    FindingView,
    Outcome,
    Stage,
    UnitView,
)
from anju.domains.assessment.sampling.models import SampleFinding, SampleUnit
from anju.foundation.crypto import decrypt, row_of

REASON, APPEAL = "sample.reason", "sample.appeal"


def units_of(audit_id: int) -> list[UnitView]:
    """All units of an audit that the transaction sees, part by part as they were drawn. Two queries."""
    return views(SampleUnit.objects.filter(audit_id=audit_id).order_by("part", "place"))


def views(found: Iterable[SampleUnit]) -> list[UnitView]:
    """These units with their findings. Two queries."""
    units = list(found)
    by_unit: dict[int, list[FindingView]] = defaultdict(list)
    lines = SampleFinding.objects.filter(unit__in=[u.pk for u in units]).order_by("id")
    for line in lines:
        by_unit[line.unit_id].append(_finding(line))
    return [_unit(u, tuple(by_unit[u.pk])) for u in units]


def _unit(row: SampleUnit, findings: tuple[FindingView, ...]) -> UnitView:
    words = ""
    if row.appeal_cipher is not None:
        words = decrypt(bytes(row.appeal_cipher), APPEAL, row=row_of(row.audit_id, row.code))
    return UnitView(
        row.pk,
        row.audit_id,
        row.code,
        row.part,
        row.about,
        row.region,
        row.again,
        findings,
        words,
        row.appealed_by or 0,
    )


def _finding(row: SampleFinding) -> FindingView:
    reason = ""
    if row.reason_cipher is not None:
        reason = decrypt(bytes(row.reason_cipher), REASON, row=row_of(row.unit_id, row.stage))
    given = FindingGiven(Outcome(row.outcome), row.people, row.registered, tuple(row.wrong))
    return FindingView(Stage(row.stage), given, row.by_user, row.by_label, row.recorded_at, reason)


def to_check(audit_id: int, user_id: int, *, again: bool) -> QuerySet[SampleUnit]:
    """The units that a checker may still check: in the second round those that somebody else checked first."""
    done = SampleFinding.objects.filter(unit=OuterRef("pk"))
    found = SampleUnit.objects.filter(audit_id=audit_id)
    if not again:
        return found.exclude(Exists(done.filter(stage=Stage.FIRST)))
    own = done.filter(stage=Stage.FIRST, by_user=user_id)
    return (
        found.filter(again=True)
        .exclude(Exists(own))
        .exclude(Exists(done.filter(stage=Stage.SECOND)))
    )
