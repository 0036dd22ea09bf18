"""Administrators' and nationwide roles: one person asks, an independent second one decides."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anju.domains.access.data import GrantRequestValue
from anju.domains.access.models import GrantRequest
from anju.domains.access.operations.grants import Wanted, check_wanted, give
from anju.domains.access.queries.values import request_value
from anju.domains.access.rules import needs_second
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.independence import require_independent


def ask_grant(
    actor: Actor,
    *,
    user_id: int,
    role: str,
    region: str,
    at: datetime,
    reason: str,
    valid_to: date | None = None,
) -> GrantRequestValue:
    """Ask that a role of two persons be given. What `grant` refuses is refused here already.

    Besides: `Refused` ``grant_needs_no_second``, ``reason_missing``; `Conflict` ``grant_asked_already``; `NotAllowed`
    ``approver_person_needed`` for an actor that is no person.
    """
    if not needs_second(role, region):
        raise Refused("grant_needs_no_second")
    if not reason.strip():
        raise Refused("reason_missing")
    if actor.user_id is None:
        raise NotAllowed("approver_person_needed")
    wanted = Wanted(
        user_id, role, region, None, frozenset(), local_date(at), valid_to, reason.strip()
    )
    with transaction.atomic():
        check_wanted(actor, wanted, at=at)
        if GrantRequest.objects.filter(
            user_id=user_id, role=role, region=region, decision=""
        ).exists():
            raise Conflict("grant_asked_already")
        row = GrantRequest.objects.create(
            user_id=user_id,
            role=role,
            region=region,
            valid_from=wanted.valid_from,
            valid_to=valid_to,
            reason=wanted.reason,
            asked_by=actor.user_id,
            asked_label=actor.label[:100],
            asked_at=at,
        )
        record_write(
            actor,
            action="grant.ask",
            subject_kind="user",
            subject_id=user_id,
            at=at,
            detail={
                "request": row.pk,
                "role": role,
                "scope": region or "*",
                "reason": wanted.reason,
            },
        )
    return request_value(row)


def decide_grant(
    actor: Actor, *, request_id: int, approve: bool, at: datetime
) -> GrantRequestValue:
    """Approve and give, or refuse, what another person asked. Whoever asked may only take it back (refuse).

    The approver could hand the role on and is independent of the asker: `NotAllowed` ``approver_same_person``,
    ``approver_made``, ``approver_person_needed``, and what `grant` raises; `Conflict` ``grant_decided``; `NotFound`.
    """
    with transaction.atomic():
        if not GrantRequest.objects.filter(pk=request_id).exists():
            raise NotFound("grant_request_unknown")
        row = GrantRequest.objects.select_for_update().filter(pk=request_id, decision="").first()
        if row is None:
            raise Conflict("grant_decided")
        wanted = Wanted(
            row.user_id,
            row.role,
            row.region,
            None,
            frozenset(row.purposes),
            local_date(at),
            row.valid_to,
            row.reason,
        )
        if approve:
            require_independent(row.asked_by, actor)
        elif actor.user_id is None:
            raise NotAllowed("approver_person_needed")
        if approve or actor.user_id != row.asked_by:
            check_wanted(actor, wanted, at=at)
        given = give(wanted, granted_by=row.asked_by, at=at) if approve else None
        row.decision, row.decided_at = ("approve" if approve else "refuse"), at
        row.decided_by, row.decided_label, row.grant = actor.user_id, actor.label[:100], given
        row.save(update_fields=["decision", "decided_at", "decided_by", "decided_label", "grant"])
        record_write(
            actor,
            action="grant.approve" if approve else "grant.refuse",
            subject_kind="user",
            subject_id=row.user_id,
            at=at,
            detail={
                "request": row.pk,
                "grant": given.pk if given else None,
                "role": row.role,
                "scope": row.region or "*",
                "asked_by": row.asked_by,
            },
        )
    return request_value(row)
