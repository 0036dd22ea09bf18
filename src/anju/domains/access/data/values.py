"""What this domain hands out. None of it carries a phone number in clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

KINDS = ("staff", "public", "client")
LINKS = ("counter", "invitation", "real_name")
"""The only ways in which an account comes to belong to a person's record."""


@dataclass(frozen=True, slots=True)
class GrantValue:
    """A grant as it is stored. Dates are calendar days in China; `valid_to` is the first day it no longer holds."""

    id: int
    user_id: int
    role: str
    region: str | None
    party: str | None
    purposes: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    granted_by: int | None
    granted_at: datetime
    revoked_at: datetime | None
    revoked_why: str = ""


@dataclass(frozen=True, slots=True)
class GrantRequestValue:
    """A role of two persons that somebody asked. `decision` is empty while it waits, else approve or refuse."""

    id: int
    user_id: int
    role: str
    region: str
    valid_to: date | None
    reason: str
    asked_by: int
    asked_label: str
    asked_at: datetime
    decision: str
    decided_label: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class UserValue:
    """A user. `phone` is masked (``138****5678``), empty without one."""

    id: int
    kind: str
    username: str
    phone: str
    display_name: str
    language: str
    is_active: bool
    person_id: int | None
    tied_how: str
    last_login: datetime | None
    created_at: datetime
    grants: tuple[GrantValue, ...] = ()


@dataclass(frozen=True, slots=True)
class UserPage:
    """One page of users; `total` counts all that match and the asker may see."""

    users: tuple[UserValue, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class TokenValue:
    """A bearer token without its secret. `start` are its first characters, to know it again."""

    id: int
    user_id: int
    name: str
    start: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token: `secret` is shown once and stored nowhere."""

    token: TokenValue
    secret: str
