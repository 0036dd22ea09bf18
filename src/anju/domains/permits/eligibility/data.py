"""What eligibility consists of: frozen values.

The engine answers many people at once::

    permits.queries.entitled.assess(person_ids, *, on: date, at: datetime) -> dict[int, Assessment]

`on` is the day asked about, `at` the moment of asking. People who are out of sight, or of whom the register knows no
stay, are answered with ``entitled=False`` and what is missing, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the register proves. `code` (``registered_stay``, ``stable_job`` …) has its sentence in
    `interfaces.words.permits`; `article` is what it satisfies; `source` names the register row (``stay:12``)."""

    code: str
    article: str
    since: date | None = None
    until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not proved yet. `due`: the day on which it will be, if nothing changes; `paper`: the
    `PaperKind` that may prove it instead (empty when only time or the register can). Items without a `group` are needed
    in any case; of several groups one is enough, with all its items."""

    code: str
    article: str
    due: date | None = None
    paper: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one person on one day.

    `region` is the 12-digit community of the habitual stay ("" without one), `path` the condition that carries the
    entitlement (``job``, ``home``, ``school``, or a city's own), `ruleset` and `ruleset_from` the rules it was made by.
    `entitled_from` may lie ahead: the day the person will be eligible, if nothing changes.
    `changes_on`: the next day on which the answer may be another one without any news.
    """

    person_id: int
    region: str
    entitled: bool
    entitled_from: date | None
    path: str | None
    satisfied: tuple[Fact, ...]
    missing: tuple[Missing, ...]
    ruleset: str = ""
    ruleset_from: date | None = None
    changes_on: date | None = None


PROVED = frozenset({"stable_job", "stable_home", "schooling", "insurance", "marriage"})
"""Codes of facts that a supporting document or a department may prove."""


@dataclass(frozen=True, slots=True)
class Proven:
    """One fact to be recorded: it held from `since` to before `until` (None: it still does), in the city of `region`.
    `reference` is its number with the source."""

    person_id: int
    code: str
    region: str
    since: date
    until: date | None = None
    reference: str = ""


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


class SupportingDocumentKind(StrEnum):
    """What a supporting document proves (art. 9), or the photograph for the card."""

    PHOTO = "photo"
    IDENTITY = "identity"
    PROXY_IDENTITY = "proxy_identity"
    PROXY_RELATIONSHIP = "proxy_tie"
    HOME = "home"
    JOB = "job"
    SCHOOL = "school"
    OTHER = "other"
