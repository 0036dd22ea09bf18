"""Kinds of matters, steps and states of cases: frozen values. The one table of steps stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from anju.foundation.calendar.statutory import Term, TermStatus
from anju.foundation.law.reading import Text

MOST_TEXT = 2_000
MOST_EVIDENCE = 40
"""Files of one case."""
MOST_MONEY = Decimal(100_000_000)
MANDATE_DAYS = 365
"""The longest a mandate runs."""


class CaseState(StrEnum):
    """Where a case stands. PROPOSED: the office names an outcome, the person has not confirmed it yet."""

    OPEN = "open"
    WAITING = "waiting"
    PROPOSED = "proposed"
    CLOSED = "closed"


LIVE = (CaseState.OPEN, CaseState.WAITING, CaseState.PROPOSED)


class Side(StrEnum):
    """Who acts. HELPER: somebody with the person's mandate; RESPONDENT: whom the case is against."""

    PERSON = "person"
    HELPER = "helper"
    OFFICE = "office"
    RESPONDENT = "respondent"


class Step(StrEnum):
    """What is done in a case."""

    FILED = "filed"
    TAKEN = "taken"
    ACCEPTED = "accepted"
    ASKED = "asked"
    ANSWERED = "answered"
    MESSAGE = "message"
    EVIDENCE = "evidence"
    HANDED_OVER = "handed_over"
    EXTENDED = "extended"
    STAGED = "staged"
    PAID_FIRST = "paid_first"
    RECEIVED = "received"
    PROPOSED = "proposed"
    CONTESTED = "contested"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    COMPLAINED = "complained"
    NOTIFIED = "notified"
    RESPONDED = "responded"
    SILENT = "silent"
    PAY_STATED = "pay_stated"
    NOT_RECEIVED = "not_received"
    BOOKED = "booked"
    CANCELLED = "cancelled"


class StepRule(NamedTuple):
    """The states a step leaves, the state it leads to (None: it stays), who takes it, whether it needs words."""

    after: tuple[CaseState, ...]
    to: CaseState | None
    by: tuple[Side, ...]
    text: bool = False


_OPEN, _WAITING, _PROPOSED, _CLOSED = CaseState
_SELF = (Side.PERSON, Side.HELPER)
_OFFICE = (Side.OFFICE,)
_ANY = tuple(Side)
STEPS: Mapping[Step, StepRule] = {
    Step.FILED: StepRule((), _OPEN, (Side.PERSON, Side.HELPER, Side.OFFICE)),
    Step.TAKEN: StepRule(LIVE, None, _OFFICE),
    Step.ACCEPTED: StepRule((_OPEN,), None, _OFFICE),
    Step.ASKED: StepRule((_OPEN,), _WAITING, _OFFICE, text=True),
    Step.ANSWERED: StepRule((_WAITING,), _OPEN, (Side.PERSON, Side.HELPER, Side.OFFICE)),
    Step.MESSAGE: StepRule((*LIVE, _CLOSED), None, _ANY, text=True),
    Step.EVIDENCE: StepRule((*LIVE, _CLOSED), None, _ANY),
    Step.HANDED_OVER: StepRule((_OPEN, _WAITING), _OPEN, _OFFICE, text=True),
    Step.EXTENDED: StepRule((_OPEN, _WAITING), None, _OFFICE, text=True),
    Step.STAGED: StepRule((_OPEN, _WAITING), _OPEN, _OFFICE, text=True),
    Step.PAID_FIRST: StepRule((_OPEN, _WAITING), None, _OFFICE, text=True),
    Step.RECEIVED: StepRule(LIVE, None, (Side.PERSON,)),
    Step.PROPOSED: StepRule((_OPEN, _WAITING), _PROPOSED, _OFFICE, text=True),
    Step.CONTESTED: StepRule((_PROPOSED,), _OPEN, _SELF, text=True),
    Step.CONFIRMED: StepRule((_PROPOSED,), _CLOSED, (Side.PERSON, Side.HELPER, Side.OFFICE)),
    Step.WITHDRAWN: StepRule(LIVE, _CLOSED, (Side.PERSON,)),
    Step.REOPENED: StepRule((_CLOSED,), _OPEN, (Side.PERSON, Side.HELPER, Side.OFFICE), text=True),
    Step.COMPLAINED: StepRule((*LIVE, _CLOSED), None, _SELF, text=True),
    Step.NOTIFIED: StepRule(LIVE, None, _OFFICE),
    Step.RESPONDED: StepRule(LIVE, None, (Side.RESPONDENT,), text=True),
    Step.SILENT: StepRule(LIVE, None, (Side.RESPONDENT,)),
    Step.PAY_STATED: StepRule(LIVE, None, (Side.RESPONDENT,)),
    Step.NOT_RECEIVED: StepRule(LIVE, None, (Side.PERSON,)),
    Step.BOOKED: StepRule((_OPEN, _WAITING), None, _OFFICE),
    Step.CANCELLED: StepRule(LIVE, None, (Side.PERSON, Side.HELPER, Side.OFFICE)),
}
"""The transition table of cases. No step but CONFIRMED and WITHDRAWN closes one."""


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a matter's form. `fact`: its code in the section ``facts``; `kind`: text, long, money, day, yes,
    choice or place; `since`: the field whose day this one must not lie before."""

    fact: str
    words: Text
    kind: str
    required: bool = False
    help: Text = ("", "")
    choices: tuple[tuple[str, Text], ...] = ()
    since: str = ""


@dataclass(frozen=True, slots=True)
class TermRule:
    """A term of a matter. `who` owes what it is about; it begins with the step `starts` (``staged:`` and a stage, or a
    step) and ends with one of `ends`; `urgent`: only in urgent cases."""

    code: str
    words: Text
    who: Side
    starts: str
    ends: tuple[str, ...]
    term: Term
    source: Text
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class LimitRule:
    """A limit of the law next to the terms of a matter, which nothing here stops. It begins on the day that was
    answered to `since`, or when the office names the `outcome`. `words`: with ``{until}``, while it runs; `idle`: while
    it does not, "" for nothing."""

    code: str
    since: str
    outcome: str
    term: Term
    words: Text
    idle: Text
    source: Text


@dataclass(frozen=True, slots=True)
class ProducedDocument:
    """A document that the law says the other side keeps and must produce. `code`: the kind of the file."""

    code: str
    words: Text
    source: Text


@dataclass(frozen=True, slots=True)
class AnswerTerm:
    """Until when the other side answers in a stage of the matter ("": in every other)."""

    stage: str
    term: Term
    source: Text


@dataclass(frozen=True, slots=True)
class RespondentRule:
    """The other side of a matter: which of the answers it is given (`facts`), what it must produce, until
    when it answers, and what the law says of silence."""

    facts: tuple[str, ...]
    documents: tuple[ProducedDocument, ...]
    answers: tuple[AnswerTerm, ...]
    silence: Text

    def answer_in(self, stage: str) -> AnswerTerm:
        """The term of a stage, the one for every other where it has none."""
        return next(a for a in (*self.answers, self.answers[-1]) if a.stage in (stage, ""))


@dataclass(frozen=True, slots=True)
class Matter:
    """What somebody may come with. `subject`: the field in which two cases of one person differ, "" where there can be
    one only; `place`: the field that says where it happened, "" where the home counts; `alone`: the person alone
    confirms the outcome; `appeal`: where one turns who does not agree; `objection`: the matter of a complaint about
    it."""

    code: str
    region: str
    words: Text
    about: Text
    questions: tuple[Question, ...]
    terms: tuple[TermRule, ...]
    outcomes: tuple[tuple[str, Text], ...]
    stages: tuple[tuple[str, Text], ...]
    appeal: Text
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None
    subject: str = ""
    alone: bool = False
    urgent: bool = False
    limits: tuple[LimitRule, ...] = ()
    offered: bool = True
    """False for those begun from another case only."""
    evidence: tuple[tuple[str, Text], ...] = ()
    """Kinds of files that help, with their words."""
    place: str = ""
    objection: str = "complaint"
    respondent: RespondentRule | None = None
    notes: tuple[Text, ...] = ()
    """Rules of the place that are shown before one files."""

    @property
    def kinds(self) -> dict[str, Text]:
        """Kinds of files it knows, with their words: those that help and those the other side must produce."""
        produced = self.respondent.documents if self.respondent else ()
        return dict(self.evidence) | {d.code: d.words for d in produced}

    def asked(self, fact: str) -> Question | None:
        """The question about a fact."""
        return next((q for q in self.questions if q.fact == fact), None)


@dataclass(frozen=True, slots=True)
class MatterVariant:
    """What a place lays down differently for a matter: terms that take the place of those of the same code or are
    added, and a note that is shown before one files."""

    matter: str
    region: str
    terms: tuple[TermRule, ...]
    note: Text
    source: Text
    confidence: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Which office a matter goes to in a region: the one that answers for the first `digits` of the place. `stage`:
    from that stage on, "" from the beginning."""

    matter: str
    region: str
    digits: int
    department: str
    words: Text
    source: Text
    valid_from: date
    valid_to: date | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """A step that was taken, as the clock needs it. `detail`: codes, such as the stage or the term."""

    step: Step
    at: datetime
    detail: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CaseClock:
    """A term of a case and how it stands. `round`: 1, and one more after each reopening. `longest`: its last moment if
    it is extended as far as the law lets it; None where it cannot be any more."""

    rule: TermRule
    status: TermStatus
    round: int
    longest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the law that runs next to the terms of the case and that nothing here stops. `until` None: it does not
    run. `words`: the sentence, ``{until}`` filled in by who shows it."""

    code: str
    until: date | None
    source: Text
    words: Text = ("", "")


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One step in the life of a case."""

    id: int
    step: Step
    side: Side
    at: datetime
    by_label: str
    text: str
    detail: Mapping[str, str]
    respondent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file of a case. `sha256`: of the file as it was sent, which is kept unchanged."""

    id: int
    kind: str
    side: Side
    name: str
    content_type: str
    size: int
    sha256: str
    by_label: str
    at: datetime
    respondent_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as lists show it."""

    id: int
    number: str
    person_id: int
    matter: str
    state: CaseState
    stage: str
    urgent: bool
    region: str
    office: str
    department: str
    handler_id: int | None
    handler_label: str
    filed_at: datetime
    due_at: datetime | None
    person_due_at: datetime | None
    unread: bool
    outcome: str
    closed_at: datetime | None
    parent_id: int | None
    version: int
    appointed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case with its history, files and clocks. `due` ones first in `clocks`."""

    line: CaseLine
    matter: Matter
    answers: Mapping[str, str]
    routed: Mapping[str, str]
    events: tuple[CaseEvent, ...]
    evidence: tuple[Evidence, ...]
    clocks: tuple[CaseClock, ...]
    limits: tuple[Limit, ...]
    children: tuple[CaseLine, ...]
    satisfied: str
    received: Decimal


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody may act for a person: in one matter, or in all ("")."""

    id: int
    person_id: int
    matter: str
    helper_user: int | None
    helper_label: str
    until: date
    granted_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseQueue:
    """A page of cases and how many there are of each list."""

    lines: tuple[CaseLine, ...]
    total: int
    counts: Mapping[str, int]
