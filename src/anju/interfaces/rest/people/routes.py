"""``/people``: find, look, reveal, stays, jobs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Query, Router
from pydantic import AwareDatetime

from anju.domains.employers import api as employers
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem
from anju.interfaces.rest.people import schemas as staying
from anju.interfaces.rest.people.schemas import (
    Document,
    FoundPerson,
    Job,
    Jobs,
    People,
    Person,
    Stays,
)

router = Router()
FIELDS = ("name", "sex", "birth_date", "document_masked")
Reveal = Annotated[
    list[Literal["number", "phone"]],
    Query(description="Show these in full. Needs the right to reveal; recorded as such."),
]
Day = Annotated[date | None, Query(description="Only what was so on this day.")]
Moment = Annotated[AwareDatetime | None, Query(description="As it was recorded at this moment.")]


@router.get("/people", response={200: People, ERRORS: Problem}, summary="Find people")
def find(
    request: TokenRequest,
    q: pages.Text,
    x_purpose: Purpose = None,
    limit: pages.Limit = 20,
    cursor: pages.Cursor = "",
) -> People:
    """By part of a name, pinyin or initials, a document number or its last 4 to 6, a phone or its last 4."""
    actor, start = for_people(request, x_purpose), pages.begin(cursor)
    found = people.search(q, regions=actor.regions("person.see"), limit=start + limit + 1)
    page = found.found[start : start + limit]
    audit.record_read(
        actor,
        person_ids=[f.person_id for f in page],
        fields=FIELDS,
        action="api.people.find",
        at=request.at,
    )
    items = [
        FoundPerson(
            id=f.person_id,
            name=f.name,
            sex=f.sex,
            birth_date=f.birth_date,
            region=f.region,
            current=f.current,
            document=f.doc_masked,
            matched=f.matched,
        )
        for f in page
    ]
    return People(
        items=items,
        count=found.count,
        more_than=found.capped,
        next=pages.after(start, limit, len(found.found) - start),
    )


@router.get("/people/{person_id}", response={200: Person, ERRORS: Problem}, summary="One person")
def one(
    request: TokenRequest,
    person_id: pages.Id,
    x_purpose: Purpose = None,
    reveal: Reveal = [],  # noqa: B006
) -> Person:
    """A person with documents, numbers masked; `reveal=number`, `reveal=phone` show them in full."""
    actor = for_people(request, x_purpose)
    seen = visible(person_id)
    wanted: list[str] = sorted(set(reveal))
    numbers = (
        {
            d.id: people.reveal_number(
                actor, document_id=d.id, purpose=x_purpose or "", at=request.at
            )
            for d in seen.documents
        }
        if "number" in wanted
        else {}
    )
    phone = (
        people.reveal_phone(actor, person_id=seen.id, purpose=x_purpose or "", at=request.at)
        if "phone" in wanted and seen.phone_masked
        else seen.phone_masked
    )
    audit.record_read(
        actor,
        person_ids=[seen.id],
        fields=[*FIELDS, "phone_masked"],
        action="api.people.one",
        at=request.at,
    )
    return Person(
        id=seen.id,
        name=seen.name,
        sex=seen.sex,
        birth_date=seen.birth_date,
        nationality=seen.nationality,
        origin=seen.origin,
        hukou_text=seen.hukou_text,
        phone=phone,
        revealed=wanted,
        recorded_at=seen.recorded_at,
        documents=[
            Document(
                kind=d.kind,
                issuer=d.issuer,
                number=numbers.get(d.id, d.masked),
                live=d.live,
                valid_to=d.valid_to,
            )
            for d in seen.documents
        ],
    )


@router.get(
    "/people/{person_id}/stays", response={200: Stays, ERRORS: Problem}, summary="Stays of a person"
)
def stays(
    request: TokenRequest,
    person_id: pages.Id,
    x_purpose: Purpose = None,
    as_of: Day = None,
    known_at: Moment = None,
) -> Stays:
    """Where the person lived, oldest first, as far as the token's area reaches; "as of" both times.
    `known_at` in the answer says which moment it was answered for: an earlier one while something
    recorded before is still being committed."""
    actor = for_people(request, x_purpose)
    seen = visible(person_id)
    known_at = register.answerable(known_at, at=request.at) if known_at else None
    found = register.stays_of(_records(seen), as_of=as_of, known_at=known_at)
    audit.record_read(
        actor,
        person_ids=[seen.id],
        fields=("name", "stays"),
        action="api.people.stays",
        at=request.at,
    )
    return Stays(
        items=staying.stay_schema(found, dict.fromkeys(_records(seen), seen.name)),
        known_at=known_at,
    )


@router.get(
    "/people/{person_id}/jobs", response={200: Jobs, ERRORS: Problem}, summary="Jobs of a person"
)
def jobs(
    request: TokenRequest,
    person_id: pages.Id,
    x_purpose: Purpose = None,
    as_of: Day = None,
    known_at: Moment = None,
) -> Jobs:
    """Where the person worked, oldest first, as far as the token's area reaches; both times as for stays."""
    actor = for_people(request, x_purpose)
    seen = visible(person_id)
    known_at = register.answerable(known_at, at=request.at) if known_at else None
    found = register.jobs_of(_records(seen), as_of=as_of, known_at=known_at)
    audit.record_read(
        actor,
        person_ids=[seen.id],
        fields=("name", "jobs"),
        action="api.people.jobs",
        at=request.at,
    )
    by_id = employers.employers(sorted({j.employer_id for j in found}))
    return Jobs(
        known_at=known_at,
        items=[
            Job(
                id=j.id,
                person=j.person_id,
                employer=by_id[j.employer_id].code,
                employer_name=by_id[j.employer_id].name,
                region=j.region,
                since=j.since,
                until=j.until,
                position=j.position,
                channel=j.channel,
                said_by=j.declared_by,
                recorded_at=j.recorded_at,
            )
            for j in found
            if j.employer_id in by_id
        ],
    )


def _records(seen: PersonView) -> list[int]:
    """The record and those merged into it: what was known before a merge was known of them."""
    return [seen.id, *seen.merged_ids]


def visible(person_id: int) -> PersonView:
    """The person, as far as the transaction may see. `NotFound` alike for absent and hidden ones."""
    person_id = people.canonical(person_id)
    seen = people.persons([person_id]).get(person_id)
    if seen is None:
        raise NotFound("person_unknown")
    return seen
