"""Give and take roles.

Administrators' and nationwide roles: one person asks, an independent second one decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from anju.domains.access.data import GrantRequestValue, GrantValue
from anju.domains.access.models import Grant, GrantRequest, User
from anju.domains.access.queries.party_areas import areas_of
from anju.domains.access.queries.values import grant_value, request_value
from anju.domains.access.rules import check_grant, in_force, manages, needs_second
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.free_text import require_no_identity_number
from anju.foundation.independence import require_independent


def grant(
    actor: Actor,
    *,
    user_id: int,
    role: str,
    at: datetime,
    region: str | None = None,
    party: str | None = None,
    purposes: Iterable[str] = (),
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> GrantValue:
    """Give a role in a region (prefix) or for a party; where a party lies is looked up.

    Only inside the actor's own scope, only roles the actor's role may hand on, never to oneself, and never two of the
    three administrators to one user. `Refused` ``grant_scope``, ``grant_role``, ``grant_purpose``, ``grant_dates``,
    ``grant_administrators_apart``; `NotAllowed` ``grant_to_self``, ``grant_out_of_reach``, ``grant_needs_second`` (an
    administrator's or nationwide role: ask with `ask_grant`, a second person decides); `NotFound`.
    """
    require_no_identity_number(reason)
    starts = valid_from or local_date(at)
    wanted = Wanted(user_id, role, region, party, frozenset(purposes), starts, valid_to, reason)
    with transaction.atomic():
        check_wanted(actor, wanted, at=at)
        if actor.kind != "system" and needs_second(role, region):
            raise NotAllowed("grant_needs_second", role=role)
        row = give(wanted, granted_by=actor.user_id, at=at)
        record_write(
            actor,
            action="grant.give",
            subject_kind="user",
            subject_id=user_id,
            at=at,
            detail={
                "grant": row.pk,
                "role": role,
                "scope": party or region or "*",
                "reason": reason,
            },
        )
    return grant_value(row)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A grant before it is given."""

    user_id: int
    role: str
    region: str | None
    party: str | None
    purposes: frozenset[str]
    valid_from: date
    valid_to: date | None
    reason: str


def check_wanted(actor: Actor, wanted: Wanted, *, at: datetime) -> None:
    """Raise, as `grant` says, unless the actor may hand this on. Locks the account; call it inside a transaction."""
    if wanted.valid_to is not None and wanted.valid_to <= wanted.valid_from:
        raise Refused("grant_dates")
    if not User.objects.select_for_update().filter(pk=wanted.user_id).exists():
        raise NotFound("user_unknown")
    held = [
        grant_value(row)
        for row in Grant.objects.filter(user_id=wanted.user_id, revoked_at__isnull=True)
    ]
    check_grant(
        actor,
        user_id=wanted.user_id,
        role=wanted.role,
        region=wanted.region,
        party=wanted.party,
        party_areas=areas_of(wanted.party),
        purposes=wanted.purposes,
        held=frozenset(g.role for g in held if not _over(g, at)),
    )
    same = (wanted.role, wanted.region, wanted.party)
    if any((g.role, g.region, g.party) == same and in_force(g, at) for g in held):
        raise Conflict("grant_held_already", role=wanted.role)


def give(wanted: Wanted, *, granted_by: int | None, at: datetime) -> Grant:
    """Store a grant that was checked."""
    return Grant.objects.create(
        user_id=wanted.user_id,
        role=wanted.role,
        region=wanted.region,
        party=wanted.party,
        purposes=sorted(wanted.purposes),
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
        granted_by=granted_by,
        granted_at=at,
        reason=wanted.reason,
    )


def revoke(actor: Actor, *, grant_id: int, reason: str, at: datetime) -> None:
    """Take a role back, at once: with the right to give it where it holds, or one's own.

    `NotAllowed` ``grant_out_of_reach``; `Refused` ``reason_missing``; `Conflict` ``grant_revoked_already``; `NotFound`.
    """
    require_no_identity_number(reason)
    if not reason.strip():
        raise Refused("reason_missing")
    with transaction.atomic():
        row = Grant.objects.select_for_update().filter(pk=grant_id).first()
        if row is None:
            raise NotFound("grant_unknown")
        if row.revoked_at is not None:
            raise Conflict("grant_revoked_already")
        own = row.user_id == actor.user_id or actor.kind == "system"
        if not own and not manages(
            actor,
            role=row.role,
            region=row.region,
            party=row.party,
            party_areas=areas_of(row.party),
        ):
            raise NotAllowed("grant_out_of_reach", role=row.role)
        row.revoked_at, row.revoked_by, row.revoked_why = at, actor.user_id, reason.strip()
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        record_write(
            actor,
            action="grant.revoke",
            subject_kind="user",
            subject_id=row.user_id,
            at=at,
            detail={"grant": grant_id, "role": row.role, "reason": reason},
        )


def _over(held: GrantValue, at: datetime) -> bool:
    return held.valid_to is not None and held.valid_to <= local_date(at)


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
    require_no_identity_number(reason)
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
