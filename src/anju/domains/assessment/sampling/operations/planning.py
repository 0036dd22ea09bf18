"""Drawing a sample, going on to the second round, closing and publishing."""

from __future__ import annotations

import secrets
import zlib
from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from anju.domains.assessment.sampling.data.values import (
    MOST_FRAME,
    MOST_UNITS,
    UNREACHED,
    AuditKind,
    AuditPlan,
    AuditState,
    AuditView,
    Stage,
)
from anju.domains.assessment.sampling.models import SampleAudit, SampleFinding, SampleUnit
from anju.domains.assessment.sampling.queries.audits import RUN, audit
from anju.domains.assessment.sampling.rules import drawing
from anju.domains.assessment.sampling.rules.checking import check_plan
from anju.domains.places import api as places
from anju.domains.register.api import facts as register
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.facts import Found, Question, Span, keys
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.request_keys import require_key

_FACTS = {fact.code: fact for fact in (*register.FACTS, *places.FACTS)}
FRAMES = {AuditKind.RECORDS: _FACTS["resident"], AuditKind.DOORS: _FACTS["home"]}
"""What each kind draws from: who is registered as living there on the day; homes on file."""


def draw_sample(plan: AuditPlan, *, key: str, actor: Actor, at: datetime) -> AuditView:
    """Draw a sample of the residents or homes of an area. The frame, the commitment to the seed and the sample are
    fixed in one transaction; a draw is never repeated, and every draw stays on the list. The same `key` again is
    answered with the audit that it made.

    Needs `sample.run` in the area. `Refused` with the code of what is wrong (`rules.checking`),
    ``sample_frame_empty``, ``sample_frame_large``, ``sample_large``.
    """
    require_key(key)
    plan = replace(plan, name=plan.name.strip())
    require_no_identity_number(plan.name)
    actor.require(RUN, region=plan.region)
    if code := check_plan(plan, local_date(at)):
        raise Refused(code)
    with transaction.atomic():
        before = SampleAudit.objects.filter(made_by=actor.user_id or 0, made_key=key).first()
        row = before or _drawn(plan, key, actor, at)
    return audit(row.pk, actor)


def _drawn(plan: AuditPlan, key: str, actor: Actor, at: datetime) -> SampleAudit:
    found = keys(
        Question(FRAMES[plan.kind], (plan.region,), Span(plan.day, plan.day)), limit=MOST_FRAME + 1
    )
    if not found:
        raise Refused("sample_frame_empty")
    if len(found) > MOST_FRAME:
        raise Refused("sample_frame_large", most=MOST_FRAME)
    number, seed = _number(at), secrets.token_hex(16)
    frame, by_code = _frame(number, plan.digits, found)
    sample = drawing.drawn(frame, seed, plan.size)
    if sum(map(len, sample.values())) > MOST_UNITS:
        raise Refused("sample_large", most=MOST_UNITS)
    row = _stored(plan, number, seed, frame, key, actor, at)
    _store_units(row, sample, by_code)
    record_write(
        actor,
        action="sample.draw",
        subject_kind="sample_audit",
        subject_id=row.pk,
        at=at,
        detail={"region": plan.region, "frame": row.frame_digest, "seed": row.commitment},
    )
    return row


def _number(at: datetime) -> str:
    return f"CY{local_date(at):%Y%m%d}{secrets.randbelow(1_000_000):06d}"


def _frame(
    number: str, digits: int, found: list[Found]
) -> tuple[dict[str, list[str]], dict[str, Found]]:
    """(Codes by part, what each code stands for)."""
    by_code = {drawing.unit_code(number, one.key): one for one in found}
    frame: dict[str, list[str]] = defaultdict(list)
    for code in sorted(by_code):
        frame[by_code[code].region[:digits]].append(code)
    return dict(frame), by_code


def _stored(
    plan: AuditPlan,
    number: str,
    seed: str,
    frame: dict[str, list[str]],
    key: str,
    actor: Actor,
    at: datetime,
) -> SampleAudit:
    lines = sorted((code, part) for part, codes in frame.items() for code in codes)
    try:
        with transaction.atomic():
            return SampleAudit.objects.create(
                number=number,
                name=plan.name,
                kind=plan.kind,
                region=plan.region,
                digits=plan.digits,
                size=plan.size,
                again_percent=plan.again,
                day=plan.day,
                seed=seed,
                commitment=drawing.commitment(seed),
                frames={part: len(codes) for part, codes in sorted(frame.items())},
                frame_digest=drawing.frame_digest(code for code, _part in lines),
                frame=zlib.compress("".join(f"{part},{code}\n" for code, part in lines).encode()),
                made_by=actor.user_id or 0,
                made_key=key,
                made_label=actor.label,
                made_at=at,
            )
    except IntegrityError as twice:  # the same request at the same moment
        raise Conflict("sample_drawn") from twice


def _store_units(row: SampleAudit, sample: dict[str, list[str]], by_code: dict[str, Found]) -> None:
    units = [
        SampleUnit(
            audit=row,
            code=code,
            part=part,
            place=place,
            about=by_code[code].key,
            region=by_code[code].region,
        )
        for part, codes in sample.items()
        for place, code in enumerate(codes, 1)
    ]
    SampleUnit.objects.bulk_create(units)


def locked(audit_id: int, actor: Actor) -> SampleAudit:
    """The audit, held for this transaction, for who runs it. `NotFound` ``sample_unknown``."""
    row = SampleAudit.objects.select_for_update().defer("frame").filter(id=audit_id).first()
    if row is None or not actor.may(RUN, region=row.region):
        raise NotFound("sample_unknown")
    return row


def begin_second_round(audit_id: int, *, actor: Actor, at: datetime) -> AuditView:
    """Draw those that are checked a second time by somebody else, of the units that were reached. Again: no change.

    Needs `sample.run`. `NotFound` ``sample_unknown``; `Conflict` ``sample_unchecked`` (`left`), ``sample_closed``.
    """
    with transaction.atomic():
        row = locked(audit_id, actor)
        if row.state == AuditState.CLOSED:
            raise Conflict("sample_closed")
        if row.state == AuditState.CHECKING:
            _require_all(row, Stage.FIRST)
            _choose_again(row)
            row.state = AuditState.AGAIN
            row.save(update_fields=["state"])
            _record(actor, "sample.second_round", row, at)
    return audit(audit_id, actor)


def _require_all(row: SampleAudit, stage: Stage) -> None:
    wanted = SampleUnit.objects.filter(audit=row)
    if stage is Stage.SECOND:
        wanted = wanted.filter(again=True)
    done = SampleFinding.objects.filter(unit__in=wanted, stage=stage).values("unit")
    left = wanted.exclude(id__in=done).count()
    if left:
        raise Conflict("sample_unchecked", left=left)


def _choose_again(row: SampleAudit) -> None:
    reached = SampleFinding.objects.filter(unit__audit=row, stage=Stage.FIRST).exclude(
        outcome__in=[o.value for o in UNREACHED]
    )
    codes = sorted(reached.values_list("unit__code", flat=True))
    chosen = drawing.second_round(codes, row.seed, row.again_percent)
    SampleUnit.objects.filter(audit=row, code__in=chosen).update(again=True)


def close_audit(audit_id: int, *, actor: Actor, at: datetime) -> AuditView:
    """Close the audit: figures, seed and frame are published, appeals are taken. Again changes nothing.

    Needs `sample.run`. `NotFound` ``sample_unknown``; `Conflict` ``sample_first_round`` (the second round has not
    begun), ``sample_unchecked`` (`left`), ``sample_differing`` (`left`).
    """
    with transaction.atomic():
        row = locked(audit_id, actor)
        if row.state == AuditState.CHECKING:
            raise Conflict("sample_first_round")
        if row.state == AuditState.AGAIN:
            _require_all(row, Stage.SECOND)
            if left := audit(audit_id, actor).differing:
                raise Conflict("sample_differing", left=left)
            row.state, row.closed_at = AuditState.CLOSED, at
            row.save(update_fields=["state", "closed_at"])
            _record(actor, "sample.close", row, at)
    return audit(audit_id, actor)


def _record(actor: Actor, action: str, row: SampleAudit, at: datetime) -> None:
    record_write(
        actor,
        action=action,
        subject_kind="sample_audit",
        subject_id=row.pk,
        at=at,
        detail={"region": row.region},
    )
