"""What a permit entitles its holder to: the published catalogue (Order 663 art. 12-14) and answers about one holder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Text = tuple[str, str]
"""(Chinese, English)."""

KINDS = ("right", "service", "convenience", "addition")
"""Art. 12 names rights and public services, art. 13 conveniences; cities add to them (art. 14)."""

ASKABLE_FOR = ("register", "service", "verification", "safety")
"""Purposes for which departments may be granted to ask at all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One benefit. `region`: the prefix where it holds ("" everywhere). `purposes`: for which it may be asked about;
    none for clauses that only point to what others will set. Holds from `valid_from` up to, not
    including, `valid_to`."""

    code: str
    kind: str
    article: str
    words: Text
    region: str
    purposes: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    source: Text
    confidence: str


class VerdictReason(StrEnum):
    """Why a holder is entitled or not. Each has its sentence in `interfaces.words.entitlements`."""

    ENTITLED = "entitled"
    SUSPENDED = "functions_suspended"
    ENDED = "permit_ended"
    LOST = "permit_reported_lost"
    NOT_OFFERED = "not_offered_here"
    NOBODY = "no_permit_here"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is asked about, in exactly one way: the number on the permit, a person's id, or a document (GA/T 517 kind,
    issuing country, number)."""

    permit_number: str = ""
    person_id: int | None = None
    document: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class HeldPermit:
    """What an answer rests on: the permit's state and days. `suspended_on`: the day its functions were suspended."""

    region: str
    state: str
    endorsed_until: date | None
    valid_until: date | None
    suspended_on: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no with a reason. `since`: from when the functions are suspended, and nothing else."""

    reason: VerdictReason
    since: date | None = None

    @property
    def entitled(self) -> bool:
        """The yes or no."""
        return self.reason == VerdictReason.ENTITLED


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. It has the same shape whoever was asked about. `repeated`: it had
    been given before."""

    entitlement: str
    purpose: str
    on: date
    verdict: Verdict
    repeated: bool = False
