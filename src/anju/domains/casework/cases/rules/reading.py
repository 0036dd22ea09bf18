"""Reading matters and duties from the files of law."""

from __future__ import annotations

from anju.domains.casework.cases.data import Duty, LimitRule, Matter, Question, Side, Step, TermRule
from anju.domains.casework.cases.rules.routing import LEVELS
from anju.foundation.calendar import Unit
from anju.foundation.calendar.statutory import Term
from anju.foundation.law.reading import Part, Text

KINDS = ("text", "long", "money", "day", "yes", "choice")
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
    )
    if matter.subject and matter.asked(matter.subject) is None:
        raise part.wrong("no such question", "subject")
    for limit in matter.limits:
        if (question := matter.asked(limit.since)) is None or question.kind != "day":
            raise part.wrong(f"no question about a day: {limit.since}", "limits")
    part.done()
    return matter


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
    )
    part.done()
    return duty


def _coded(part: Part) -> tuple[str, Text]:
    found = part.text("code"), part.words()
    part.done()
    return found


def _limit(part: Part) -> LimitRule:
    months = part.whole("months")
    if months is None or months < 1:
        raise part.wrong("a whole number above zero", "months")
    limit = LimitRule(part.text("code"), part.text("since"), months, part.pair("source"))
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
        unit, who = Unit(part.text("unit")), Side(part.text("who"))
    except ValueError as error:
        raise part.wrong("an unknown unit, or nobody's term", "unit") from error
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
        Term(
            part.whole("amount") or 0,
            unit,
            stops,
            carried=bool(part("carried", False)),
            extension=part.whole("extension", 0) or 0,
            extensions=part.whole("extensions", 0) or 0,
        ),
        part.pair("source"),
        bool(part("urgent", False)),
    )
    part.done()
    return rule
