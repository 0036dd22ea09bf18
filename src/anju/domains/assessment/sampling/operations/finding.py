"""What checkers find, what decides between two findings that differ, and appeals."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from anju.domains.assessment.sampling.data.values import (
    LONGEST_REASON,
    AuditKind,
    AuditState,
    FindingGiven,
    Stage,
    UnitView,
)
from anju.domains.assessment.sampling.models import SampleAudit, SampleFinding, SampleUnit
from anju.domains.assessment.sampling.operations.planning import locked
from anju.domains.assessment.sampling.queries.audits import CHECK, RUN
from anju.domains.assessment.sampling.queries.units import APPEAL, REASON, views
from anju.domains.assessment.sampling.rules.checking import check_finding
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.characters import visible_lines
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key


def record_finding(
    unit_id: int, given: FindingGiven, *, key: str, actor: Actor, at: datetime
) -> UnitView:
    """Enter what one found of a unit: in the first round of any, in the second of those chosen again and checked first
    by somebody else. Who made a finding may change it while the round lasts. The same `key` again changes nothing.

    Needs `sample.check` where the unit lies. `NotFound` ``sample_unit_unknown``; `Refused` with the code of what is
    wrong (`rules.checking`); `Conflict` ``sample_closed``, ``sample_not_again``, ``sample_own`` (checked first by the
    same account), ``sample_found`` (`by`: somebody else was first).
    """
    require_key(key)
    with transaction.atomic():
        unit, audit = _unit(unit_id, actor, CHECK)
        if code := check_finding(AuditKind(audit.kind), given):
            raise Refused(code)
        stage = _stage(unit, audit, actor)
        before = SampleFinding.objects.filter(unit=unit, stage=stage).first()
        if before is None or before.key != key:
            _require_own(before, actor)
            _enter(unit, stage, given, before, key, actor, at)
    return _view(unit)


def _unit(unit_id: int, actor: Actor, permission: str) -> tuple[SampleUnit, SampleAudit]:
    unit = SampleUnit.objects.select_for_update().filter(id=unit_id).first()
    if unit is None or not actor.may(permission, region=unit.region):
        raise NotFound("sample_unit_unknown")
    return unit, SampleAudit.objects.defer("frame").get(id=unit.audit_id)


def _stage(unit: SampleUnit, audit: SampleAudit, actor: Actor) -> Stage:
    if audit.state == AuditState.CLOSED:
        raise Conflict("sample_closed")
    if audit.state == AuditState.CHECKING:
        return Stage.FIRST
    if not unit.again:
        raise Conflict("sample_not_again")
    own = SampleFinding.objects.filter(unit=unit, stage=Stage.FIRST, by_user=actor.user_id or 0)
    if own.exists():
        raise NotAllowed("sample_own")
    return Stage.SECOND


def _require_own(before: SampleFinding | None, actor: Actor) -> None:
    if before is not None and before.by_user != (actor.user_id or 0):
        raise Conflict("sample_found", by=before.by_label)


def _enter(
    unit: SampleUnit,
    stage: Stage,
    given: FindingGiven,
    before: SampleFinding | None,
    key: str,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    row = before or SampleFinding(unit=unit, region=unit.region, stage=stage)
    old = {"outcome": row.outcome, "people": row.people, "registered": row.registered}
    row.outcome, row.people, row.registered = given.outcome, given.people, given.registered
    row.wrong, row.key = sorted(set(given.wrong)), key
    row.by_user, row.by_label, row.recorded_at = actor.user_id or 0, actor.label, at
    if reason:
        row.reason_cipher = encrypt(reason, REASON, row=row_of(unit.pk, stage))
    row.save()
    record_write(
        actor,
        action=f"sample.{stage}",
        subject_kind="sample_unit",
        subject_id=unit.pk,
        at=at,
        detail={
            "audit": unit.audit_id,
            "outcome": given.outcome,
            **({"before": old} if before else {}),
        },
    )


def _view(unit: SampleUnit) -> UnitView:
    return views([unit])[0]


def decide_finding(
    unit_id: int, given: FindingGiven, *, reason: str, key: str, actor: Actor, at: datetime
) -> UnitView:
    """Decide between two findings that differ, with a reason; neither checker can. The same `key` again: no change.

    Needs `sample.run` in the area. `NotFound` ``sample_unit_unknown``; `Refused` ``sample_reason_missing`` and what
    `record_finding` raises; `NotAllowed` ``sample_own``; `Conflict` ``sample_agrees``, ``sample_decided``,
    ``sample_closed``.
    """
    require_key(key)
    words = _words(reason)
    with transaction.atomic():
        unit, audit = _unit(unit_id, actor, RUN)
        locked(audit.pk, actor)
        if code := check_finding(AuditKind(audit.kind), given):
            raise Refused(code)
        view = _view(unit)
        _require_other(view, actor)
        if (done := view.of(Stage.DECIDED)) is not None:
            return _same(unit, Stage.DECIDED, key, "sample_decided", done.by_label)
        if audit.state == AuditState.CLOSED:
            raise Conflict("sample_closed")
        if not view.differ:
            raise Conflict("sample_agrees")
        _enter(unit, Stage.DECIDED, given, None, key, actor, at, words)
    return _view(unit)


def _words(text: str) -> str:
    words = visible_lines(text)
    if not words:
        raise Refused("sample_reason_missing")
    if len(words) > LONGEST_REASON:
        raise Refused("sample_reason_long", most=LONGEST_REASON)
    require_no_identity_number(words)
    return words


def _require_other(view: UnitView, actor: Actor) -> None:
    """Who checked a unit, or appealed, does not decide about it."""
    involved = {f.by_user for f in view.findings if f.stage in (Stage.FIRST, Stage.SECOND)}
    if (actor.user_id or 0) in involved | {view.appealed_by}:
        raise NotAllowed("sample_own")


def _same(unit: SampleUnit, stage: Stage, key: str, code: str, by: str) -> UnitView:
    if SampleFinding.objects.filter(unit=unit, stage=stage, key=key).exists():
        return _view(unit)
    raise Conflict(code, by=by)


def appeal(unit_id: int, reason: str, *, actor: Actor, at: datetime) -> UnitView:
    """The office that answers for the place contests a finding of a closed audit, within the term of the rule
    ``sample.appeal``. Again changes nothing.

    Needs `campaign.run` where the unit lies. `NotFound` ``sample_unit_unknown``; `Refused` ``sample_reason_missing``;
    `Conflict` ``sample_not_closed``, ``sample_appeal_late``, ``sample_appealed``.
    """
    words = _words(reason)
    with transaction.atomic():
        unit, audit = _unit(unit_id, actor, APPEAL_RIGHT)
        if audit.closed_at is None:
            raise Conflict("sample_not_closed")
        if unit.appealed_at is not None:
            if unit.appealed_by == (actor.user_id or 0):
                return _view(unit)
            raise Conflict("sample_appealed")
        if at > appeal_until(audit.region, audit.closed_at):
            raise Conflict("sample_appeal_late")
        unit.appeal_cipher = encrypt(words, APPEAL, row=row_of(unit.audit_id, unit.code))
        unit.appealed_by, unit.appealed_at = actor.user_id or 0, at
        unit.save(update_fields=["appeal_cipher", "appealed_by", "appealed_at"])
        record_write(
            actor,
            action="sample.appeal",
            subject_kind="sample_unit",
            subject_id=unit.pk,
            at=at,
            detail={"audit": unit.audit_id},
        )
    return _view(unit)


APPEAL_RIGHT = "campaign.run"
"""Held by the offices that answer for the records of an area."""


def appeal_until(region: str, closed_at: datetime) -> datetime:
    """The last moment for appeals."""
    return register.due("sample.appeal", region, closed_at)


def decide_appeal(
    unit_id: int, given: FindingGiven, *, reason: str, key: str, actor: Actor, at: datetime
) -> UnitView:
    """Decide an appeal: what counts from now on, with a reason; all figures follow. The same `key` again changes
    nothing.

    Needs `sample.run` in the area. `NotFound` ``sample_unit_unknown``; `Refused` ``sample_reason_missing`` and what
    `record_finding` raises; `NotAllowed` ``sample_own``; `Conflict` ``sample_no_appeal``, ``sample_appeal_decided``.
    """
    require_key(key)
    words = _words(reason)
    with transaction.atomic():
        unit, audit = _unit(unit_id, actor, RUN)
        locked(audit.pk, actor)
        if code := check_finding(AuditKind(audit.kind), given):
            raise Refused(code)
        view = _view(unit)
        if (done := view.of(Stage.APPEAL)) is not None:
            return _same(unit, Stage.APPEAL, key, "sample_appeal_decided", done.by_label)
        if not view.appealed:
            raise Conflict("sample_no_appeal")
        _require_other(view, actor)
        _enter(unit, Stage.APPEAL, given, None, key, actor, at, words)
    return _view(unit)
