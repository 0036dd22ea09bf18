"""Intervals for a share: exact ones of samples, Wilson's of a group of which everybody is known.

Of a sample drawn from a finite frame without replacement the interval is that of the hypergeometric distribution
inverted on both sides: Clopper and Pearson's (Biometrika 26, 1934) with the finite population correction built in. Of
clusters and strata it is Clopper and Pearson's at the effective sample size (Korn and Graubard, Survey Methodology 24,
1998).
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp, inf, lgamma, log, log1p, sqrt

ALPHA = 0.05
Z = 1.959963984540054
"""The quantile of the normal distribution for 95 per cent."""
ROUNDING = 1e-9
"""Probabilities nearer to each other than this share of them are equal."""


def finite(hits: int, sampled: int, frame: int, alpha: float = ALPHA) -> tuple[float, float]:
    """The interval of a share of `frame` units, of which `sampled` were drawn and `hits` had the property; (0, 1) for
    an empty sample."""
    if sampled == 0:
        return 0.0, 1.0
    tail = alpha / 2 * (1 + ROUNDING)
    lowest, highest = hits, frame - (sampled - hits)
    low = _first(lowest, highest, lambda k: _at_least(hits, sampled, k, frame) > tail)
    high = _first(
        lowest, highest + 1, lambda k: _at_most(hits, sampled, k, frame) <= tail or k > highest
    )
    return low / frame, (high - 1) / frame


def clopper_pearson(hits: float, sampled: float, alpha: float = ALPHA) -> tuple[float, float]:
    """The interval of a share of an unlimited number of units; both may be effective sizes, and so no whole numbers."""
    if sampled <= 0:
        return 0.0, 1.0
    low = _quantile(alpha / 2, hits, sampled - hits + 1) if hits > 0 else 0.0
    high = _quantile(1 - alpha / 2, hits + 1, sampled - hits) if hits < sampled else 1.0
    return low, high


def wilson(given: int, due: int) -> tuple[float, float]:
    """Wilson's interval of a share at 95 %; `due` is above 0."""
    share, square = given / due, Z * Z
    middle = share + square / (2 * due)
    half = Z * sqrt(share * (1 - share) / due + square / (4 * due * due))
    below = 1 + square / due
    low, high = (middle - half) / below, (middle + half) / below
    return (0.0 if given == 0 else max(low, 0.0)), (1.0 if given == due else min(high, 1.0))


def effective(share: float, variance: float, sampled: int) -> float:
    """The size of a simple sample with this variance; never more than were sampled."""
    if not 0 < share < 1 or variance <= 0:
        return float(sampled)
    return min(float(sampled), share * (1 - share) / variance)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from `low` on for which it holds; it holds from some number on."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _log_choose(n: int, k: int) -> float:
    return -inf if not 0 <= k <= n else lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _probability(x: int, sampled: int, marked: int, frame: int) -> float:
    """Of `x` marked units in the sample."""
    found = _log_choose(marked, x) + _log_choose(frame - marked, sampled - x)
    return exp(found - _log_choose(frame, sampled)) if found > -inf else 0.0


def _at_least(hits: int, sampled: int, marked: int, frame: int) -> float:
    return sum(_probability(x, sampled, marked, frame) for x in range(hits, sampled + 1))


def _at_most(hits: int, sampled: int, marked: int, frame: int) -> float:
    return sum(_probability(x, sampled, marked, frame) for x in range(hits + 1))


STEPS, TINY, CLOSE = 300, 1e-300, 1e-14


def _quantile(probability: float, a: float, b: float) -> float:
    """Of the beta distribution, by bisection."""
    low, high = 0.0, 1.0
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta_cdf(middle, a, b) < probability else (low, middle)
    return (low + high) / 2


def _beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Its continued fraction, by Lentz's method."""
    c, d = 1.0, 1 / _not_nought(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, STEPS):
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _not_nought(1 + part * d)
            c = _not_nought(1 + part / c)
            value *= d * c
        if abs(d * c - 1) < CLOSE:
            break
    return value


def _not_nought(number: float) -> float:
    return number if abs(number) > TINY else TINY
