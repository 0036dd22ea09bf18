"""Whether a question can be asked, and when its answer is yes. No tables, no clock."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from anju.domains.exchange.answers.data.catalogue import AnswerService, services
from anju.domains.exchange.answers.data.questions import (
    MOST_QUESTIONS,
    NO,
    YES,
    AgreementTerms,
    Facts,
    Question,
)
from anju.foundation.days import age_on

DIVISION = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,3}")
MOST_DIVISIONS = 20
_PARAMETERS = ("division", "divisions", "home", "on", "year")


def unsound(questions: Sequence[Question], today: date) -> tuple[str, dict[str, str]] | None:
    """The first thing wrong with a request's questions: code and parameters of its sentence; None where they are sound.

    ``answer_questions_count``, ``answer_question_twice``, ``answer_service_unknown``, ``answer_parameter``.
    """
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        return "answer_questions_count", {"most": str(MOST_QUESTIONS)}
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            return "answer_question_twice", {"id": question.id}
        seen.add(question.id)
        service = services().get(question.service)
        if service is None or service.count:
            return "answer_service_unknown", {"id": question.id}
        wrong = _wrong_parameter(question, service, today)
        if wrong:
            return "answer_parameter", {"id": question.id, "parameter": wrong}
    return None


def _wrong_parameter(question: Question, service: AnswerService, today: date) -> str:
    for name in _PARAMETERS:
        given = getattr(question, name) not in ("", (), None)
        if given and name not in (*service.needs, *service.may):
            return name
        if name in service.needs and not given:
            return name
    codes = (question.division, *question.divisions) if question.division else question.divisions
    if len(question.divisions) > MOST_DIVISIONS or any(not DIVISION.fullmatch(c) for c in codes):
        return "division" if question.division else "divisions"
    if question.on and not today - timedelta(days=service.back) <= question.on <= today:
        return "on"
    if question.year is not None and not today.year - 1 <= question.year <= today.year + 1:
        return "year"
    return ""


def not_agreed(
    terms: AgreementTerms | None, asked: Collection[str], purpose: str, today: date
) -> tuple[str, dict[str, str]] | None:
    """Why the agreement does not allow these services for this purpose: code and parameters, None where it does.

    ``answer_agreement_unknown``, ``answer_agreement_ended``, ``answer_not_agreed``, ``answer_purpose``.
    """
    if terms is None:
        return "answer_agreement_unknown", {}
    if not terms.holds_on(today):
        return "answer_agreement_ended", {}
    if not set(asked) <= set(terms.services):
        return "answer_not_agreed", {}
    if purpose not in terms.purposes or any(purpose not in services()[s].purposes for s in asked):
        return "answer_purpose", {"purpose": purpose}
    return None


def day_of(question: Question, today: date) -> date:
    """The day whose stay counts."""
    return question.on or today


def answer_to(question: Question, facts: Facts, regions: Sequence[str], today: date) -> str:
    """Yes where everything agrees, the fact lies in one of these regions (prefixes) and the fact is so; else no."""
    rule = _RULES[question.service]
    region = facts.permit if question.service == "holds_valid_permit" else facts.region
    here = bool(region) and any(region.startswith(r) for r in regions)
    return YES if facts.agrees and here and rule(question, facts, today) else NO


def _lives_in(question: Question, facts: Facts, today: date) -> bool:
    return facts.region.startswith(prefix_of(question.division))


def _holds(question: Question, facts: Facts, today: date) -> bool:
    return bool(facts.permit)


def _at_home(question: Question, facts: Facts, today: date) -> bool:
    return facts.home == question.home


def _school_age(question: Question, facts: Facts, today: date) -> bool:
    ages = services()[question.service].ages
    if ages is None or facts.born is None:
        return False
    age = age_on(facts.born, ages.day_in(question.year or today.year))
    return ages.first <= age < ages.below and any(
        facts.region.startswith(prefix_of(d)) for d in question.divisions
    )


def prefix_of(code: str) -> str:
    """The digits that everything in the division shares: without the zeros that fill a code up."""
    while len(code) in (9, 12) and code.endswith("000"):
        code = code[:-3]
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


_RULES: dict[str, Callable[[Question, Facts, date], bool]] = {
    "lives_in_division": _lives_in,
    "holds_valid_permit": _holds,
    "registered_at_home": _at_home,
    "school_age_in_divisions": _school_age,
}
