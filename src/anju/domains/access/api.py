"""The public door of access: users, grants, jurisdiction, tokens. Hands out frozen values."""

from __future__ import annotations

from anju.domains.access.data import (
    ADMINISTRATORS,
    PERMISSIONS,
    PURPOSES,
    ROLES,
    GrantValue,
    IssuedToken,
    Purpose,
    Role,
    TokenValue,
    UserPage,
    UserValue,
)
from anju.domains.access.operations.grants import grant, revoke
from anju.domains.access.operations.tokens import issue_token, revoke_token
from anju.domains.access.operations.users import (
    create_user,
    move_ties,
    public_user,
    set_active,
    set_language,
    set_password,
    tie_to_person,
    untie,
)
from anju.domains.access.queries import (
    actor_for,
    actor_of_token,
    grants_of_party,
    token_values,
    user_by_phone,
    user_value,
    users,
)
from anju.domains.access.rules import mask_phone, normal_phone

__all__ = [
    "ADMINISTRATORS", "PERMISSIONS", "PURPOSES", "ROLES", "GrantValue", "IssuedToken", "Purpose", "Role",
    "TokenValue", "UserPage", "UserValue", "actor_for", "actor_of_token", "create_user", "grant", "grants_of_party",
    "issue_token", "mask_phone", "move_ties", "normal_phone", "public_user", "revoke", "revoke_token", "set_active",
    "set_language", "set_password", "tie_to_person", "token_values", "untie", "user_by_phone", "user_value", "users",
]
