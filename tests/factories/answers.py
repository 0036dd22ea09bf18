"""Agreements about answers and questions, as tests need them."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from anju.domains.exchange.api import answers
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.people import Somebody
from tests.factories.register import PLATFORM, STREET

NUMBER = "JY-2026-01"
_turn = itertools.count(1)


def agreed(number: str = NUMBER, *, accepted: bool = True, **more: Any) -> int:
    """An agreement about every service, in force; `more` changes what it covers."""
    today = local_date(now())
    terms = {
        "services": tuple(answers.services()),
        "purposes": ("service", "verification", "schooling"),
        "region": STREET,
        "first": today - timedelta(days=30),
        "last": today + timedelta(days=30),
        "per_day": 10_000,
        "negatives_per_day": 10_000,
        **more,
    }
    with acting(PLATFORM):
        made = answers.propose_answers(number, "教育局", **terms, actor=PLATFORM, at=now())
        if accepted:
            answers.accept_answers(made, actor=PLATFORM, at=now())
    return made


def about(who: Somebody, service: str, **more: Any) -> dict[str, Any]:
    """A question about somebody, as a request holds it; `name`, `number`, `birth_date`, `sex` change who is named."""
    person: dict[str, Any] = {
        "document": {"kind": who.doc_type, "number": more.pop("number", who.doc_number)},
        "name": more.pop("name", who.name),
    }
    person |= {k: more.pop(k) for k in ("birth_date", "sex") if k in more}
    return {"id": f"q{next(_turn)}", "service": service, "person": person, **more}


def lives_in(who: Somebody, division: str = STREET, **more: Any) -> dict[str, Any]:
    """Does this person live there?"""
    return about(who, "lives_in_division", division=division, **more)
