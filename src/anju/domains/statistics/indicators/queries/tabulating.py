"""Figures of many cells at once, for reports: an indicator by parts of an area and several dimensions together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anju.domains.regions import api as regions
from anju.domains.statistics.indicators.data.registry import Indicator, Term
from anju.domains.statistics.indicators.queries.facts import FACTS
from anju.domains.statistics.indicators.queries.figures import Figure, require_figures
from anju.foundation.actor import Actor
from anju.foundation.errors import Refused
from anju.foundation.facts import MARK, Counts, Question, Span, counted

COUNTY = 6
"""Digits of the codes whose successors are known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator of an area: `across` these dimensions of its numerator, for each part of `digits` digits (0: the
    area as a whole)."""

    indicator: Indicator
    place: str
    span: Span
    across: tuple[str, ...] = ()
    digits: int = 0


Cells = dict[tuple[str, ...], Figure]
"""(Part, value of each dimension) → figure; absent: nothing was counted."""


def tabulated(asked: Sequence[Asked], *, actor: Actor, as_now: bool = False) -> list[Cells]:
    """The answers, in one statement. `as_now`: what was recorded under a code of the past counts in the division that
    took its place, and no longer where the code lay.

    Raises `NotAllowed` outside the actor's area, `Refused` ``figures_known`` for an indicator that has one time only.
    """
    lineage = {}
    for place in {one.place for one in asked}:
        require_figures(actor, place)
        lineage[place] = regions.recoded(place) if as_now and len(place) <= COUNTY else ()
    questions = [
        _question(one, term, lineage[one.place]) for one in asked for term in one.indicator.terms
    ]
    counts = iter(counted(questions))
    return [_cells(one, [next(counts) for _term in one.indicator.terms]) for one in asked]


def _question(asked: Asked, term: Term, lineage: tuple[tuple[str, str], ...]) -> Question:
    fact, place = FACTS[term.fact], asked.place
    if asked.span.known_at is not None and not fact.known:
        raise Refused("figures_known")
    came = [old for old, new in lineage if new.startswith(place) and not old.startswith(place)]
    gone = [old for old, new in lineage if not new.startswith(place)]
    return Question(
        fact,
        (place, *came),
        asked.span,
        term.where,
        asked.digits,
        across=asked.across,
        without=tuple(gone),
        recoded=tuple((old, new) for old, new in lineage if new.startswith(place)),
    )


def _cells(asked: Asked, counts: list[Counts]) -> Cells:
    keys = dict.fromkeys(key for answer in counts for key in answer)
    return {
        (part, *_values(value, len(asked.across))): Figure(
            asked.indicator.formula, *(answer.get((part, value), 0) for answer in counts)
        )
        for part, value in keys
    }


def _values(value: str | None, dimensions: int) -> tuple[str, ...]:
    if not dimensions:
        return ()
    return tuple((value or "").split(MARK)) if dimensions > 1 else (value or "",)
