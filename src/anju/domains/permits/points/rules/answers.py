"""What a person typed, as answers a scheme can score. What is not typed is not answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from anju.domains.permits.points.data import Fact, Level, Scheme
from anju.foundation.days import day_in
from anju.foundation.errors import Refused

MOST_MONTHS = 12 * 80
MOST = Decimal(1_000_000)
OLDEST = 150


def read_answers(
    scheme: Scheme, typed: Mapping[str, Sequence[str]], *, day: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """(answers, problems): the facts said, and for those that cannot be read a reason code. `typed` holds the texts of
    each fact: one for most kinds, any number for events, (level, month, month) for levels."""
    answers: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for fact in scheme.facts:
        texts = [t.strip() for t in typed.get(fact.code, ())]
        try:
            found = _READERS[fact.kind](fact, texts, day)
        except Refused as error:
            problems[fact.code] = error.code
        else:
            if found is not None:
                answers[fact.code] = found
    return answers, problems


def _birth(fact: Fact, texts: list[str], day: date) -> date | None:
    found = _day(texts[0]) if any(texts) else None
    if found is not None and (found > day or day.year - found.year > OLDEST):
        raise Refused("points_day_impossible")
    return found


def _months(fact: Fact, texts: list[str], day: date) -> int | None:
    amount = _number(fact, texts, day)
    if amount is not None and (amount != int(amount) or amount > MOST_MONTHS):
        raise Refused("points_months_impossible")
    return None if amount is None else int(amount)


def _number(fact: Fact, texts: list[str], day: date) -> Decimal | None:
    if not any(texts):
        return None
    amount = _decimal(texts[0])
    low, high = fact.least or Decimal(0), fact.most or MOST
    if amount != 0 and not low <= amount <= high:
        raise Refused("points_number_impossible")
    return amount


def _choice(fact: Fact, texts: list[str], day: date) -> str | None:
    if not any(texts):
        return None
    if texts[0] not in {c.code for c in fact.choices}:
        raise Refused("points_choice_unknown")
    return texts[0]


def _yes_no(fact: Fact, texts: list[str], day: date) -> bool | None:
    if not any(texts):
        return None
    if texts[0] not in ("yes", "no"):
        raise Refused("points_choice_unknown")
    return texts[0] == "yes"


def _events(fact: Fact, texts: list[str], day: date) -> tuple[date, ...] | None:
    days = tuple(_day(t) for t in texts if t)
    if any(d > day for d in days):
        raise Refused("points_day_impossible")
    return days


def _levels(fact: Fact, texts: list[str], day: date) -> tuple[Level, ...] | None:
    """A level without a month is held this month."""
    found = []
    for n in range(0, len(texts), 3):
        level, since, until = (*texts[n : n + 3], "", "")[:3]
        if not level:
            continue
        begin, end = _month(since, day), _month(until, day) if until else None
        if end is not None and end < begin:
            raise Refused("points_day_impossible")
        found.append(Level(_decimal(level), begin, end))
    return tuple(found) if any(texts) else None


def _month(text: str, day: date) -> date:
    """The first day of a month written 2026-11; of the present one when nothing is written."""
    found = _day(f"{text}-01") if text else day.replace(day=1)
    if found > day:
        raise Refused("points_day_impossible")
    return found


def _day(text: str) -> date:
    found = day_in(text)
    if found is None:
        raise Refused("points_day_unreadable")
    return found


def _decimal(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise Refused("points_number_impossible") from error
    if not found.is_finite() or not 0 <= found <= MOST:
        raise Refused("points_number_impossible")
    return found


_READERS = {
    "birth": _birth,
    "months": _months,
    "number": _number,
    "choice": _choice,
    "yesno": _yes_no,
    "events": _events,
    "levels": _levels,
}
