"""The points of one item, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from typing import Any

from anju.domains.permits.points.data import Accrual, Events, Item, Scheme, Tiers
from anju.domains.permits.points.rules.conditions import Answers, holds, inside, measured

_MODES = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}
ZERO = Decimal(0)


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
    said = [holds(tier.when, answers, day) for tier in measure.tiers]
    best = max(
        (t for t, yes in zip(measure.tiers, said, strict=True) if yes),
        key=lambda t: t.points,
        default=None,
    )
    if best is not None:
        return Earned(best.points, "points_tier", {"when": best.when}, best.recalled)
    return Earned(ZERO, "points_not_said" if any(yes is None for yes in said) else "points_no_tier")


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
