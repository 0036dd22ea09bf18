"""Who acts: from an account or a token to an `Actor`. One query each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from anju.domains.access.data import GrantValue
from anju.domains.access.models import User
from anju.domains.access.rules import default_purpose, narrowed, own_grant, resolve
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows
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
            id=self.grant_id,
            user_id=self.id,
            role=self.role,
            region=self.region,
            party=self.party,
            purposes=tuple(self.purposes or ()),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            granted_by=self.granted_by,
            granted_at=self.granted_at,
            revoked_at=None,
        )


_USER = "id", "kind", "is_active", "person_id", "display_name", "username"
_GRANT = (
    "id",
    "role",
    "region",
    "party",
    "purposes",
    "valid_from",
    "valid_to",
    "granted_by",
    "granted_at",
)
_ACCOUNT = """SELECT {fields}, {grant} FROM access_user u
LEFT JOIN access_grant g ON g.user_id = u.id AND g.revoked_at IS NULL WHERE u.id = %s ORDER BY g.id"""
_BY_DIGEST = "SELECT user_id, scopes, expires_at, revoked_at FROM access_token WHERE digest = %s"


def account_with_grants(fields: Sequence[str]) -> str:
    """SQL of an account, these fields of it in each row, with its live grants (columns `_GRANT`)."""
    return _ACCOUNT.format(
        fields=", ".join("u." + c for c in fields), grant=", ".join("g." + c for c in _GRANT)
    )


_FOR_ACTOR = account_with_grants(_USER)


def _account(user_id: int) -> list[_Row]:
    """Plain SQL, prepared: every request asks this, and putting it together anew costs more than running it."""
    return [_Row(*row) for row in rows(_FOR_ACTOR, [user_id], often=True)]


def actor_for(
    user_id: int,
    *,
    at: datetime,
    purpose: str = "",
    channel: str = "",
    request_id: str = "",
    scopes: frozenset[str] = frozenset(),
) -> Actor:
    """The actor an account is at this moment. Without a purpose it acts for the default one of its first grant.
    `scopes` cut the permissions down as a token's do.

    `NotAllowed` ``user_inactive`` when the account is closed or unknown. Nothing is kept between calls, so that a
    revoked grant is gone with the next request.
    """
    return _actor(
        _account(user_id),
        at=at,
        purpose=purpose,
        channel=channel,
        request_id=request_id,
        scopes=scopes,
    )


def actor_of_user(
    user: User, *, at: datetime, purpose: str = "", channel: str = "", request_id: str = ""
) -> Actor:
    """As `actor_for`, of the account of a request's session, whose grants were read with it (`sessions.Accounts`)."""
    if user.grants_read is None:
        return actor_for(user.pk, at=at, purpose=purpose, channel=channel, request_id=request_id)
    its = [getattr(user, field) for field in _USER]
    return _actor(
        [_Row(*its, *grant) for grant in user.grants_read],
        at=at,
        purpose=purpose,
        channel=channel,
        request_id=request_id,
        scopes=frozenset(),
    )


def actor_of_token(secret: str, *, at: datetime, purpose: str = "", request_id: str = "") -> Actor:
    """The actor a bearer token stands for, its grants narrowed to the token's scopes.

    `NotAllowed` ``token_invalid`` for an unknown, expired or revoked token alike.
    """
    found = rows(_BY_DIGEST, [digest(secret)], often=True)
    if not found or found[0][3] is not None or at >= found[0][2]:
        raise NotAllowed("token_invalid")
    user_id, scopes = found[0][:2]
    return _actor(
        _account(user_id),
        at=at,
        purpose=purpose,
        channel="api",
        request_id=request_id,
        scopes=frozenset(scopes),
    )


def digest(secret: str) -> bytes:
    """What is stored of a token. Plain SHA-256 suffices for 256 random bits."""
    return hashlib.sha256(secret.encode()).digest()


def _actor(
    found: Sequence[_Row],
    *,
    at: datetime,
    purpose: str,
    channel: str,
    request_id: str,
    scopes: frozenset[str],
) -> Actor:
    if not found or not found[0].is_active:
        raise NotAllowed("user_inactive")
    user = found[0]
    stored = [row.grant for row in found if row.grant is not None]
    purpose = purpose or default_purpose(stored, at=at)
    grants = resolve(stored, at=at, purpose=purpose)
    if user.kind == "public":
        grants = (*grants, own_grant(user.person_id))
    return Actor(
        kind=user.kind,
        user_id=user.id,
        label=user.display_name or user.username or f"#{user.id}",
        grants=narrowed(grants, scopes),
        person_id=user.person_id,
        purpose=purpose,
        channel=channel,
        request_id=request_id,
    )
