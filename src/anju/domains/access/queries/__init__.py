"""Reads of access."""

from anju.domains.access.queries.actors import actor_for, actor_of_token, actor_of_user
from anju.domains.access.queries.demo import demo_authenticators
from anju.domains.access.queries.listing import (
    grants_of_party,
    somebody_may,
    token_values,
    user_by_phone,
    user_value,
    users,
    waiting_grants,
)

__all__ = [
    "actor_for",
    "actor_of_token",
    "actor_of_user",
    "demo_authenticators",
    "grants_of_party",
    "somebody_may",
    "token_values",
    "user_by_phone",
    "user_value",
    "users",
    "waiting_grants",
]
