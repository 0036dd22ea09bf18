"""A scheme applied to a person's answers: the points of each item with the reason, lines, caps, choices, floor,
vetoes, outcome.

A year's places are cut by points, for schemes that rank: it knows totals only, never who has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Any

from anju.domains.permits.points.data import (
    ZERO,
    Accrual,
    Events,
    Item,
    Line,
    Requirement,
    Rule,
    Scheme,
    ScoreResult,
    Section,
    SectionResult,
    Tiers,
)
from anju.domains.permits.points.rules.conditions import Answers, holds, inside, measured

_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}


@dataclass(frozen=True, slots=True)
class Earned:
    """Points of one item after rounding and before any cap, with the reason in a code and its parameters."""

    points: Decimal
    why: str
    params: dict[str, Any] = field(default_factory=dict)
    recalled: bool = False


def earned(scheme: Scheme, item: Item, answers: Answers, day: date) -> Earned:
    """What the item brings."""
    match item.measure:
        case Tiers():
            return _highest(item.measure, answers, day)
        case Accrual():
            return _accrued(scheme, item.measure, answers, day)
        case Events():
            return _counted(item.measure, answers, day)


def rounded(points: Fraction, scheme: Scheme) -> Decimal:
    """As the scheme rounds every line, exactly: no binary fractions on the way."""
    scaled = points * 10**scheme.places_decimal
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    # One more digit than a tie needs is enough to say below, on or above the half.
    beyond = Decimal(whole) + (
        Decimal(1) / 4
        if 0 < rest * 2 < scaled.denominator
        else Decimal(1) / 2
        if rest * 2 == scaled.denominator
        else Decimal(3) / 4
        if rest
        else ZERO
    )
    cut = beyond.to_integral_value(rounding=_MODES[scheme.cutting]).scaleb(-scheme.places_decimal)
    return -cut if scaled < 0 and cut else cut


def _highest(measure: Tiers, answers: Answers, day: date) -> Earned:
    held = [holds(tier.when, answers, day) for tier in measure.tiers]
    best = max(
        (t for t, yes in zip(measure.tiers, held, strict=True) if yes),
        key=lambda t: t.points,
        default=None,
    )
    if best is not None:
        return Earned(best.points, "points_tier", {"when": best.when}, best.recalled)
    return Earned(ZERO, "points_not_said" if any(yes is None for yes in held) else "points_no_tier")


def _accrued(scheme: Scheme, measure: Accrual, answers: Answers, day: date) -> Earned:
    if measure.fact not in answers or (measure.within and measure.within not in answers):
        return Earned(ZERO, "points_not_said")
    given, most, free = (
        measured(answers[measure.fact], day),
        _most(measure, answers, day),
        _free(measure, answers, day),
    )
    amount = min(n for n in (given, most, free) if n is not None)
    counted = amount // measure.step * measure.step
    points = rounded(Fraction(measure.points) * Fraction(counted) / Fraction(measure.per), scheme)
    why = (
        "points_accrued"
        if amount == given
        else "points_accrued_most"
        if amount == most
        else "points_accrued_within"
    )
    return Earned(points, why, {"counted": counted, "measure": measure})


def _most(measure: Accrual, answers: Answers, day: date) -> Decimal | None:
    return next(
        (limit.most for limit in measure.limits if holds(limit.when, answers, day)), measure.most
    )


def _free(measure: Accrual, answers: Answers, day: date) -> Decimal | None:
    """What is left of the fact this one counts within."""
    if not measure.within:
        return None
    taken = sum((measured(answers[code], day) for code in measure.after if code in answers), ZERO)
    return max(ZERO, measured(answers[measure.within], day) - taken)


def _counted(measure: Events, answers: Answers, day: date) -> Earned:
    given = answers.get(measure.fact)
    if given is None:
        return Earned(ZERO, "points_not_said")
    count, past = (
        len(inside(given, measure.within_months, day)),
        len([e for e in given if e <= day]),
    )
    return Earned(
        measure.points * count if count else ZERO,
        "points_events",
        {"count": count, "over": past - count, "measure": measure},
    )


def score(scheme: Scheme, answers: Answers, *, day: date) -> ScoreResult:
    """The calculation on that day. The counted lines, what caps took away and what the floor added make the total."""
    sections = tuple(_section(scheme, section, answers, day) for section in scheme.sections)
    plain = sum((s.points for s in sections), ZERO)
    total = plain if scheme.floor is None else max(plain, scheme.floor)
    preconditions = _required(scheme.preconditions, answers, day)
    vetoes = _required(scheme.vetoes, answers, day)
    outcome = _outcome(scheme, total, preconditions, vetoes)
    short = (
        scheme.pass_mark - total if outcome == "short" and scheme.pass_mark is not None else ZERO
    )
    return ScoreResult(
        scheme.code, day, sections, preconditions, vetoes, total - plain, total, outcome, short
    )


def _outcome(
    scheme: Scheme,
    total: Decimal,
    preconditions: Iterable[Requirement],
    vetoes: Iterable[Requirement],
) -> str:
    if any(v.holds for v in vetoes):
        return "vetoed"
    if any(p.holds is False for p in preconditions):
        return "not_open"
    if scheme.pass_mark is None:
        return "ranked"
    return "reached" if total >= scheme.pass_mark else "short"


def _required(rules: Iterable[Rule], answers: Answers, day: date) -> tuple[Requirement, ...]:
    return tuple(Requirement(r.code, r.words, holds(r.when, answers, day)) for r in rules)


def _section(scheme: Scheme, section: Section, answers: Answers, day: date) -> SectionResult:
    lines = [_line(scheme, item, answers, day) for item in section.items]
    if section.choose_one:
        lines = _only_highest(lines)
    plain = sum((line.counted for line in lines), ZERO)
    trimmed = ZERO if section.cap is None else min(ZERO, section.cap - plain)
    return SectionResult(
        section.code, section.kind, section.words, tuple(lines), trimmed, section.cap
    )


def _line(scheme: Scheme, item: Item, answers: Answers, day: date) -> Line:
    found = earned(scheme, item, answers, day)
    counted = found.points if item.cap is None else min(found.points, item.cap)
    return Line(
        item.code,
        item.words,
        found.points,
        counted,
        found.why,
        found.params,
        "cap" if counted < found.points else "",
        item.recalled or found.recalled,
    )


def _only_highest(lines: list[Line]) -> list[Line]:
    """Keep what the highest brings; the first of equals."""
    best = max(range(len(lines)), key=lambda n: (lines[n].counted, -n))
    return [
        line
        if n == best or line.counted == ZERO
        else Line(
            line.item,
            line.words,
            line.earned,
            ZERO,
            line.why,
            line.params,
            "choose_one",
            line.recalled,
        )
        for n, line in enumerate(lines)
    ]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a year's list ends. `points`: of the last admitted (None: nobody applied); `admitted`: how many, those tied
    with the last included; `tied`: how many stand on the line itself."""

    points: Decimal | None
    admitted: int
    tied: int


def cut(totals: Sequence[Decimal], *, places: int) -> Cut:
    """Who has as many points as the last one inside the planned places is inside as well. `ValueError`
    below 0 places."""
    if places < 0:
        raise ValueError("places cannot be fewer than none")
    if not totals or not places:
        return Cut(None, 0, 0)
    line = sorted(totals, reverse=True)[min(places, len(totals)) - 1]
    return Cut(line, sum(t >= line for t in totals), sum(t == line for t in totals))


def rank(total: Decimal, totals: Sequence[Decimal]) -> int:
    """The place of a total among all: 1 for the highest, the same for equals."""
    return 1 + sum(t > total for t in totals)
