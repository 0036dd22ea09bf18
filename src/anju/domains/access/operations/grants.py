"""Give and take roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from anju.domains.access.data import GrantValue
from anju.domains.access.models import Grant, User
from anju.domains.access.queries.values import grant_value
from anju.domains.access.rules import check_grant, in_force
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import local_date
from anju.foundation.errors import Conflict, NotFound, Refused


def grant(
    actor: Actor, *, user_id: int, role: str, at: datetime, region: str | None = None, party: str | None = None,
    party_region: str | None = None, purposes: Iterable[str] = (), valid_from: date | None = None,
    valid_to: date | None = None, reason: str = "",
) -> GrantValue:
    """Give a role in a region (prefix) or for a party that lies in `party_region`.

    Only inside the actor's own scope, only roles the actor's role may hand on, never to oneself, and never two of the
    three administrators to one user. `Refused` ``grant_scope``, ``grant_role``, ``grant_purpose``, ``grant_dates``,
    ``grant_administrators_apart``; `NotAllowed` ``grant_to_self``, ``grant_out_of_reach``; `NotFound`.
    """
    starts = valid_from or local_date(at)
    if valid_to is not None and valid_to <= starts:
        raise Refused("grant_dates")
    with transaction.atomic():
        if not User.objects.select_for_update().filter(pk=user_id).exists():
            raise NotFound("user_unknown")
        held = [grant_value(row) for row in Grant.objects.filter(user_id=user_id, revoked_at__isnull=True)]
        wanted = frozenset(purposes)
        check_grant(actor, user_id=user_id, role=role, region=region, party=party, party_region=party_region,
                    purposes=wanted, held=frozenset(g.role for g in held if not _over(g, at)))
        if any((g.role, g.region, g.party) == (role, region, party) and in_force(g, at) for g in held):
            raise Conflict("grant_held_already", role=role)
        row = Grant.objects.create(
            user_id=user_id, role=role, region=region, party=party, purposes=sorted(wanted), valid_from=starts,
            valid_to=valid_to, granted_by=actor.user_id, granted_at=at, reason=reason,
        )
        record_write(actor, action="grant.give", subject_kind="user", subject_id=user_id, at=at,
                     detail={"grant": row.pk, "role": role, "scope": party or region or "*", "reason": reason})
    return grant_value(row)


def revoke(actor: Actor, *, grant_id: int, reason: str, at: datetime, party_region: str | None = None) -> None:
    """Take a role back, at once. Whoever could give it may take it; one's own as well."""
    if not reason.strip():
        raise Refused("reason_missing")
    with transaction.atomic():
        row = Grant.objects.select_for_update().filter(pk=grant_id).first()
        if row is None:
            raise NotFound("grant_unknown")
        if row.revoked_at is not None:
            raise Conflict("grant_revoked_already")
        if row.user_id != actor.user_id:
            check_grant(actor, user_id=row.user_id, role=row.role, region=row.region, party=row.party,
                        party_region=party_region, purposes=frozenset(), held=frozenset())
        row.revoked_at, row.revoked_by, row.revoked_why = at, actor.user_id, reason.strip()
        row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        record_write(actor, action="grant.revoke", subject_kind="user", subject_id=row.user_id, at=at,
                     detail={"grant": grant_id, "role": row.role, "reason": reason})


def _over(held: GrantValue, at: datetime) -> bool:
    return held.valid_to is not None and held.valid_to <= local_date(at)
