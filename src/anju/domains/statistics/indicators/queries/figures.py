"""Figures of the registry: of an area, its parts, the values of a dimension, several spans; and the list behind each.

Tile, chart, table, file and API ask here and nowhere else. A figure needs ``stats.see``, or ``person.see``, in its
area; a list needs the permission of what it names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anju.domains.register import api as register
from anju.domains.statistics.indicators.data.registry import Formula, Indicator, Term
from anju.domains.statistics.indicators.queries.facts import FACTS
from anju.domains.statistics.sums.queries.answering import answered
from anju.foundation.actor import Actor
from anju.foundation.errors import NotAllowed, Refused
from anju.foundation.facts import Counts, Found, Question, Span, keys

PARTS = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12, 12: 15}
"""Digits of an area → digits of its parts."""
LISTS = {
    "stay": "person.see",
    "person": "person.see",
    "home": "home.see",
    "building": "home.see",
    "rental": "home.see",
    "hazard": "home.see",
    "question": "review.decide",
    "permit": "permit.see",
    "application": "permit.see",
    "care": "",
    "case": "case.see",
    "message": "exchange.manage",
    "fault": "quality.work",
}
"""What a list is about → the permission it needs; "" where there is no list, because nobody may see one."""
DISTRICT = 6
"""Digits of the smallest area in which what `DISTRICTS_ONLY` is about is counted."""
DISTRICTS_ONLY = frozenset({"care"})
FEWEST = 10
"""Where fewer are counted of what `DISTRICTS_ONLY` is about, there is no figure: it would say something of each."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted. Of a count, `value` is the numerator; of a rate, a percentage, None where there is nothing to
    divide by; of a difference, numerator less denominator."""

    formula: Formula
    numerator: int
    denominator: int | None = None

    @property
    def value(self) -> int | float | None:
        """The figure."""
        if self.formula is Formula.COUNT or self.denominator is None:
            return self.numerator
        if self.formula is Formula.DIFFERENCE:
            return self.numerator - self.denominator
        return round(100 * self.numerator / self.denominator, 2) if self.denominator else None


def figures_area(actor: Actor) -> tuple[str, ...]:
    """The regions (prefixes) whose figures an actor may see."""
    return register.area_of(actor)


def two_times(indicator: Indicator) -> bool:
    """Can it be asked as it was known at an earlier moment?"""
    return all(FACTS[term.fact].known for term in indicator.terms)


def adds_up(indicator: Indicator) -> bool:
    """Do the figures of the parts of an area sum to that of the area?"""
    facts = [FACTS[term.fact] for term in indicator.terms]
    return indicator.formula is not Formula.RATE and not any(
        f.distinct or f.crossing for f in facts
    )


def flow(indicator: Indicator) -> bool:
    """Is it of a span of days, rather than of one day?"""
    return any(FACTS[term.fact].flow for term in indicator.terms)


def figures(
    wanted: Sequence[Indicator], place: str, spans: Sequence[Span], *, actor: Actor
) -> dict[str, tuple[Figure, ...]]:
    """Each indicator in each span, by its code. One statement. Raises `NotAllowed` outside the actor's area, `Refused`
    ``figures_known`` for an indicator that has one time only and is asked as known earlier."""
    require_figures(actor, place)
    asked: list[Question] = [
        _question(term, place, span) for one in wanted for span in spans for term in one.terms
    ]
    counts = iter(answered(asked))
    return {
        one.code: tuple(
            _shown(one, Figure(one.formula, *(_whole(next(counts)) for _term in one.terms)))
            for _span in spans
        )
        for one in wanted
    }


def by_part(indicator: Indicator, place: str, span: Span, *, actor: Actor) -> dict[str, Figure]:
    """The indicator in each part of the area in which something was counted, by prefix, in order. One statement."""
    require_figures(actor, place)
    digits = PARTS.get(len(place), 15)
    if digits > DISTRICT and FACTS[indicator.numerator.fact].about in DISTRICTS_ONLY:
        return {}
    counts = answered([_question(t, place, span, digits=digits) for t in indicator.terms])
    parts = sorted({part for answer in counts for part, _value in answer})
    return {
        part: _shown(
            indicator,
            Figure(indicator.formula, *(answer.get((part, ""), 0) for answer in counts)),
        )
        for part in parts
    }


def by_values(
    indicator: Indicator, place: str, span: Span, *, actor: Actor
) -> dict[str, dict[str, int]]:
    """The numerator by the values of each of the indicator's dimensions, the largest first. One statement."""
    require_figures(actor, place)
    counts = answered([_question(indicator.numerator, place, span, by=d) for d in indicator.by])
    return {
        dimension: {
            value or "": n
            for (_part, value), n in sorted(answer.items(), key=lambda e: (-e[1], e[0][1] or ""))
        }
        for dimension, answer in zip(indicator.by, counts, strict=True)
    }


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the list behind a figure, and how many there are in all."""

    about: str
    found: tuple[Found, ...]
    total: int


def behind(
    indicator: Indicator,
    place: str,
    span: Span,
    *,
    actor: Actor,
    chosen: Mapping[str, tuple[str, ...]] | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> Behind:
    """What the numerator counted, the latest first; `chosen`: with these values of the indicator's dimensions. Two
    statements. Raises `NotAllowed` without the permission of what it names in the whole area."""
    about = FACTS[indicator.numerator.fact].about
    actor.require(LISTS[about], region=place)
    more = tuple((name, values) for name, values in (chosen or {}).items() if name in indicator.by)
    question = _question(indicator.numerator, place, span, more=more)
    total = _whole(answered([question])[0])
    return Behind(about, tuple(keys(question, limit=limit, offset=offset)), total)


def list_permission(indicator: Indicator) -> str:
    """The permission that the list behind it needs."""
    return LISTS[FACTS[indicator.numerator.fact].about]


def _question(
    term: Term,
    place: str,
    span: Span,
    *,
    digits: int = 0,
    by: str = "",
    more: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Question:
    fact = FACTS[term.fact]
    if span.known_at is not None and not fact.known:
        raise Refused("figures_known")
    return Question(fact, (place,), span, (*term.where, *more), digits, by)


def _shown(indicator: Indicator, figure: Figure) -> Figure:
    """The figure, or none where so few are counted that it would say something of each."""
    of_few = FACTS[indicator.numerator.fact].about in DISTRICTS_ONLY
    if of_few and (figure.denominator or 0) < FEWEST:
        return Figure(figure.formula, 0, 0)
    return figure


def _whole(counts: Counts) -> int:
    return sum(counts.values())


def require_figures(actor: Actor, place: str) -> None:
    """Raise `NotAllowed` unless the actor may see the figures of this region (prefix)."""
    if not any(place.startswith(area) for area in figures_area(actor)):
        raise NotAllowed("not_allowed", permission="stats.see", region=place, party="")
