"""Somebody who knows the record says that a fault is none; that counts until what the rule saw changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.domains.assessment.quality.data.values import (
    LONGEST_REASON,
    MOST_AT_ONCE,
    DecisionView,
    FaultView,
    Outcome,
)
from anju.domains.assessment.quality.models import QualityDecision, QualityFault
from anju.domains.assessment.quality.queries.lists import (
    REASON,
    WORK,
    decision_views,
    faults_by_id,
)
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.characters import visible_lines
from anju.foundation.clock import local_date
from anju.foundation.crypto import encrypt, row_of
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key


def find_no_faults(
    fault_ids: Sequence[int], *, reason: str, key: str, actor: Actor, at: datetime
) -> DecisionView:
    """These faults of one rule are none. The same `key` again changes nothing and is answered alike.

    Needs `quality.work` where each lies. `Refused` ``quality_reason_missing``, ``quality_reason_long`` (most),
    ``identity_number_in_text``, ``quality_none_chosen``, ``quality_too_many`` (most); `NotFound`
    ``quality_fault_unknown``; `Conflict` ``quality_fault_closed`` where one is not open any more.
    """
    require_key(key)
    words = _words(reason)
    with transaction.atomic():
        before = QualityDecision.objects.filter(by_user=actor.user_id or 0, key=key).first()
        if before is not None:
            return decision_views([before])[0]
        found = _open(fault_ids, actor)
        row = QualityDecision.objects.create(
            rule=found[0].rule,
            region=_common([f.region for f in found]),
            reason_cipher=encrypt(words, REASON, row=row_of(actor.user_id or 0, key)),
            faults=len(found),
            by_user=actor.user_id or 0,
            by_label=actor.label[:100],
            key=key,
            at=at,
        )
        QualityFault.objects.filter(id__in=[f.id for f in found]).update(
            outcome=Outcome.NOT_FAULT, closed_on=local_date(at), decision=row
        )
        _record(row, "quality.not_fault", actor, at)
    return decision_views([row])[0]


def _words(text: str) -> str:
    words = visible_lines(text)
    if not words:
        raise Refused("quality_reason_missing")
    if len(words) > LONGEST_REASON:
        raise Refused("quality_reason_long", most=LONGEST_REASON)
    require_no_identity_number(words)
    return words


def _open(fault_ids: Sequence[int], actor: Actor) -> list[FaultView]:
    """The faults, locked, all of one rule, open and within reach."""
    wanted = set(fault_ids)
    if not wanted:
        raise Refused("quality_none_chosen")
    if len(wanted) > MOST_AT_ONCE:
        raise Refused("quality_too_many", most=MOST_AT_ONCE)
    list(QualityFault.objects.select_for_update().filter(id__in=wanted).order_by("id"))
    found = faults_by_id(wanted, actor=actor)
    if len(found) < len(wanted) or len({f.rule for f in found}) > 1:
        raise NotFound("quality_fault_unknown")
    if any(f.outcome is not Outcome.OPEN for f in found):
        raise Conflict("quality_fault_closed")
    return found


def _common(regions: Sequence[str]) -> str:
    """The smallest division, of the levels that the length of a code distinguishes, in which all of them lie."""
    for digits in (15, 12, 9, 6, 4, 2):
        if len({r[:digits] for r in regions}) == 1:
            return regions[0][:digits]
    return ""


def undo_decision(decision_id: int, *, actor: Actor, at: datetime) -> DecisionView:
    """The faults of a decision that the facts still show are faults again, in their old terms. Again changes nothing.

    Needs `quality.work` where the faults lie. `NotFound` ``quality_decision_unknown``.
    """
    with transaction.atomic():
        row = QualityDecision.objects.select_for_update().filter(id=decision_id).first()
        if row is None or not actor.may(WORK, region=row.region):
            raise NotFound("quality_decision_unknown")
        if row.undone_at is None:
            row.undone_at, row.undone_label = at, actor.label[:100]
            row.save(update_fields=["undone_at", "undone_label"])
            QualityFault.objects.filter(decision=row, live=True).update(
                outcome=Outcome.OPEN, closed_on=None, decision=None
            )
            _record(row, "quality.not_fault_undone", actor, at)
    return decision_views([row])[0]


def _record(row: QualityDecision, action: str, actor: Actor, at: datetime) -> None:
    record_write(
        actor,
        action=action,
        subject_kind="quality_decision",
        subject_id=row.pk,
        at=at,
        detail={"rule": row.rule, "region": row.region, "faults": row.faults},
    )
