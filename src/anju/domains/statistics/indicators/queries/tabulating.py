"""Figures of many cells at once, for reports: an indicator by parts of an area and several dimensions together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anju.domains.regions import api as regions
from anju.domains.statistics.indicators.data.registry import Indicator, Term
from anju.domains.statistics.indicators.queries.facts import FACTS
from anju.domains.statistics.indicators.queries.figures import Figure, require_figures
from anju.domains.statistics.sums.queries.answering import Blocks, answered_blocks
from anju.foundation.actor import Actor
from anju.foundation.errors import Refused
from anju.foundation.facts import MARK, Counts, Question, Span

COUNTY = 6
"""Digits of the codes whose successors are known."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An indicator of an area: `across` these dimensions of its numerator, for each part of `digits` digits (0: the
    area as a whole). `blocks`: where not all dimensions are needed together, those that are."""

    indicator: Indicator
    place: str
    span: Span
    across: tuple[str, ...] = ()
    digits: int = 0
    blocks: tuple[tuple[str, ...], ...] = ()

    @property
    def answers(self) -> tuple[tuple[str, ...], ...]:
        """The dimensions of each of its answers: one, or one a block."""
        return self.blocks or (self.across,)


Cells = dict[tuple[str, ...], Figure]
"""(Part, value of each dimension) → figure; absent: nothing was counted."""


def tabulated(asked: Sequence[Asked], *, actor: Actor, as_now: bool = False) -> list[Cells]:
    """The answers, one a block, in one statement. `as_now`: what was recorded under a code of the past counts in the
    division that took its place, and no longer where the code lay.

    Raises `NotAllowed` outside the actor's area, `Refused` ``figures_known`` for an indicator that has one time only.
    """
    lineage = {}
    for place in {one.place for one in asked}:
        require_figures(actor, place)
        lineage[place] = regions.recoded(place) if as_now and len(place) <= COUNTY else ()
    questions = [
        Blocks(_question(one, term, lineage[one.place]), one.answers)
        for one in asked
        for term in one.indicator.terms
    ]
    counts = iter(answered_blocks(questions))
    found = []
    for one in asked:
        terms = [next(counts) for _term in one.indicator.terms]
        found += [
            _cells(one, len(dimensions), [its[n] for its in terms])
            for n, dimensions in enumerate(one.answers)
        ]
    return found


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


def _cells(asked: Asked, dimensions: int, counts: list[Counts]) -> Cells:
    keys = dict.fromkeys(key for answer in counts for key in answer)
    return {
        (part, *_values(value, dimensions)): Figure(
            asked.indicator.formula, *(answer.get((part, value), 0) for answer in counts)
        )
        for part, value in keys
    }


def _values(value: str | None, dimensions: int) -> tuple[str, ...]:
    if not dimensions:
        return ()
    return tuple((value or "").split(MARK)) if dimensions > 1 else (value or "",)
