"""An assessment as the API shows it."""

from __future__ import annotations

from datetime import date
from typing import Self

from ninja import Schema

from anju.domains.permits.api.eligibility import Assessment


class SatisfiedFact(Schema):
    """Something proved. `article`: what it satisfies (``663.2``); `source`: the row it comes from (``stay:12``)."""

    code: str
    article: str
    since: date | None
    until: date | None
    source: str


class MissingItem(Schema):
    """Something not proved yet. `due`: the day time alone will bring it. Items without a `group` are
    needed in any case; of several groups one is enough, with all its items. `paper`: what may prove it."""

    code: str
    article: str
    due: date | None
    paper: str
    group: str


class Eligibility(Schema):
    """Whether somebody is eligible for a permit on a day. `entitled_from` may lie ahead: the day they
    will be, if nothing changes; null when time alone will not do."""

    person: int
    on: date
    entitled: bool
    entitled_from: date | None
    path: str | None
    ruleset: str
    ruleset_from: date | None
    satisfied: list[SatisfiedFact]
    missing: list[MissingItem]

    @classmethod
    def of(cls, found: Assessment, *, on: date) -> Self:
        """The schema of a value."""
        return cls(
            person=found.person_id,
            on=on,
            entitled=found.entitled,
            entitled_from=found.entitled_from,
            path=found.path,
            ruleset=found.ruleset,
            ruleset_from=found.ruleset_from,
            satisfied=[
                SatisfiedFact(
                    code=f.code, article=f.article, since=f.since, until=f.until, source=f.source
                )
                for f in found.satisfied
            ],
            missing=[
                MissingItem(code=m.code, article=m.article, due=m.due, paper=m.paper, group=m.group)
                for m in found.missing
            ],
        )
