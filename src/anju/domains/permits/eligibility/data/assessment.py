"""Is this person eligible for a permit, and why: the answer of the eligibility engine.

The engine answers many people at once::

    permits.queries.entitled.assess(person_ids, *, on: date, at: datetime) -> dict[int, Assessment]

`on` is the day asked about, `at` the moment of asking. People who are out of sight, or of whom the register knows no
stay, are answered with ``entitled=False`` and what is missing, never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
