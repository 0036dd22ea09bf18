"""An extract is ordered by one person, approved or refused by another, and downloaded once by its recipient."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from anju.domains.exchange.answers.models import AnswerAgreement
from anju.domains.exchange.answers.operations.agreements import MANAGE
from anju.domains.exchange.answers.queries.agreements import terms
from anju.domains.exchange.extracts.data.extracts import ExtractState, ExtractView
from anju.domains.exchange.extracts.models import Extract, ExtractPart
from anju.domains.exchange.extracts.queries.extracts import pieces, view
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.independence import require_independent


def order_extract(
    agreement_id: int,
    *,
    columns: Sequence[str],
    purpose: str,
    region: str,
    day: date,
    actor: Actor,
    at: datetime,
) -> int:
    """Propose an extract of the people who live in a division on a day; its id. `NotAllowed` outside the actor's area,
    `NotFound` ``agreement_unknown``, `Refused` ``extract_not_agreed`` where agreement, columns, purpose, division or
    day do not fit."""
    actor.require(MANAGE, region=region)
    row = AnswerAgreement.objects.filter(pk=agreement_id).first()
    if row is None:
        raise NotFound("agreement_unknown")
    today = local_date(at)
    fits = (
        terms(row).holds_on(today)
        and row.user_id is not None
        and columns
        and set(columns) <= set(row.columns)
        and purpose in row.purposes
        and region.startswith(row.region)
        and day <= today
    )
    if not fits:
        raise Refused("extract_not_agreed")
    made = Extract.objects.create(
        selector=secrets.token_hex(16),
        agreement=row,
        region=region,
        columns=[c for c in row.columns if c in columns],
        purpose=purpose,
        basis=row.basis,
        day=day,
        proposed_by=actor.user_id,
        proposed_label=actor.label[:100],
        proposed_at=at,
    )
    _record(actor, "exchange.extract_ordered", made, at)
    return int(made.pk)


def approve_extract(extract_id: int, *, actor: Actor, at: datetime) -> None:
    """Have it made. `NotFound` ``extract_unknown``, `Conflict` ``extract_decided``, `NotAllowed`
    ``approver_same_person``, ``approver_made``."""
    row = _proposed(extract_id, actor)
    if actor.kind != "system":
        require_independent(row.proposed_by, actor)
    row.state, row.approved_label, row.approved_at = (
        ExtractState.APPROVED.value,
        actor.label[:100],
        at,
    )
    row.save(update_fields=["state", "approved_label", "approved_at"])
    _record(actor, "exchange.extract_approved", row, at)


def refuse_extract(extract_id: int, *, actor: Actor, at: datetime) -> None:
    """It is not made. `NotFound` ``extract_unknown``, `Conflict` ``extract_decided``."""
    row = _proposed(extract_id, actor)
    row.state = ExtractState.EXPIRED.value
    row.save(update_fields=["state"])
    _record(actor, "exchange.extract_refused", row, at)


def extract_for(selector: str, *, actor: Actor) -> ExtractView:
    """The recipient's own extract. `NotFound` ``extract_unknown`` for others' and absent ones alike."""
    return view(_own(selector, actor, lock=False))


def fetch_extract(selector: str, *, actor: Actor, at: datetime) -> tuple[ExtractView, bytes]:
    """The file, once: afterwards its content is gone. `NotFound` ``extract_unknown``, `Conflict`
    ``extract_not_ready``, ``extract_fetched``."""
    row = _own(selector, actor, lock=True)
    if row.state == ExtractState.FETCHED:
        raise Conflict("extract_fetched")
    over = row.delete_after is None or row.delete_after <= at
    if row.state != ExtractState.READY or over:
        raise Conflict("extract_not_ready")
    data = b"".join(pieces(row.pk))
    ExtractPart.objects.filter(extract=row).delete()
    row.state, row.fetched_at = ExtractState.FETCHED.value, at
    row.save(update_fields=["state", "fetched_at"])
    _record(actor, "exchange.extract_fetched", row, at)
    return view(row), data


def expire_extracts(*, at: datetime) -> int:
    """Delete what nobody downloaded in its term; how many."""
    gone = Extract.objects.filter(state=ExtractState.READY.value, delete_after__lte=at)
    ids = list(gone.values_list("id", flat=True))
    ExtractPart.objects.filter(extract_id__in=ids).delete()
    return Extract.objects.filter(id__in=ids).update(state=ExtractState.EXPIRED.value)


def _own(selector: str, actor: Actor, *, lock: bool) -> Extract:
    if actor.user_id is None:
        raise NotAllowed("signed_out")
    found = Extract.objects.select_related("agreement")
    if lock:
        found = found.select_for_update(of=("self",))
    row = found.filter(selector=selector[:32].replace("\0", "")).first()
    if row is None or row.agreement.user_id != actor.user_id:
        raise NotFound("extract_unknown")
    return row


def _proposed(extract_id: int, actor: Actor) -> Extract:
    found = Extract.objects.select_for_update(of=("self",)).select_related("agreement")
    row = found.filter(pk=extract_id).first()
    if row is None or not actor.may(MANAGE, region=row.region):
        actor.require(MANAGE)
        raise NotFound("extract_unknown")
    if row.state != ExtractState.PROPOSED:
        raise Conflict("extract_decided")
    return row


def _record(actor: Actor, action: str, row: Extract, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_extract",
        subject_id=row.selector,
        at=at,
        detail={"agreement": row.agreement.number, "rows": row.manifest.get("rows", 0)},
    )
