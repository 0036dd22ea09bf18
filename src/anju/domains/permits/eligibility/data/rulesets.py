"""What the law of permits consists of: the nation's rule, and what single provinces and cities have of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ARRIVAL, REGISTRATION = "arrival", "registration"
"""What half a year of stay is counted from: the day somebody came, or the day the register heard of it."""


class Confidence(StrEnum):
    """How sure we are of a rule as written here. A city that uses it confirms it first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Gap(StrEnum):
    """How residence years count after an endorsement was missed and made up for.

    from_late: counted continuously from the day of the late endorsement (Order 663, art. 10). left_out: the days of
    suspension are not counted, the years before them are (Hangzhou). from_late_or_return: as from_late; moreover
    counted anew from the new registration of somebody who had left (Wuhan).
    """

    FROM_LATE = "from_late"
    LEFT_OUT = "left_out"
    FROM_LATE_OR_RETURN = "from_late_or_return"


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in calendar months or in days."""

    amount: int
    unit: str

    def __post_init__(self) -> None:
        if self.unit not in ("months", "days") or self.amount < 0:
            raise ValueError(f"no such span: {self.amount} {self.unit}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing to be proved. `code`: a fact's kind (``registered_stay``, ``stable_job``, ``stable_home``,
    ``schooling``, ``insurance``, ``marriage``). `months` it must have lasted without a break up to the day asked about;
    with `within`, so many months out of the last `within`, breaks allowed. `article` is the rule it rests on."""

    code: str
    article: str
    months: int = 0
    within: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """Conditions that together entitle; `code` is the path written on the permit (``job``, ``home``, ``school`` …)."""

    code: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What one place has of its own for a time. None: not found there, so the rule above it holds (city → province →
    national), as if it had been written out.

    `region`: a code prefix, "" for the whole country. `anywhere`: a stay in any city of the mainland
    counts, not only in the city lived in now. `longest_gap`: days between two stays that do not interrupt them.
    `stable_homes`: dwelling types (GB/T 31000) that are a stable home by themselves. `window`: how long before each
    full year an endorsement may be made. `reminders`: days before its last day on which the holder is notified.
    """

    code: str
    region: str
    since: date
    name: str
    source: str
    confidence: Confidence
    until: date | None = None
    permit: str = "resident"
    ways: tuple[Way, ...] | None = None
    counted_from: str | None = None
    anywhere: bool | None = None
    longest_gap: int | None = None
    stable_homes: frozenset[str] | None = None
    window: Span | None = None
    reminders: tuple[int, ...] | None = None
    gap: Gap | None = None
    notes: tuple[str, ...] = ()
