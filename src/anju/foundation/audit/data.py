"""Frozen values of the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What happened: something was changed, looked at, shown unmasked, or refused."""

    WRITE = "write"
    READ = "read"
    REVEAL = "reveal"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail. `fields` names what was read; `detail` never holds a sensitive value."""

    id: int
    at: datetime
    kind: Kind
    user_id: int | None
    actor_label: str
    role: str
    action: str
    subject_kind: str
    subject_id: str
    person_id: int | None
    fields: tuple[str, ...]
    purpose: str
    channel: str
    request_id: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The head of the chain as it was noted elsewhere (on paper, in another system): a seal's number and hash."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last seal: worth noting outside the database. `entries`: about how many lines the trail has."""

    number: int
    hash: str
    at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class Problem:
    """The first thing found wrong. `code` has its sentence in ``interfaces.words.audit``; `params` fill it."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: how much it looked at, the head of the chain, and the first problem if there is one."""

    entries: int
    seals: int
    unsealed: int
    head: Anchor | None
    problem: Problem | None = None

    @property
    def ok(self) -> bool:
        """True when nothing was found wrong."""
        return self.problem is None


@dataclass(frozen=True, slots=True)
class Epoch:
    """The restore a register stands on: `number` 0 when there was none, else `restored_at` from a backup of `taken`."""

    number: int
    restored_at: datetime | None = None
    taken: datetime | None = None
