"""``/people/{id}/entitlement``: may this person have a permit, and from which day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from ninja import Query, Router, Schema

from anju.domains.permits.api import eligibility
from anju.domains.permits.api.eligibility import Assessment
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem
from anju.interfaces.rest.people.routes import visible


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


router = Router()
On = Annotated[
    date | None, Query(description="As it would be on this day, if nothing changes; today without.")
]


@router.get(
    "/people/{person_id}/entitlement",
    response={200: Eligibility, ERRORS: Problem},
    summary="Entitled to a permit?",
)
def eligibility_of(
    request: TokenRequest, person_id: pages.Id, x_purpose: Purpose = None, on: On = None
) -> Eligibility:
    """Worked out now: the facts that satisfy, by article and source, what is missing, and from which
    day the person will be entitled if nothing changes. The person sees that it was asked."""
    actor = for_people(request, x_purpose, "permit.see")
    seen, day = visible(person_id), on or local_date(request.at)
    found = eligibility.assess([seen.id], on=day, at=request.at)[seen.id]
    audit.record_read(
        actor,
        person_ids=[seen.id],
        fields=("entitlement",),
        action="api.people.entitlement",
        at=request.at,
    )
    return Eligibility.of(found, on=day)
