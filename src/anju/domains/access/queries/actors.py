"""Who acts: from an account or a token to an `Actor`. One query each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q, QuerySet

from anju.domains.access.data import GrantValue
from anju.domains.access.models import Token, User
from anju.domains.access.rules import default_purpose, narrowed, own_grant, resolve
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed


class _Row(NamedTuple):
    """One row of account ⟕ live grants."""

    id: int
    kind: str
    is_active: bool
    person_id: int | None
    display_name: str
    username: str | None
    grant_id: int | None
    role: str
    region: str | None
    party: str | None
    purposes: list[str] | None
    valid_from: date
    valid_to: date | None
    granted_by: int | None
    granted_at: datetime

    @property
    def grant(self) -> GrantValue | None:
        """The grant of this row, if the account has any."""
        if self.grant_id is None:
            return None
        return GrantValue(
            id=self.grant_id, user_id=self.id, role=self.role, region=self.region, party=self.party,
            purposes=tuple(self.purposes or ()), valid_from=self.valid_from, valid_to=self.valid_to,
            granted_by=self.granted_by, granted_at=self.granted_at, revoked_at=None,
        )


_USER_COLUMNS = ("id", "kind", "is_active", "person_id", "display_name", "username")
_GRANT_COLUMNS = ("id", "role", "region", "party", "purposes", "valid_from", "valid_to", "granted_by", "granted_at")


def _with_live_grants(users: QuerySet[User]) -> QuerySet[User, tuple[Any, ...]]:
    live = FilteredRelation("grants", condition=Q(grants__revoked_at__isnull=True))
    columns = (*_USER_COLUMNS, *(f"live__{name}" for name in _GRANT_COLUMNS))
    return users.annotate(live=live).order_by("live__id").values_list(*columns)


def actor_for(user_id: int, *, at: datetime, purpose: str = "", channel: str = "", request_id: str = "") -> Actor:
    """The actor an account is at this moment. Without a purpose it acts for the default one of its first grant.

    `NotAllowed` ``user_inactive`` when the account is closed or unknown. Nothing is kept between calls, so that a
    revoked grant is gone with the next request.
    """
    rows = [_Row(*row) for row in _with_live_grants(User.objects.filter(pk=user_id))]
    return _actor(rows, at=at, purpose=purpose, channel=channel, request_id=request_id, scopes=frozenset())


def actor_of_token(secret: str, *, at: datetime, purpose: str = "", request_id: str = "") -> Actor:
    """The actor a bearer token stands for, its grants narrowed to the token's scopes.

    `NotAllowed` ``token_invalid`` for an unknown, expired or revoked token alike.
    """
    token = Token.objects.filter(digest=digest(secret)).only("user_id", "scopes", "expires_at", "revoked_at").first()
    if token is None or token.revoked_at is not None or at >= token.expires_at:
        raise NotAllowed("token_invalid")
    rows = [_Row(*row) for row in _with_live_grants(User.objects.filter(pk=token.user_id))]
    return _actor(rows, at=at, purpose=purpose, channel="api", request_id=request_id,
                  scopes=frozenset(token.scopes))


def digest(secret: str) -> bytes:
    """What is stored of a token. Plain SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def _actor(
    rows: Iterable[_Row], *, at: datetime, purpose: str, channel: str, request_id: str, scopes: frozenset[str]
) -> Actor:
    found = list(rows)
    if not found or not found[0].is_active:
        raise NotAllowed("user_inactive")
    user = found[0]
    stored = [row.grant for row in found if row.grant is not None]
    purpose = purpose or default_purpose(stored, at=at)
    grants = resolve(stored, at=at, purpose=purpose)
    if user.kind == "public":
        grants = (*grants, own_grant(user.person_id))
    return Actor(
        kind=user.kind, user_id=user.id, label=user.display_name or user.username or f"#{user.id}",
        grants=narrowed(grants, scopes), person_id=user.person_id, purpose=purpose, channel=channel,
        request_id=request_id,
    )


