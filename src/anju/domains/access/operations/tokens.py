"""Bearer tokens of REST clients."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from anju.domains.access.data import PERMISSIONS, IssuedToken
from anju.domains.access.models import Token, User
from anju.domains.access.queries import listing
from anju.domains.access.queries.actors import digest
from anju.domains.access.queries.values import token_value
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.errors import NotAllowed, NotFound, Refused

PREFIX = "anju_"
"""Every token starts so, that scanners for leaked secrets can find it."""

LONGEST_DAYS = 366


def issue_token(
    actor: Actor,
    *,
    user_id: int,
    name: str,
    at: datetime,
    days: int = 90,
    scopes: Iterable[str] = (),
) -> IssuedToken:
    """Make a token for oneself or for a department system one administers. `scopes` are permissions; none means all of
    the user's.

    `NotAllowed` ``token_for_others`` (nobody acts as another person); `Refused` ``token_name``, ``token_days``,
    ``token_scopes``. The secret is in the answer and nowhere else.
    """
    narrowed = frozenset(scopes)
    if not name.strip():
        raise Refused("token_name")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("token_days", longest=LONGEST_DAYS)
    if narrowed - PERMISSIONS:
        raise Refused("token_scopes", unknown=", ".join(sorted(narrowed - PERMISSIONS)))
    if actor.kind != "system":
        user = listing.user_value(actor, user_id=user_id)
        if user_id != actor.user_id and user.kind != "client":
            raise NotAllowed("token_for_others")
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        if not User.objects.filter(pk=user_id, is_active=True).exists():
            raise NotFound("user_unknown")
        row = Token.objects.create(
            user_id=user_id,
            name=name.strip(),
            start=secret[:10],
            digest=digest(secret),
            scopes=sorted(narrowed),
            created_at=at,
            created_by=actor.user_id,
            expires_at=at + timedelta(days=days),
        )
        record_write(
            actor,
            action="token.issue",
            subject_kind="user",
            subject_id=user_id,
            at=at,
            detail={"token": row.pk, "days": days, "scopes": sorted(narrowed)},
        )
    return IssuedToken(token_value(row), secret)


def revoke_token(actor: Actor, *, token_id: int, at: datetime) -> None:
    """End a token of oneself or of a user one administers."""
    with transaction.atomic():
        row = Token.objects.select_for_update().filter(pk=token_id, revoked_at__isnull=True).first()
        if row is None:
            raise NotFound("token_unknown")
        if actor.kind != "system":
            listing.user_value(actor, user_id=row.user_id)
        row.revoked_at = at
        row.save(update_fields=["revoked_at"])
        record_write(
            actor,
            action="token.revoke",
            subject_kind="user",
            subject_id=row.user_id,
            at=at,
            detail={"token": token_id},
        )
