"""What was typed into a matter's form: read, checked, every fault named at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from anju.domains.casework.cases.data import MOST_MONEY, MOST_TEXT, Matter, Question
from anju.foundation.characters import visible_lines
from anju.foundation.days import day_in
from anju.foundation.errors import Refused

SHORT = 100
PLACE_DIGITS = (12, 15)
"""Digits of the code of a division or a grid."""


def read_answers(
    matter: Matter, typed: Mapping[str, str], *, born: date | None, today: date
) -> dict[str, str]:
    """The answers in the order of the form, without empty ones.

    `Refused` ``case_answers`` with `faults`: field → code of a sentence. Fields the form does not ask are refused too.
    """
    faults = dict.fromkeys(typed.keys() - {q.fact for q in matter.questions}, "answer_unknown")
    answers: dict[str, str] = {}
    for question in matter.questions:
        text, fault = _read(question, typed.get(question.fact, ""), born, today)
        if fault:
            faults[question.fact] = fault
        elif text:
            answers[question.fact] = text
    for question in matter.questions:
        first, last = answers.get(question.since, ""), answers.get(question.fact, "")
        if first and last and last < first:
            faults[question.fact] = "answer_order"
    if faults:
        raise Refused("case_answers", faults=faults, fields=sorted(faults))
    return answers


def _read(question: Question, typed: str, born: date | None, today: date) -> tuple[str, str]:
    """(what is kept, code of the fault)."""
    text = visible_lines(typed)
    if not text:
        return "", "answer_missing" if question.required else ""
    if len(text) > (MOST_TEXT if question.kind == "long" else SHORT):
        return "", "answer_long"
    match question.kind:
        case "money":
            return _money(text)
        case "day":
            return text, _day(text, born, today)
        case "yes":
            return ("yes", "") if text in ("yes", "1", "on", "true") else ("", "")
        case "place" if not (text.isascii() and text.isdecimal() and len(text) in PLACE_DIGITS):
            return "", "answer_place"
        case "choice" if text not in {code for code, _words in question.choices}:
            return "", "answer_choice"
    return text, ""


def _day(text: str, born: date | None, today: date) -> str:
    day = day_in(text)
    if day is None:
        return "answer_day"
    if born is not None and day < born:
        return "answer_before_birth"
    return "answer_ahead" if day > today else ""


def _money(text: str) -> tuple[str, str]:
    value = read_money(text)
    return ("", "answer_money") if value is None else (f"{value.normalize():f}", "")


def read_money(text: str) -> Decimal | None:
    """An amount in yuan, to the fen; None for what is none."""
    try:
        value = Decimal(re.sub(r"[,，\s元¥￥]", "", text))
    except InvalidOperation:
        return None
    sound = value.is_finite() and 0 < value <= MOST_MONEY and value == round(value, 2)
    return value if sound else None


def subject_of(matter: Matter, answers: Mapping[str, str]) -> str:
    """What tells this case from others of the person in the matter, as it is compared; "" where there is one only."""
    return _plain(answers.get(matter.subject, "")) if matter.subject else ""


def same_name(one: str, other: str) -> bool:
    """Are these the same name but for spaces, marks and case?"""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()
