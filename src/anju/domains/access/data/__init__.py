"""Frozen facts of access: roles, purposes, limits, and the values this domain hands out."""

from anju.domains.access.data.limits import CODE_MINUTES, CODE_TRIES, LIMITS, Limit
from anju.domains.access.data.permissions import PERMISSIONS, PURPOSE_BOUND
from anju.domains.access.data.purposes import PURPOSES, Purpose
from anju.domains.access.data.roles import ADMINISTRATORS, ROLES, Role
from anju.domains.access.data.values import (
    KINDS,
    LINKS,
    GrantRequestValue,
    GrantValue,
    IssuedToken,
    TokenValue,
    UserPage,
    UserValue,
)

__all__ = [
    "ADMINISTRATORS",
    "CODE_MINUTES",
    "CODE_TRIES",
    "KINDS",
    "LIMITS",
    "LINKS",
    "PERMISSIONS",
    "PURPOSES",
    "PURPOSE_BOUND",
    "ROLES",
    "GrantRequestValue",
    "GrantValue",
    "IssuedToken",
    "Limit",
    "Purpose",
    "Role",
    "TokenValue",
    "UserPage",
    "UserValue",
]
