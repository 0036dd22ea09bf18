"""Links as values: states of peers, agreements, messages and moves, and what the office reads of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

IN, OUT = "in", "out"
REOFFERED = timedelta(days=90)
"""How far back a place that was restored from a backup is offered again what it had received."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
"""Before a request that failed is tried again: doubled each time."""
LEASE = timedelta(minutes=2)
"""A message that is being sent is not taken by another sender for so long."""
IN_LOG = {"residence_registration": "register"}
"""Purposes of messages that the access log knows by another code; the others are the same there."""


class PeerState(StrEnum):
    """active, suspended."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class State(StrEnum):
    """Of a message. Came: kept (waits for its turn), applied, set_aside (waits for a person), withdrawn, closed (the
    office has seen to it). Goes out: queued, sent (receipted), rejected (waits for a repair), dropped."""

    KEPT = "kept"
    APPLIED = "applied"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    QUEUED = "queued"
    SENT = "sent"
    REJECTED = "rejected"
    DROPPED = "dropped"


class MoveState(StrEnum):
    """Of a move between two places. asked: the other place was notified and has not answered. confirmed: its stay there
    has ended (or there was none). set_aside, implausible: what it answered; the move goes on. by_default: the term
    passed. withdrawn: the notice was taken back."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    IMPLAUSIBLE = "implausible"
    BY_DEFAULT = "by_default"
    WITHDRAWN = "withdrawn"


OPEN_MOVES = (MoveState.ASKED, MoveState.SET_ASIDE, MoveState.IMPLAUSIBLE)
"""Until one of these ends, the person counts as habitual where they came from."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Who may ask what: `classes` that the other place may send and `own_classes` that this one may, for these
    `purposes`, on which days, how many messages a day. `state`: proposed, active, ended. `resource`: the entry of the
    catalogue it is about; `used`: messages kept today; `peer`: name of the other place, both where asked for."""

    id: int
    number: str
    classes: tuple[str, ...]
    own_classes: tuple[str, ...]
    purposes: tuple[str, ...]
    first: date
    last: date
    per_day: int
    state: str
    proposed_by: int | None = None
    proposed_label: str = ""
    accepted_label: str = ""
    resource: str = ""
    used: int = 0
    peer: str = ""

    def holds_on(self, day: date) -> bool:
        """In force on that day."""
        return self.state == "active" and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class PeerKeyView:
    """A public key of a peer, and when it may sign."""

    kid: str
    algorithm: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class GatewaySecretView:
    """A name under which a peer calls by an older gateway. `outgoing`: this place sends by it too."""

    scheme: str
    caller: str
    service: str
    outgoing: bool
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PeerView:
    """One link with its health. `waiting`: not receipted yet; `rejected`: want a repair; `aside`: want a decision;
    `failure`: why the last request failed, "" when it did not."""

    id: int
    code: str
    name: str
    url: str
    regions: tuple[str, ...]
    state: PeerState
    test: bool
    epoch: int
    seen_at: datetime | None
    failure: str
    failing_since: datetime | None
    next_at: datetime | None
    waiting: int = 0
    oldest: datetime | None = None
    rejected: int = 0
    aside: int = 0


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """A link with what was refused of it today (by code, the most frequent first), the agreement of which most is used
    up today, and when its last key ends (None: no end)."""

    peer: PeerView
    refused: int
    codes: tuple[tuple[str, int], ...]
    agreement: str
    used: int
    per_day: int
    has_key: bool
    key_until: datetime | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as the office reads it. `content` is the whole message where it was asked for."""

    id: int
    peer_id: int
    peer: str
    direction: str
    message_id: UUID
    kind: str
    purpose: str
    state: State
    result: str
    errors: tuple[Mapping[str, str], ...]
    person_id: int | None
    answer_by: date | None
    at: datetime
    assurance: str = "signed"
    content: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class MoveView:
    """A move between two places as the office reads it. `direction` in: came here. `due`: until when an answer is
    expected, from the other place of who came, from here of who left. `result`: why it was set aside."""

    id: int
    peer: str
    peer_code: str
    direction: str
    person_id: int
    day: date
    state: MoveState
    due: date | None
    settled_at: datetime | None
    notice_id: int
    result: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which messages a list shows; "" and None: all. `persons`: about one of them, or of this `message_id`."""

    place: str = ""
    kind: str = ""
    direction: str = ""
    persons: tuple[int, ...] | None = None
    message_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveFilter:
    """Which moves a list shows. `show`: open, late (past their term, or stood by default), ours (wait for this office),
    done."""

    show: str = "open"
    place: str = ""
    direction: str = ""
    persons: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What wants somebody: `ours` here, `theirs` at other places, of these `…_late` past the term; messages rejected;
    moves that other places have not answered, and those that stood by default."""

    ours: int
    ours_late: int
    rejected: int
    theirs: int
    theirs_late: int
    moves: int
    by_default: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a request is answered with: status, header fields, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes
