"""Changes as values: what may be subscribed to, agreements, pages of the feed, and how webhooks stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from anju.foundation.errors import AnjuError

Text = tuple[str, str]
"""Chinese, English."""
PURPOSES = ("register", "service", "verification", "schooling", "vaccination", "care", "safety")
"""For which changes may be agreed about."""
MOST = 500
"""Changes in one answer."""
KEPT = timedelta(days=90)
"""How long changes are kept for those who have not fetched them, and for replays."""
ACTION = "exchange.changes"
"""Of a reading, in the access log of the person."""
LAST_ID = 2**63 - 1
"""Behind every change of one transaction."""


class ChangeKind(StrEnum):
    """The kinds by name."""

    MOVED_IN = "resident.moved_in"
    MOVED_OUT = "resident.moved_out"
    MOVE_IN_UNDONE = "resident.move_in_undone"
    MOVE_OUT_UNDONE = "resident.move_out_undone"
    CORRECTED = "resident.corrected"
    MERGED = "resident.merged"
    UNMERGED = "resident.unmerged"
    PERMIT = "permit.changed"


class Way(StrEnum):
    """fetch: the partner asks. webhook: it is notified."""

    FETCH = "fetch"
    WEBHOOK = "webhook"


class HookState(StrEnum):
    """unverified: the address has not agreed yet. active. paused: somebody must look, `reason` says why."""

    UNVERIFIED = "unverified"
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Field:
    """What an agreement may add: its words, the names of `shows` in access logs, and of `corrected` fields."""

    label: Text
    shows: tuple[str, ...]
    corrected: frozenset[str]


@cache
def kinds() -> dict[str, Text]:
    """All kinds with their words, in the order of their file."""
    return {code: (e["zh"], e["en"]) for code, e in _read("kinds").items()}


@cache
def fields() -> dict[str, Field]:
    """What may be added, in the order of its file."""
    return {
        code: Field((e["zh"], e["en"]), tuple(e["shows"]), frozenset(e["corrected"]))
        for code, e in _read("fields").items()
    }


def _read(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parent / f"{name}.yaml").read_text("utf-8")
    )
    return found


@dataclass(frozen=True, slots=True)
class Noted:
    """One change to be put into the feed. `other_id`: the record that was merged; `detail`: codes, never names."""

    kind: ChangeKind
    person_id: int
    region: str
    day: date | None = None
    home_id: int | None = None
    other_id: int | None = None
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One change of the feed, at its place (`xid`, then `id`)."""

    xid: int
    id: int
    kind: str
    person_id: int
    region: str
    day: date | None
    home_id: int | None
    other_id: int | None
    detail: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the feed of one agreement: behind this change; `count` that were given before it, `generation` of the
    replay it belongs to."""

    xid: int
    id: int
    count: int
    generation: int


@dataclass(frozen=True, slots=True)
class Page:
    """The next changes of an agreement with the place behind each, and the place behind all that was looked at."""

    events: tuple[Mapping[str, Any], ...]
    persons: tuple[tuple[int, ...], ...]
    places: tuple[Place, ...]
    end: Place
    more: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for changes. `after`: the cursor of the last answer, which is thereby acknowledged."""

    agreement: str
    after: str = ""
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a request came to: the content of the answer, or why it was refused."""

    content: Mapping[str, Any] | None = None
    refusal: AnjuError | None = None


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """An agreement about changes. `position`: until when the partner has everything; `waiting`: changes it has not;
    `lost_before`: changes before this moment were removed before it fetched them."""

    id: int
    number: str
    name: str
    way: Way
    user_id: int | None
    peer: str
    kinds: tuple[str, ...]
    fields: tuple[str, ...]
    purpose: str
    basis: str
    region: str
    first: date
    last: date
    per_day: int
    state: str
    proposed_by: int | None
    proposed_label: str
    accepted_label: str
    accepted_at: datetime | None
    lost_before: datetime | None
    fetched_at: datetime | None
    given_today: int = 0
    refused_today: int = 0
    waiting: int = 0
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class HookView:
    """How a webhook stands. `rate`: requests a minute that the address allows, 0 without limit; `failure`: of the last
    request; `next_url`: an address that waits for a second person."""

    agreement_id: int
    url: str
    state: HookState
    reason: str
    rate: int
    failures: int
    failure: str
    failing_since: datetime | None
    next_at: datetime | None
    verified_at: datetime | None
    sent_at: datetime | None
    next_url: str
    next_by: int | None
    has_bearer: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to a webhook. `outcome`: sent, failed, skipped, verified; `status`: of HTTP, 0 without an answer."""

    at: datetime
    event: str
    kind: str
    outcome: str
    status: int
    failure: str
    milliseconds: int
