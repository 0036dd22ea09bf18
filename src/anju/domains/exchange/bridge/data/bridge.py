"""What a bridge carries and what is known of it, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

SUFFIX = ".bridge"
DATA, RECEIPT = "data", "receipt"
OUT, IN = "out", "in"
MOST_ROWS = 250_000
"""Rows of one file; more go in several."""
MOST_BYTES = 1 << 30
"""Of one file."""
MOST_HEADER = 1 << 20
DECLARATION, PERMIT, ANSWER, SHIELDED = "declaration", "permit", "answer", "shielded"


class Role(StrEnum):
    """outside: declarations are accepted here and go over. inside: they arrive here, are checked, and answers go
    back."""

    OUTSIDE = "outside"
    INSIDE = "inside"


class Verdict(StrEnum):
    """What the inside answers about an item."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_KNOWN = "not_known"


class ItemState(StrEnum):
    """open: in the inside's hands (out: not answered; in: not looked at). failed: could not be entered here.
    answered: with a verdict. closed: what differed was seen to by a person."""

    OPEN = "open"
    FAILED = "failed"
    ANSWERED = "answered"
    CLOSED = "closed"


_PERSON = ("name", "doc_type", "doc_number", "sex", "birth_date", "nationality")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    DECLARATION: (*_PERSON, "region", "start", "reason", "dwelling", "address", "room"),
    PERMIT: (*_PERSON, "region", "number", "application", "at"),
    ANSWER: ("verdict", "fields", "note", "at"),
    SHIELDED: ("name", "doc_type", "doc_number", "county", "since", "until"),
}
"""Columns of each kind of item; a file has one table a kind. Days and moments are ISO 8601 text. Of
somebody shielded nothing else crosses than `SHIELDED` names: no address, and no code below the county."""
COMPARABLE = (*_PERSON, "start", "address", "room")
"""What an answer may name as differing."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in one direction's chain: the last number and the SHA-256 of that file; 0 and "" before the first."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of a file: `code` is ``next`` (taken in), ``repeated`` (changes nothing), ``receipt``,
    ``old_receipt``, or the code of a fault."""

    name: str
    code: str
    number: int = 0
    rows: int = 0

    @property
    def fault(self) -> bool:
        """True where something is wrong with the file or with what came before it."""
        return self.code.startswith("bridge_")


@dataclass(frozen=True, slots=True)
class BridgeView:
    """One bridge and how far it is. `waiting`: items that are in no file yet; `missing`: numbers the other side asked
    for again; `gap`: the first number that is missing here while a later one came."""

    id: int
    name: str
    other: str
    role: Role
    sent: Position
    sent_at: datetime | None
    acknowledged: int
    acknowledged_at: datetime | None
    received: Position
    received_at: datetime | None
    waiting: int
    oldest: datetime | None
    missing: tuple[int, ...]
    gap: int
    failure: str
    failure_at: datetime | None
    open_checks: int
    open_differences: int


@dataclass(frozen=True, slots=True)
class BridgeKeyView:
    """A key of the other side."""

    kid: str
    fingerprint: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item with what it says. `taken`: the other side has it."""

    id: int
    bridge_id: int
    direction: str
    kind: str
    key: str
    region: str
    person_id: int | None
    number: int | None
    taken: bool
    state: ItemState
    result: str
    at: datetime
    done_at: datetime | None
    content: Mapping[str, str]
    answer: Mapping[str, str]
