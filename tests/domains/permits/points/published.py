"""The published schemes, and answers as a person would type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, settings

from anju.domains.permits.points.data import Scheme, ScoreResult
from anju.domains.permits.points.queries import SCHEMES
from anju.domains.permits.points.rules import read_answers, score

DAY = date(2026, 11, 22)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For property tests: a busy machine is no fault of theirs."""
PUBLISHED: dict[str, Scheme] = {s.code: s for s in SCHEMES.entries()}


def aged(years: int, day: date = DAY) -> str:
    """A day of birth of somebody of that age."""
    return f"{day.year - years}-01-01"


def told(code: str, *, day: date = DAY, **typed: str | list[str]) -> ScoreResult:
    """The calculation for answers typed on a phone."""
    scheme = PUBLISHED[code]
    answers, problems = read_answers(
        scheme, {k: [v] if isinstance(v, str) else v for k, v in typed.items()}, day=day
    )
    assert not problems
    return score(scheme, answers, day=day)


def total(code: str, *, day: date = DAY, **typed: str | list[str]) -> Decimal:
    return told(code, day=day, **typed).total
