"""Faults, runs and decisions: frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

LONGEST_REASON = 200
MOST_AT_ONCE = 2_000
"""Faults that one decision is about."""


class Outcome(StrEnum):
    """What became of a fault; OPEN: it is to be mended."""

    OPEN = ""
    MENDED = "mended"
    NOT_FAULT = "not_fault"


@dataclass(frozen=True, slots=True)
class FaultView:
    """A fault. `subject`: the number of what the rule is about; `source`: by which channel the record came; `facts`:
    what the rule saw, no value that names anybody."""

    id: int
    rule: str
    subject: int
    region: str
    person_id: int | None
    source: str
    facts: Mapping[str, object]
    found_on: date
    due: date
    outcome: Outcome
    closed_on: date | None
    decision_id: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which faults a list shows. `state`: ``open``, ``late`` (open past the term) or ``not_fault``."""

    rule: str
    region: str
    source: str | None = None
    state: str = "open"


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Somebody found that these faults are none."""

    id: int
    rule: str
    region: str
    reason: str
    faults: int
    at: datetime
    by_label: str
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run changed. `seconds`: of each rule."""

    full: bool
    found: int = 0
    ended: int = 0
    persons: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
