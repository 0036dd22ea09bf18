"""Groups, their kinds, seats and members: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Text = tuple[str, str]
"""Chinese, English."""
MANAGE = "group.manage"
MOST_NAME, MOST_PURPOSE, MOST_RULES, MOST_CONTACT, MOST_REASON = 60, 300, 8000, 100, 300
MOST_PERSON = 30
"""Characters of the name under which somebody joins."""


class Joins(StrEnum):
    """Who may join: everybody with an account, or who lets homes in the area."""

    ANYBODY = "anybody"
    LANDLORD = "landlord"


class Unit(StrEnum):
    """What one vote stands for."""

    MEMBER = "member"
    HOME = "home"


class GroupState(StrEnum):
    """Asked for, recognised, not recognised, closed."""

    ASKED = "asked"
    OPEN = "open"
    REFUSED = "refused"
    CLOSED = "closed"


class Role(StrEnum):
    """What somebody does for the group for a term of office."""

    CHAIR = "chair"
    CONTACT = "contact"
    MEDIATOR = "mediator"
    TREASURER = "treasurer"


LEADING = frozenset({Role.CHAIR, Role.CONTACT})
"""Roles whose holders see who the members are and act for the group."""


@dataclass(frozen=True, slots=True)
class GroupKind:
    """A kind of group as it holds in a place. `registers`: it may be registered as an association; `quorum`: the part
    of the votes that must be there (`quorum_more`: more than that part); `proxies`: how many one may hold."""

    code: str
    region: str
    words: Text
    about: Text
    joins: Joins
    unit: Unit
    mediates: bool
    registers: bool
    term_months: int
    notice_days: int
    quorum: tuple[int, int]
    quorum_more: bool
    proxies: int
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class BarredPurpose:
    """What no group is entered for, and the words that tell it."""

    code: str
    region: str
    words: Text
    signs: tuple[str, ...]
    source: Text
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group. `region`: code prefix of its area; `registered`: its number as an association, "" for one that is no
    legal person; `members`: how many."""

    id: int
    kind: str
    name: str
    region: str
    purpose: str
    rules: str
    contact: str
    registered: str
    state: GroupState
    reason: str
    members: int
    asked_at: datetime
    opened_at: datetime | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's term of office. It holds from `accepted_at` until its last day or until it is given back; `own`: the
    reader's."""

    id: int
    group_id: int
    role: Role
    name: str
    since: date
    until: date
    accepted_at: datetime | None
    ended_at: datetime | None
    own: bool

    def holds(self, day: date) -> bool:
        """In office on that day."""
        return self.accepted_at is not None and self.ended_at is None and day <= self.until


@dataclass(frozen=True, slots=True)
class Member:
    """A member, as the contact people of the group see them."""

    id: int
    group_id: int
    user_id: int
    name: str
    party: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class OwnGroup:
    """A group as one of its members sees it."""

    group: Group
    member: Member
    seats: tuple[Seat, ...]
