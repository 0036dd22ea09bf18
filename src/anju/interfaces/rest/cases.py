"""``/cases``: what one may come with, the office's queue, one case, filing, every step of the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from anju.domains.casework.api import cases
from anju.domains.casework.api.cases import CaseLine, CaseRecord
from anju.foundation.audit import api as audit
from anju.foundation.clock import CHINA, local_date
from anju.interfaces.rest import pages
from anju.interfaces.rest.auth import Purpose, TokenRequest, for_people
from anju.interfaces.rest.errors import ERRORS, Problem

router = Router()
Key = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[\x21-\x7e]+$")]
Words = Annotated[str, Field(max_length=2000)]
Code = Annotated[str, Field(max_length=20, pattern=r"^[a-z_]*$")]
Region = Annotated[str, Field(pattern=r"^(\d{4}|\d{6}|\d{9}|\d{12})?$")]


class AskedFact(Schema):
    """A field of a matter's form."""

    fact: str
    zh: str
    en: str
    kind: str
    required: bool
    choices: list[str]


class MatterOut(Schema):
    """What one may come with: what is asked, how it may end, by which law."""

    code: str
    zh: str
    en: str
    asks: list[AskedFact]
    stages: list[str]
    outcomes: list[str]
    source: str
    confidence: str


class CaseOut(Schema):
    """A case of a list. `due_at`, `person_due_at`: the next moment the office and the person owe something."""

    id: int
    number: str
    person: int
    matter: str
    state: str
    stage: str
    urgent: bool
    region: str
    office: str
    department: str
    handler: str
    filed_at: datetime
    due_at: datetime | None
    person_due_at: datetime | None
    outcome: str
    closed_at: datetime | None
    version: int
    appointed_at: datetime | None


class CasesOut(Schema):
    """A page of cases, the nearest term first."""

    items: list[CaseOut]
    next: str | None


class TermOut(Schema):
    """A term: who owes it, how it stands, until when, by which rule."""

    code: str
    who: str
    state: str
    due_at: datetime | None
    provisional: bool
    source: str
    round: int


class StepOut(Schema):
    """A step that was taken."""

    step: str
    side: str
    by: str
    at: datetime
    text: str
    detail: dict[str, str]


class FileOut(Schema):
    """A file of the case, without its content."""

    id: int
    kind: str
    sha256: str
    size: int
    content_type: str
    side: str
    at: datetime


class CaseWhole(Schema):
    """One case: answers, the rule by which it was routed, terms, history, files."""

    case: CaseOut
    answers: dict[str, str]
    routed: dict[str, str]
    terms: list[TermOut]
    steps: list[StepOut]
    files: list[FileOut]


class Filing(Schema):
    """A case to file for a person. `answers` by fact, as the matter asks. The same `key` again changes nothing."""

    model_config = ConfigDict(extra="forbid")

    person: Annotated[int, Field(ge=1, le=2**63 - 1)]
    matter: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[a-z_]+$")]
    answers: dict[str, Words]
    urgent: bool = False
    region: Region = ""
    key: Key


class Filed(Schema):
    """The case."""

    id: int
    number: str


class StepIn(Schema):
    """A step of the office. `version` (take, propose): the version that was read; 409 when it is no longer that one."""

    model_config = ConfigDict(extra="forbid")

    step: Literal[
        "take",
        "accept",
        "ask",
        "message",
        "hand_over",
        "extend",
        "stage",
        "pay_first",
        "propose",
        "reopen",
        "book",
        "cancel_appointment",
    ]
    text: Words = ""
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    documents: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=20)] = []
    office: Region = ""
    department: Code = ""
    term: Code = ""
    stage: Code = ""
    outcome: Code = ""
    when: datetime | None = None
    where: Annotated[str, Field(max_length=100)] = ""
    key: Key


def _in_china(when: datetime | None) -> datetime | None:
    """A moment; one without a zone is meant as China's."""
    return when.replace(tzinfo=CHINA) if when and when.tzinfo is None else when


def _out(line: CaseLine) -> CaseOut:
    return CaseOut(
        id=line.id,
        number=line.number,
        person=line.person_id,
        matter=line.matter,
        state=line.state.value,
        stage=line.stage,
        urgent=line.urgent,
        region=line.region,
        office=line.office,
        department=line.department,
        handler=line.handler_label,
        filed_at=line.filed_at,
        due_at=line.due_at,
        person_due_at=line.person_due_at,
        outcome=line.outcome,
        closed_at=line.closed_at,
        version=line.version,
        appointed_at=line.appointed_at,
    )


def _whole(record: CaseRecord) -> CaseWhole:
    return CaseWhole(
        case=_out(record.line),
        answers=dict(record.answers),
        routed=dict(record.routed),
        terms=[
            TermOut(
                code=c.rule.code,
                who=c.rule.who.value,
                state=c.status.state.value,
                due_at=c.status.due,
                provisional=c.status.provisional,
                source=c.rule.source[0],
                round=c.round,
            )
            for c in record.clocks
        ],
        steps=[
            StepOut(
                step=e.step.value,
                side=e.side.value,
                by=e.by_label,
                at=e.at,
                text=e.text,
                detail=dict(e.detail),
            )
            for e in record.events
        ],
        files=[
            FileOut(
                id=f.id,
                kind=f.kind,
                sha256=f.sha256,
                size=f.size,
                content_type=f.content_type,
                side=f.side.value,
                at=f.at,
            )
            for f in record.evidence
        ],
    )


@router.get("/matters", response={200: list[MatterOut], ERRORS: Problem}, summary="Matters")
def matters(
    request: TokenRequest, region: Annotated[str, Query(pattern=r"^\d{0,12}$")] = ""
) -> list[MatterOut]:
    """What one may come with in a place today, and what each asks."""
    return [
        MatterOut(
            code=m.code,
            zh=m.words[0],
            en=m.words[1],
            asks=[
                AskedFact(
                    fact=q.fact,
                    zh=q.words[0],
                    en=q.words[1],
                    kind=q.kind,
                    required=q.required,
                    choices=[code for code, _words in q.choices],
                )
                for q in m.questions
            ],
            stages=[code for code, _words in m.stages],
            outcomes=[code for code, _words in m.outcomes],
            source=m.source[0],
            confidence=m.confidence,
        )
        for m in cases.matters(region, local_date(request.at))
    ]


@router.get("/cases", response={200: CasesOut, ERRORS: Problem}, summary="The office's queue")
def queue(
    request: TokenRequest,
    x_purpose: Purpose = None,
    show: Literal[
        "waits", "mine", "free", "late", "waiting", "proposed", "appointed", "all", "closed"
    ] = "waits",
    limit: pages.Limit = 20,
    cursor: pages.Cursor = "",
) -> CasesOut:
    """Cases of the token's offices, the nearest term first."""
    actor = for_people(request, x_purpose, cases.SEE)
    start = pages.begin(cursor)
    found = cases.queue_lines(actor, at=request.at, show=show, words="", most=start + limit + 1)[
        start:
    ]
    audit.record_read(
        actor,
        person_ids=[c.person_id for c in found[:limit]],
        fields=("case",),
        action="api.cases",
        at=request.at,
    )
    return CasesOut(
        items=[_out(c) for c in found[:limit]], next=pages.after(start, limit, len(found))
    )


@router.get("/cases/{case_id}", response={200: CaseWhole, ERRORS: Problem}, summary="One case")
def one(request: TokenRequest, case_id: pages.Id, x_purpose: Purpose = None) -> CaseWhole:
    """One case with its terms and history. Files are named with their hash; their content is not handed out here."""
    actor = for_people(request, x_purpose, cases.SEE)
    record = cases.case(case_id, actor=actor, at=request.at)
    audit.record_read(
        actor,
        person_ids=[record.line.person_id],
        fields=("case",),
        action="api.case",
        at=request.at,
    )
    return _whole(record)


@router.post("/cases", response={200: Filed, ERRORS: Problem}, summary="File a case")
def file(request: TokenRequest, body: Filing) -> Filed:
    """File a case for a person; 409 `case_open` with the number of one that is open already."""
    actor = request.actor
    actor.require(cases.ENTER)
    made = cases.file_case(
        body.person,
        body.matter,
        body.answers,
        urgent=body.urgent,
        region=body.region,
        key=body.key,
        actor=actor,
        at=request.at,
    )
    found = next((c for c in cases.cases_of(body.person) if c.id == made), None)
    return Filed(id=made, number=found.number if found else "")


@router.post(
    "/cases/{case_id}/steps", response={200: CaseOut, ERRORS: Problem}, summary="Take a step"
)
def step(request: TokenRequest, case_id: pages.Id, body: StepIn) -> CaseOut:
    """Take a step in a case of the token's office. The same `key` again changes nothing. Closing is the person's."""
    actor = request.actor
    actor.require(cases.HANDLE)
    common: dict[str, Any] = {"key": body.key, "actor": actor, "at": request.at}
    steps: dict[str, Callable[[], object]] = {
        "take": lambda: cases.take_case(case_id, seen=body.version, **common),
        "accept": lambda: cases.accept_case(case_id, **common),
        "ask": lambda: cases.ask_for(case_id, body.documents, text=body.text, **common),
        "message": lambda: cases.write(case_id, body.text, **common),
        "hand_over": lambda: cases.hand_over(
            case_id, office=body.office, department=body.department, text=body.text, **common
        ),
        "extend": lambda: cases.extend(case_id, body.term, text=body.text, **common),
        "stage": lambda: cases.set_stage(case_id, body.stage, text=body.text, **common),
        "pay_first": lambda: cases.pay_first(case_id, text=body.text, **common),
        "propose": lambda: cases.propose(
            case_id, body.outcome, text=body.text, seen=body.version, **common
        ),
        "reopen": lambda: cases.reopen(case_id, body.text, **common),
        "book": lambda: cases.book(
            case_id, _in_china(body.when), body.where, text=body.text, **common
        ),
        "cancel_appointment": lambda: cases.cancel_appointment(case_id, text=body.text, **common),
    }
    steps[body.step]()
    record = cases.case(case_id, actor=actor, at=request.at)
    return _out(record.line)
