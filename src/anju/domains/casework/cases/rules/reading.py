"""Reading matters and duties from the files of law."""

from __future__ import annotations

from anju.domains.casework.cases.data import (
    AnswerTerm,
    Duty,
    LimitRule,
    Matter,
    MatterVariant,
    ProducedDocument,
    Question,
    RespondentRule,
    Side,
    Step,
    TermRule,
)
from anju.domains.casework.cases.rules.routing import LEVELS
from anju.foundation.calendar import Unit
from anju.foundation.calendar.statutory import Term
from anju.foundation.law.reading import Part, Text

KINDS = ("text", "long", "money", "day", "yes", "choice", "place")
PERSON, CONFIRMING = "person", "confirming"
"""Reasons that stop an office's term: documents the person owes, an outcome the person looks at."""


def read_matter(part: Part, *, region: str) -> Matter:
    """An entry of the section ``matters``. `Refused` ``law_file_invalid``."""
    since = part.since()
    matter = Matter(
        code=part.text("code"),
        region=region,
        words=part.words(),
        about=part.pair("about"),
        questions=tuple(map(_question, part.parts("asks", []))),
        terms=tuple(map(_term, part.parts("terms", []))),
        outcomes=tuple(map(_coded, part.parts("outcomes"))),
        stages=tuple(map(_coded, part.parts("stages", []))),
        evidence=tuple(map(_coded, part.parts("evidence", []))),
        appeal=part.pair("appeal"),
        source=part.pair("source"),
        confidence=part.confidence(),
        valid_from=since,
        valid_to=part.until(since),
        subject=str(part("subject", "")),
        alone=bool(part("alone", False)),
        urgent=bool(part("urgent", False)),
        limits=tuple(map(_limit, part.parts("limits", []))),
        offered=bool(part("offered", True)),
        place=str(part("place", "")),
        objection=str(part("objection", "complaint")),
        respondent=_respondent(part.part("respondent")) if part("respondent", None) else None,
    )
    _check(matter, part)
    part.done()
    return matter


def _check(matter: Matter, part: Part) -> None:
    """Refuse a matter that names questions, outcomes or stages it does not have."""
    for field, kinds in ((matter.subject, KINDS), (matter.place, ("place",))):
        if field and ((asked := matter.asked(field)) is None or asked.kind not in kinds):
            raise part.wrong(f"no such question: {field}", "asks")
    for limit in matter.limits:
        asked = matter.asked(limit.since)
        known = limit.outcome in dict(matter.outcomes) if limit.outcome else asked is not None
        if not known or (asked is not None and asked.kind != "day"):
            raise part.wrong(f"no such day or outcome: {limit.since}{limit.outcome}", "limits")
    named = [name for term in matter.terms for name in (term.starts, *term.ends)]
    stages = [name.partition(":")[2] for name in named]
    if other := matter.respondent:
        stages += [answer.stage for answer in other.answers]
        if unknown := [fact for fact in other.facts if matter.asked(fact) is None]:
            raise part.wrong(f"no such question: {unknown[0]}", "respondent")
    if unknown := [s for s in stages if s and s not in dict(matter.stages)]:
        raise part.wrong(f"no such stage: {unknown[0]}", "stages")


def _respondent(part: Part) -> RespondentRule:
    rule = RespondentRule(
        tuple(part.texts("facts")),
        tuple(map(_produced, part.parts("documents"))),
        tuple(map(_answer_term, part.parts("answers"))),
        part.pair("silence"),
    )
    if not rule.answers or rule.answers[-1].stage:
        raise part.wrong("the last term holds in every stage", "answers")
    part.done()
    return rule


def _produced(part: Part) -> ProducedDocument:
    found = ProducedDocument(part.text("code"), part.words(), part.pair("source"))
    part.done()
    return found


def _answer_term(part: Part) -> AnswerTerm:
    found = AnswerTerm(str(part("stage", "")), _length(part), part.pair("source"))
    part.done()
    return found


def read_variant(part: Part, *, region: str) -> MatterVariant:
    """An entry of the section ``matter_variants``. `Refused` ``law_file_invalid``."""
    since = part.since()
    variant = MatterVariant(
        part.text("matter"),
        region,
        tuple(map(_term, part.parts("terms", []))),
        part.pair("note"),
        part.pair("source"),
        part.confidence(),
        since,
        part.until(since),
    )
    part.done()
    return variant


def _length(part: Part, stops: frozenset[str] = frozenset()) -> Term:
    """How long a term is. `Refused` ``law_file_invalid``."""
    try:
        unit = Unit(part.text("unit"))
    except ValueError as error:
        raise part.wrong("an unknown unit", "unit") from error
    amount = part.whole("amount")
    if not amount:
        raise part.wrong("a whole number above zero", "amount")
    return Term(
        amount,
        unit,
        stops,
        carried=bool(part("carried", False)),
        extension=part.whole("extension", 0) or 0,
        extensions=part.whole("extensions", 0) or 0,
    )


def read_duty(part: Part, *, region: str) -> Duty:
    """An entry of the section ``duties``. `Refused` ``law_file_invalid``."""
    since, digits = part.since(), part.whole("digits")
    if digits not in LEVELS:
        raise part.wrong("one of 2, 4, 6, 9, 12", "digits")
    duty = Duty(
        part.text("matter"),
        region,
        digits,
        part.text("department"),
        part.words(),
        part.pair("source"),
        since,
        part.until(since),
        str(part("stage", "")),
    )
    part.done()
    return duty


def _coded(part: Part) -> tuple[str, Text]:
    found = part.text("code"), part.words()
    part.done()
    return found


def _limit(part: Part) -> LimitRule:
    limit = LimitRule(
        part.text("code"),
        str(part("since", "")),
        str(part("outcome", "")),
        _length(part),
        part.pair("words"),
        part.pair("idle"),
        part.pair("source"),
    )
    if bool(limit.since) == bool(limit.outcome) or not limit.words[0]:
        raise part.wrong("it begins with a day or an outcome, and says so", "since")
    part.done()
    return limit


def _question(part: Part) -> Question:
    kind = str(part("kind", "text"))
    if kind not in KINDS:
        raise part.wrong(f"one of {', '.join(KINDS)}", "kind")
    question = Question(
        part.text("fact"),
        part.words(),
        kind,
        bool(part("required", False)),
        part.pair("help"),
        tuple(map(_coded, part.parts("choices", []))),
        str(part("since", "")),
    )
    if (kind == "choice") != bool(question.choices):
        raise part.wrong("a choice has choices, and nothing else has", "choices")
    part.done()
    return question


def _term(part: Part) -> TermRule:
    try:
        who = Side(part.text("who"))
    except ValueError as error:
        raise part.wrong("nobody's term", "who") from error
    starts, ends = part.text("starts"), part.texts("ends")
    for name in (starts, *ends):
        if name.split(":", 1)[0] not in set(Step):
            raise part.wrong(f"no such step: {name}", "starts")
    stops = frozenset({CONFIRMING} | ({PERSON} if part("stops", False) else set()))
    rule = TermRule(
        part.text("code"),
        part.words(),
        who,
        starts,
        ends,
        _length(part, stops),
        part.pair("source"),
        bool(part("urgent", False)),
    )
    part.done()
    return rule
