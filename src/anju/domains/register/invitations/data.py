"""Frozen values of invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anju.domains.register.declarations.data.declarations import Receipt

FILL_IN, CHECK_IN = "fill_in", "check_in"
OPEN, USED, TIED, CLOSED, REVOKED = "open", "used", "tied", "closed", "revoked"
"""`used`: filled in, the landlord has not answered yet. `closed`: answered, but no account was linked by it."""

GOOD_DAYS = 7
"""Days an invitation is good."""


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation. `phone_masked` and `person_id` stand only in what its own party is shown; a guest who brings the
    link sees neither."""

    id: int
    kind: str
    home_id: int
    party: str
    state: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    phone_masked: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A new invitation. `link` is told once: for filling in to the landlord (to show or send on), for a check-in to
    nobody but the invited phone (then empty here)."""

    invitation: InvitationView
    link: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of an invitation: `linked` when the account now belongs to a record; `receipt` of what
    was filled in."""

    kind: str
    linked: bool
    receipt: Receipt | None = None
