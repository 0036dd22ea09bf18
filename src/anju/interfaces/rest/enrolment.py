"""``/school``: rounds and their schools, applying for children, the office's list, one application, review."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Router, Schema
from pydantic import ConfigDict, Field

from anju.domains.casework.api import enrolment
from anju.domains.casework.api.enrolment import Enrolment, EnrolmentRecord, Round, Wanted
from anju.foundation.audit import api as audit
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()
Key = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\x21-\x7e]+$")]
Words = Annotated[str, Field(max_length=1000)]
School = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9-]+$")]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Lists = Literal[
    "waits", "returned", "qualified", "refused", "placed", "waiting", "accepted", "over", "all"
]


class SchoolOut(Schema):
    """A school of a round: places by grade, areas it serves as code prefixes."""

    code: str
    name: str
    region: str
    places: dict[int, int]
    areas: list[str]


class RoundOut(Schema):
    """A round. `seed`: "" until it was drawn; `cutoffs`: points and draw of the last child by school and grade."""

    id: int
    region: str
    kind: str
    year: int
    grades: list[int]
    title: str
    apply_from: date
    apply_to: date
    results_on: date
    reply_by: date
    state: str
    rule: str
    seed_source: str
    seed: str
    cutoffs: dict[str, list[str]]


class RoundWhole(Schema):
    """A round with its schools."""

    round: RoundOut
    schools: list[SchoolOut]


class EnrolmentOut(Schema):
    """An application of a child."""

    id: int
    number: str
    family: str
    round: int
    child: int
    guardian: int
    grade: int
    choices: list[str]
    state: str
    route: str
    points: str
    school: str
    choice: int
    filed_at: datetime
    version: int


class EnrolmentsOut(Schema):
    """A page of applications, as they came."""

    items: list[EnrolmentOut]
    next: str | None


class StepTaken(Schema):
    """A step that was taken."""

    step: str
    by: str
    at: datetime
    text: str
    detail: dict[str, str]


class EnrolmentWhole(Schema):
    """One application: what is proved, what is missing (of each group one is enough), its history."""

    enrolment: EnrolmentOut
    proved: list[str]
    missing: list[list[str]]
    steps: list[StepTaken]


class ChildIn(Schema):
    """A child and the grade it shall enter."""

    model_config = ConfigDict(extra="forbid")

    person: Id
    grade: Annotated[int, Field(ge=1, le=9)]


class Applying(Schema):
    """Children of one guardian to apply for. The same `key` again changes nothing."""

    model_config = ConfigDict(extra="forbid")

    round: Id
    guardian: Id
    children: Annotated[list[ChildIn], Field(min_length=1, max_length=6)]
    choices: Annotated[list[School], Field(min_length=1, max_length=30)]
    same_school: bool = True
    arrange: bool = True
    key: Key


class Applied(Schema):
    """The applications, in the order of the children."""

    ids: list[int]


class Decision(Schema):
    """A decision of the office. `version`: the one that was read; `shown`: fact → day or number, from documents."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["admit", "ask", "refuse"]
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]
    shown: dict[str, Annotated[str, Field(max_length=20)]] = {}
    text: Words = ""
    key: Key


def _round(held: Round) -> RoundOut:
    published = held.state.value == "published"
    return RoundOut(
        id=held.id,
        region=held.region,
        kind=held.kind.value,
        year=held.year,
        grades=list(held.grades),
        title=held.title,
        apply_from=held.apply_from,
        apply_to=held.apply_to,
        results_on=held.results_on,
        reply_by=held.reply_by,
        state=held.state.value,
        rule=held.admission,
        seed_source=held.seed_source,
        seed=held.seed if published else "",
        cutoffs={k: list(v) for k, v in held.cutoffs.items()} if published else {},
    )


def _out(line: Enrolment) -> EnrolmentOut:
    return EnrolmentOut(
        id=line.id,
        number=line.number,
        family=line.family,
        round=line.round_id,
        child=line.child_id,
        guardian=line.guardian_id,
        grade=line.grade,
        choices=list(line.choices),
        state=line.state.value,
        route=line.route,
        points=str(line.points),
        school=line.school,
        choice=line.choice,
        filed_at=line.filed_at,
        version=line.version,
    )


def _whole(record: EnrolmentRecord) -> EnrolmentWhole:
    return EnrolmentWhole(
        enrolment=_out(record.line),
        proved=sorted({k.fact for k in record.line.known}),
        missing=[[n.fact for n in group] for group in record.fit.missing],
        steps=[
            StepTaken(step=e.step.value, by=e.by_label, at=e.at, text=e.text, detail=dict(e.detail))
            for e in record.events
        ],
    )


@router.get("/school/rounds", response={200: list[RoundOut], ERRORS: Problem}, summary="Rounds")
def rounds(request: TokenRequest) -> list[RoundOut]:
    """Rounds of enrolment, the latest first; published to everybody."""
    return [_round(r) for r in enrolment.rounds_within([""])]


@router.get(
    "/school/rounds/{round_id}", response={200: RoundWhole, ERRORS: Problem}, summary="One round"
)
def one_round(request: TokenRequest, round_id: pages.Id) -> RoundWhole:
    """A round with its schools and their places."""
    return RoundWhole(
        round=_round(enrolment.one_round(round_id)),
        schools=[
            SchoolOut(
                code=s.code,
                name=s.name,
                region=s.region,
                places=dict(s.places),
                areas=list(s.areas),
            )
            for s in enrolment.schools_of(round_id).values()
        ],
    )


@router.get(
    "/school/rounds/{round_id}/enrolments",
    response={200: EnrolmentsOut, ERRORS: Problem},
    summary="Applications of a round",
)
def listing(
    request: TokenRequest,
    round_id: pages.Id,
    x_purpose: Purpose = None,
    show: Lists = "waits",
    limit: pages.Limit = 20,
    cursor: pages.Cursor = "",
) -> EnrolmentsOut:
    """Applications that the token's office sees, as they came. Nobody is ranked here."""
    actor = for_people(request, x_purpose, enrolment.SEE)
    start = pages.begin(cursor)
    found = enrolment.enrolment_lines(actor, round_id, show=show, most=start + limit + 1)[start:]
    audit.record_read(
        actor,
        person_ids=[e.child_id for e in found[:limit]],
        fields=("enrolment",),
        action="api.enrolments",
        at=request.at,
    )
    return EnrolmentsOut(
        items=[_out(e) for e in found[:limit]], next=pages.after(start, limit, len(found))
    )


@router.get(
    "/school/enrolments/{enrolment_id}",
    response={200: EnrolmentWhole, ERRORS: Problem},
    summary="One application for school",
)
def one(request: TokenRequest, enrolment_id: pages.Id, x_purpose: Purpose = None) -> EnrolmentWhole:
    """One application with what is proved and missing, and its history."""
    actor = for_people(request, x_purpose, enrolment.SEE)
    record = enrolment.enrolment(enrolment_id, actor=actor, at=request.at)
    audit.record_read(
        actor,
        person_ids=[record.line.child_id],
        fields=("enrolment",),
        action="api.enrolment",
        at=request.at,
    )
    return _whole(record)


@router.post(
    "/school/enrolments", response={200: Applied, ERRORS: Problem}, summary="Apply for children"
)
def apply(request: TokenRequest, body: Applying) -> Applied:
    """Apply for children of one guardian; 409 `enrolment_open` or `enrolment_doubled` with the number that is there."""
    actor = request.actor
    actor.require(enrolment.ENTER)
    return Applied(
        ids=enrolment.apply_for_school(
            body.round,
            body.guardian,
            [Wanted(c.person, c.grade) for c in body.children],
            body.choices,
            same_school=body.same_school,
            arrange=body.arrange,
            key=body.key,
            actor=actor,
            at=request.at,
        )
    )


@router.post(
    "/school/enrolments/{enrolment_id}/decisions",
    response={200: EnrolmentOut, ERRORS: Problem},
    summary="Decide an application for school",
)
def decide(request: TokenRequest, enrolment_id: pages.Id, body: Decision) -> EnrolmentOut:
    """Admit it, ask once for what is missing, or do not admit it. The same `key` again changes nothing."""
    actor = request.actor
    actor.require(enrolment.REVIEW)
    common: dict[str, Any] = {
        "text": body.text,
        "seen": body.version,
        "key": body.key,
        "actor": actor,
        "at": request.at,
    }
    if body.decision == "admit":
        enrolment.admit(enrolment_id, body.shown, **common)
    elif body.decision == "ask":
        enrolment.ask_family(enrolment_id, **common)
    else:
        enrolment.not_admit(enrolment_id, **common)
    return _out(enrolment.enrolment(enrolment_id, actor=actor, at=request.at).line)
