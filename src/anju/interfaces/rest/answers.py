"""``/answers``: yes or no about one person, for departments under an agreement; the same body for signed requests."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import ConfigDict, Field
from pydantic import ValidationError as PydanticError

from anju.domains.exchange.api import answers, messages
from anju.domains.statistics.api import counts as statistics
from anju.foundation import codes
from anju.foundation.errors import Refused
from anju.interfaces.rest.auth import Purpose, TokenRequest
from anju.interfaces.rest.errors import ERRORS, Problem, details, language, status_of
from anju.interfaces.rest.parameters import one_of

if TYPE_CHECKING:
    DocumentKind = str
    AnswerService = str
else:
    DocumentKind = one_of(codes.DOCUMENT.names)
    AnswerService = one_of(c for c, s in answers.services().items() if not s.count)

Division = Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3}){0,3}$")]


class Described(Schema):
    """One service: what is asked, the law it rests on, for which purposes it may be asked, and its parameters."""

    code: str
    question: str
    basis: str
    purposes: list[str]
    needs: list[str]
    may: list[str]
    answer: list[str]


class Services(Schema):
    """Everything that may be asked."""

    items: list[Described]


class PersonDocument(Schema):
    """A document of GA/T 517 kind `kind`, issued by `issuer` (ISO 3166; without it China)."""

    model_config = ConfigDict(extra="forbid")

    kind: DocumentKind = "111"
    issuer: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""
    number: Annotated[str, Field(min_length=1, max_length=30, pattern=r"^[0-9A-Za-z()]+$")]


class PersonNamed(Schema):
    """Who is asked about. The answer is yes only where everything given here agrees with the record."""

    model_config = ConfigDict(extra="forbid")

    document: PersonDocument
    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    birth_date: date | None = None
    sex: Annotated[str, Field(pattern=r"^[12]?$")] = ""


class AnswerQuestion(Schema):
    """One question. `id` is yours, unique in the request. `division`, `divisions`, `home` (code of a door plate), `on`
    and `year` as the service says."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\x21-\x7e]+$")]
    service: AnswerService
    person: PersonNamed
    division: Division | None = None
    divisions: Annotated[list[Division], Field(max_length=20)] = []
    home: Annotated[str, Field(max_length=20, pattern=r"^[0-9A-Za-z -]*$")] = ""
    on: date | None = None
    year: Annotated[int, Field(ge=2000, le=2200)] | None = None


class AnswerQuestions(Schema):
    """Up to 100 questions under one agreement."""

    model_config = ConfigDict(extra="forbid")

    agreement: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]
    questions: Annotated[
        list[AnswerQuestion], Field(min_length=1, max_length=answers.MOST_QUESTIONS)
    ]


class SignedAnswerQuestions(AnswerQuestions):
    """The same in a signed request, with its purpose."""

    purpose: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z_]+$")]


class CountsAsked(Schema):
    """Counts of counties, streets or communities under one agreement. `year`: of the September asked about."""

    model_config = ConfigDict(extra="forbid")

    agreement: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]
    divisions: Annotated[list[Division], Field(min_length=1, max_length=20)]
    year: Annotated[int, Field(ge=2000, le=2200)] | None = None


class Counted(Schema):
    """One division: 0, or 3 and more."""

    division: str
    count: int


class Counts(Schema):
    """Counts of the residents of `edition`, the first day of the quarter, as known on it; protected by noise whose mean
    is 0, so that nobody can be read from them."""

    edition: date
    year: int
    counts: list[Counted]


class YesOrNo(Schema):
    """One answer."""

    id: str
    answer: Annotated[str, Field(json_schema_extra={"enum": [answers.YES, answers.NO]})]


class YesOrNos(Schema):
    """The answers in the order of their questions."""

    answers: list[YesOrNo]


router = Router()


@router.get(
    "/answers/services",
    response={200: Services, ERRORS: Problem},
    auth=None,
    summary="What may be asked",
)
def listed(request: TokenRequest) -> Services:
    """The services as they are agreed about. Open to everybody."""
    which = 0 if language().startswith("zh") else 1
    return Services(
        items=[
            Described(
                code=s.code,
                question=s.label[which],
                basis=s.basis[which],
                purposes=list(s.purposes),
                needs=list(s.needs),
                may=list(s.may),
                answer=["count"] if s.count else [answers.YES, answers.NO],
            )
            for s in answers.services().values()
        ]
    )


@router.post("/answers", response={200: YesOrNos, ERRORS: Problem}, summary="Ask yes or no")
def ask(request: TokenRequest, body: AnswerQuestions, x_purpose: Purpose = None) -> Any:  # noqa: ANN401 - or a problem
    """Each question is answered yes or no under your agreement, for the purpose stated; no data is given. No means:
    not so, not on file, another name, another area or shielded, all in the same words. Every question shows in the
    access log of the person it was about. The agreement's quota counts questions, and its limit against guessing every
    no."""
    if not x_purpose:
        return details(request, 403, "purpose_missing")
    outcome = answers.ask_as_department(asked_in(body), actor=request.actor, at=request.at)
    return _response(request, outcome)


@router.post(
    "/answers/school-age-counts",
    response={200: Counts, ERRORS: Problem},
    summary="How many children of school age",
)
def school_age(request: TokenRequest, body: CountsAsked, x_purpose: Purpose = None) -> Any:  # noqa: ANN401 - or a problem
    """How many children of the age of compulsory schooling will live in these divisions in September, by the residents
    of this quarter's first day. Each division counts as a question."""
    if not x_purpose:
        return details(request, 403, "purpose_missing")
    found = statistics.school_age_counts(
        body.agreement, body.divisions, year=body.year, actor=request.actor, at=request.at
    )
    return Counts(
        edition=found.edition,
        year=found.year,
        counts=[Counted(division=c.division, count=c.count) for c in found.counts],
    )


def _response(request: HttpRequest, outcome: answers.Outcome) -> HttpResponse | YesOrNos:
    refused = outcome.refusal
    if refused is not None:
        return details(request, status_of(refused), refused.code, refused.params)
    return YesOrNos(answers=[YesOrNo(id=a.id, answer=a.value) for a in outcome.answers])


def read_signed(body: bytes) -> answers.SignedQuestions:
    """The questions of a signed request. `Refused` ``request_invalid``."""
    try:
        found = SignedAnswerQuestions.model_validate_json(body)
        messages.read_json(body)
    except (PydanticError, messages.NotReadable, json.JSONDecodeError) as error:
        raise Refused("request_invalid") from error
    return answers.SignedQuestions(asked_in(found), found.purpose)


def asked_in(body: AnswerQuestions) -> answers.Asked:
    """A body as the domain takes it."""
    return answers.Asked(body.agreement, tuple(_question(q) for q in body.questions))


def _question(one: AnswerQuestion) -> answers.Question:
    person = one.person
    return answers.Question(
        one.id,
        one.service,
        person.document.kind,
        person.document.issuer,
        person.document.number,
        person.name,
        person.birth_date,
        person.sex,
        one.division or "",
        tuple(one.divisions),
        one.home,
        one.on,
        one.year,
    )
