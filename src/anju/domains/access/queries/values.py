"""From rows to values."""

from __future__ import annotations

from collections.abc import Iterable

from anju.domains.access.data import GrantRequestValue, GrantValue, TokenValue, UserValue
from anju.domains.access.models import Grant, GrantRequest, Token, User
from anju.foundation.crypto import decrypt
from anju.foundation.masks import mask_phone

PHONE = "access.phone"
"""The context under which a phone is encrypted and indexed."""


def grant_value(row: Grant) -> GrantValue:
    """A stored grant as a value."""
    return GrantValue(
        id=row.pk,
        user_id=row.user_id,
        role=row.role,
        region=row.region,
        party=row.party,
        purposes=tuple(row.purposes),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        revoked_at=row.revoked_at,
        revoked_why=row.revoked_why,
    )


def request_value(row: GrantRequest) -> GrantRequestValue:
    """A stored request as a value."""
    return GrantRequestValue(
        id=row.pk,
        user_id=row.user_id,
        role=row.role,
        region=row.region,
        valid_to=row.valid_to,
        reason=row.reason,
        asked_by=row.asked_by,
        asked_label=row.asked_label,
        asked_at=row.asked_at,
        decision=row.decision,
        decided_label=row.decided_label,
        decided_at=row.decided_at,
    )


def user_value(row: User, grants: Iterable[Grant] = ()) -> UserValue:
    """A stored user as a value, the phone masked."""
    phone = decrypt(row.phone_cipher, PHONE, row=row.phone_index)
    return UserValue(
        id=row.pk,
        kind=row.kind,
        username=row.username or "",
        phone=mask_phone(phone),
        display_name=row.display_name,
        language=row.language,
        is_active=row.is_active,
        person_id=row.person_id,
        tied_how=row.tied_how,
        last_login=row.last_login,
        created_at=row.created_at,
        grants=tuple(map(grant_value, grants)),
    )


def token_value(row: Token) -> TokenValue:
    """A stored token as a value."""
    return TokenValue(
        id=row.pk,
        user_id=row.user_id,
        name=row.name,
        start=row.start,
        scopes=frozenset(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )
