"""Points schemes, as published, and a calculation at the person's own request.

Nothing here takes somebody else's id, nothing is stored, nothing ranks people: whoever asks brings the answers along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from anju.domains.permits.points import queries as points
from anju.domains.permits.points.data import (
    Accrual,
    Condition,
    CutOff,
    Events,
    Fact,
    Happened,
    Has,
    Held,
    Item,
    Limit,
    Line,
    Measure,
    Requirement,
    Rule,
    Scheme,
    ScoreResult,
    Section,
    SectionResult,
    Tier,
    Tiers,
    Within,
)
from anju.domains.permits.points.rules import read_answers, score
from anju.foundation.actor import Actor

__all__ = [
    "Accrual",
    "Condition",
    "CutOff",
    "Events",
    "Fact",
    "Happened",
    "Has",
    "Held",
    "Item",
    "Limit",
    "Line",
    "Measure",
    "Requirement",
    "Rule",
    "Scheme",
    "ScoreResult",
    "Section",
    "SectionResult",
    "Tier",
    "Tiers",
    "Within",
    "barred",
    "proven_about_oneself",
    "scheme",
    "schemes",
    "try_out",
    "versions",
]

barred = points.barred
scheme = points.scheme
schemes = points.schemes
versions = points.versions


def proven_about_oneself(one: Scheme, *, actor: Actor, today: date) -> dict[str, date | int]:
    """What the register proves of a scheme's questions about the one who asks: code of the fact → day or months. Empty
    for accounts linked to no record. The caller records the read."""
    return {} if actor.person_id is None else points.proven(actor.person_id, one, today=today)


def try_out(
    one: Scheme, typed: Mapping[str, Sequence[str]], *, today: date
) -> tuple[ScoreResult | None, dict[str, Any]]:
    """(calculation, problems) for what somebody typed: with problems (code of the fact → reason code) there is no
    calculation. Kept nowhere."""
    answers, problems = read_answers(one, typed, day=today)
    return (None if problems else score(one, answers, day=today)), problems
