"""From a table of overlaps to the number of people, with its interval, or a refusal that says why there is none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from anju.domains.statistics.coverage.data import (
    Estimate,
    Fit,
    Frequencies,
    Overlap,
    Pattern,
    Remark,
)
from anju.domains.statistics.coverage.rules.choosing import search, weights
from anju.domains.statistics.coverage.rules.loglinear import (
    Model,
    Numbers,
    cells,
    design,
    fit,
    pairs,
)
from anju.foundation.errors import Refused
from anju.foundation.intervals import Z

MOST_LISTS = 10
FEW = 7
"""Below so many people in common the two-list estimate is known to be biased."""
WINDOW = 14.0
"""A model whose criterion lies farther above the best weighs less than one in a thousand and is not drawn again."""
WORK = 1.2e9
"""Multiplications that the redrawing may cost a round: bounds the models drawn again when there are many lists."""
KEPT = 24
UNSEEN, LEAST_UNSEEN = 0.3, 0.1
"""What is allowed for the dependence of all lists at once, which no table shows: this part of the mean
dependence of two lists seen here, and at least so much, as a standard deviation of the logarithm of
those on no list."""
QUANTILES = (0.025, 0.975)


def estimate(
    table: Overlap, *, without: Collection[Pattern] = (), times: int = 300, seed: int = 1
) -> Estimate:
    """How many people there are. The order of lists and rows changes nothing. `Refused` with ``coverage_empty``,
    ``coverage_few_lists``, ``coverage_many_lists``, ``coverage_disjoint``, ``coverage_pair_disjoint`` or
    ``coverage_no_model`` where the lists cannot tell."""
    table, remarks = _used(table)
    bound = lower_bound(by_times(table))
    _require_overlap(table, bound)
    if len(table.lists) == 2:
        return _of_two(table, remarks, bound)
    order = sorted(range(len(table.lists)), key=lambda i: table.lists[i])
    titles = tuple(table.lists[i] for i in order)
    patterns = cells(len(order))
    counts = np.array([table.counts.get(_back(p, order), 0) for p in patterns], dtype=float)
    kept = np.array([_back(p, order) not in without for p in patterns])
    separate = float(counts[~kept].sum())
    found, failed = search(patterns[kept], counts[kept])
    if not found:
        raise Refused("coverage_no_model", lower_bound=bound)
    names = {m: _in_file_order(m, order) for m in [*(m for m, _ in found), *failed]}
    fits = [
        replace(
            f,
            name=names[m].short(),
            terms=names[m].named(table.lists),
            total=f.total + separate,
        )
        for m, f in found
    ]
    total, low, high, weighed = _average(
        [m for m, _ in found], fits, patterns[kept], counts[kept], separate, times, seed
    )
    best = weighed[0]
    plausible = [f.total for f in weighed if f.weight >= 0.01] or [best.total]
    empty = [
        f"{titles[i]} + {titles[j]}"
        for i, j in pairs(len(order))
        if not _common(patterns, counts, (i, j))
    ]
    if empty:
        remarks.append(Remark("coverage_pairs_empty", {"pairs": ", ".join(empty)}))
    if best.freedom > 0 and best.deviance > 3 * best.freedom:
        remarks.append(Remark("coverage_fits_badly", {"model": best.name}))
    if max(plausible) > 1.25 * min(plausible):
        remarks.append(
            Remark(
                "coverage_models_differ",
                {"low": round(min(plausible)), "high": round(max(plausible))},
            )
        )
    return Estimate(
        seen=table.seen,
        total=total,
        low=min(low, total),
        high=max(high, total),
        method="log-linear, averaged",
        model=best.name,
        spread=(min(plausible), max(plausible)),
        fits=tuple(weighed),
        lower_bound=bound,
        not_estimable=tuple(names[m].short() for m in failed),
        warnings=tuple(remarks),
        assumptions=(*CLOSED, "coverage_assume_highest", "coverage_assume_models"),
    )


CLOSED = (
    "coverage_assume_closed",
    "coverage_assume_matched",
    "coverage_assume_residents",
)


def _average(
    models: list[Model],
    fits: list[Fit],
    patterns: NDArray[np.int64],
    counts: Numbers,
    separate: float,
    times: int,
    seed: int,
) -> tuple[float, float, float, list[Fit]]:
    """Estimate, both ends, and the fits with their weights, heaviest first."""
    size = np.array([len(counts) - f.freedom for f in fits], dtype=float)
    aic, bic = np.array([f.aic for f in fits]), np.array([f.bic for f in fits])
    best = fits[int(aic.argmin())]
    inflation = max(1.0, best.deviance / best.freedom) if best.freedom > 0 else 1.0
    criterion = (aic - 2 * size) / inflation + 2 * size
    heavy = weights(criterion)
    weighed = [
        replace(f, weight=float(w), aic_weight=float(a), bic_weight=float(b))
        for f, w, a, b in zip(fits, heavy, weights(aic), weights(bic), strict=True)
    ]
    order = sorted(range(len(fits)), key=lambda i: criterion[i])
    room = int(WORK / (times * len(counts) * size.max() ** 2))
    drawn = [i for i in order if criterion[i] - criterion.min() < WINDOW][: max(3, min(KEPT, room))]
    seen = counts.sum()
    missing = np.array([max(f.total - separate - seen, 1e-9) for f in fits])
    share = heavy[drawn] / heavy[drawn].sum()
    average = float(np.exp((share * np.log(seen + missing[drawn])).sum()))
    totals, weight = replicate(
        [models[i] for i in drawn],
        patterns,
        counts,
        redraw(counts, average, times, seed),
        inflation,
    )
    chosen = choices(totals, weight, seed)
    wider = np.exp(_unseen_dependence(patterns, counts) * _even_normal(times, seed))
    low, high = np.quantile(seen + np.maximum(chosen - seen, 0) * wider, QUANTILES)
    return (
        average + separate,
        max(float(low), float(seen)) + separate,
        float(high) + separate,
        [weighed[i] for i in order],
    )


def _unseen_dependence(patterns: NDArray[np.int64], counts: Numbers) -> float:
    lists = patterns.shape[1]
    every = Model(tuple(pairs(lists)))
    pair = fit(design(every, patterns), counts[None, :]).coefficients[0][1 + lists :]
    return max(LEAST_UNSEEN, UNSEEN * float(np.sqrt(np.mean(np.clip(pair, -3, 3) ** 2))))


def _even_normal(times: int, seed: int) -> Numbers:
    return np.asarray(np.random.default_rng(seed + 2).standard_normal(times))


def _back(pattern: NDArray[np.int64], order: list[int]) -> Pattern:
    out = [0] * len(order)
    for place, original in enumerate(order):
        out[original] = int(pattern[place])
    return tuple(out)


def _in_file_order(model: Model, order: list[int]) -> Model:
    groups = sorted(tuple(sorted(order[i] for i in group)) for group in model.groups)
    return Model(tuple(groups), model.heterogeneity)


def _common(patterns: NDArray[np.int64], counts: Numbers, group: tuple[int, ...]) -> float:
    return float(counts[patterns[:, list(group)].all(axis=1)].sum())


def _used(table: Overlap) -> tuple[Overlap, list[Remark]]:
    """The table without lists nobody stands on."""
    full = [i for i in range(len(table.lists)) if any(n and p[i] for p, n in table.counts.items())]
    remarks = [
        Remark("coverage_list_empty", {"list": title})
        for i, title in enumerate(table.lists)
        if i not in full
    ]
    counts: dict[Pattern, int] = {}
    for pattern, n in table.counts.items():
        short = tuple(pattern[i] for i in full)
        if any(short):
            counts[short] = counts.get(short, 0) + n
        elif n:
            remarks.append(Remark("coverage_on_no_list", {"n": n}))
    return Overlap(tuple(table.lists[i] for i in full), counts), remarks


def _require_overlap(table: Overlap, bound: float | None) -> None:
    lists = len(table.lists)
    if table.seen == 0:
        raise Refused("coverage_empty")
    if lists < 2:
        raise Refused("coverage_few_lists", lists=", ".join(table.lists))
    if lists > MOST_LISTS:
        raise Refused("coverage_many_lists", lists=lists, most=MOST_LISTS)
    empty = [
        (i, j)
        for i, j in pairs(lists)
        if not any(n for p, n in table.counts.items() if p[i] and p[j])
    ]
    if len(empty) == len(pairs(lists)):
        raise Refused("coverage_disjoint", lower_bound=bound)
    if lists == 3 and empty:
        first, second = (table.lists[i] for i in empty[0])
        raise Refused("coverage_pair_disjoint", first=first, second=second, lower_bound=bound)


def _of_two(table: Overlap, remarks: list[Remark], bound: float | None) -> Estimate:
    """Chapman's estimate."""
    both = table.counts.get((1, 1), 0)
    first, second = both + table.counts.get((1, 0), 0), both + table.counts.get((0, 1), 0)
    total = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both)
    variance = spread / ((both + 1) ** 2 * (both + 2))
    low, high = _logarithmic(table.seen, total, variance)
    if both < FEW:
        remarks.append(Remark("coverage_few_common", {"n": both}))
    remarks.append(Remark("coverage_two_lists"))
    fits = (
        Fit("Chapman", (), total, variance**0.5, 0.0, 0, 0.0, 0.0, 1.0, 1.0, 1.0),
        Fit("Lincoln-Petersen", (), first * second / both, 0.0, 0.0, 0, 0.0, 0.0),
    )
    return Estimate(
        table.seen,
        total,
        low,
        high,
        "Chapman",
        "Chapman",
        (total, total),
        fits,
        bound,
        warnings=tuple(remarks),
        assumptions=(*CLOSED, "coverage_assume_independent", "coverage_assume_alike"),
    )


def _logarithmic(seen: int, total: float, variance: float) -> tuple[float, float]:
    """Both ends on the logarithm of those unseen: never below what was seen."""
    missing = total - seen
    if missing <= 0:
        return float(seen), float(seen)
    factor = float(np.exp(Z * np.sqrt(np.log1p(variance / missing**2))))
    return seen + missing / factor, seen + missing * factor


def by_times(table: Overlap) -> Frequencies:
    """How many people stand on one list, on two, …"""
    counts: dict[int, int] = {}
    for pattern, n in table.counts.items():
        if any(pattern):
            counts[sum(pattern)] = counts.get(sum(pattern), 0) + n
    return Frequencies(counts)


def lower_bound(found: Frequencies) -> float | None:
    """Chao's: below it the number cannot well be, however people differ. None when nobody was found twice."""
    once, twice = found.counts.get(1, 0), found.counts.get(2, 0)
    return found.seen + once * once / (2 * twice) if twice else None


def estimate_from_times(found: Frequencies) -> Estimate:
    """Chao's estimate, where only the number of times is known. `Refused` ``coverage_empty``,
    ``coverage_none_twice``."""
    if found.seen == 0:
        raise Refused("coverage_empty")
    total = lower_bound(found)
    if total is None:
        raise Refused("coverage_none_twice")
    twice = found.counts[2]
    r = found.counts.get(1, 0) / twice
    variance = twice * (r**4 / 4 + r**3 + r**2 / 2)
    low, high = _logarithmic(found.seen, total, variance)
    fits = (Fit("Mh Chao", (), total, variance**0.5, 0.0, 0, 0.0, 0.0, 1.0, 1.0, 1.0),)
    return Estimate(
        found.seen,
        total,
        low,
        high,
        "Chao",
        "Mh Chao",
        (total, total),
        fits,
        total,
        warnings=(Remark("coverage_lower_bound"),),
        assumptions=(*CLOSED, "coverage_assume_rare"),
    )


def redraw(counts: Numbers, total: float, times: int, seed: int) -> Numbers:
    """Tables of cities of the estimated size in which everybody falls into a pattern as people did here."""
    rng = np.random.default_rng(seed)
    seen = counts.sum()
    drawn = rng.binomial(max(round(total), int(seen)), seen / max(total, seen), size=times)
    return rng.multinomial(drawn, counts / seen).astype(float)


def replicate(
    models: list[Model],
    patterns: NDArray[np.int64],
    counts: Numbers,
    tables: Numbers,
    inflation: float,
) -> tuple[Numbers, Numbers]:
    """The number of people by each model in each table, and the weight the model has there."""
    totals, criteria = [], []
    for model in models:
        matrix = design(model, patterns)
        start = fit(matrix, counts[None, :]).coefficients[0]
        found = fit(matrix, tables, start)
        totals.append(tables.sum(axis=1) + found.missing)
        criteria.append(-2 * found.log_likelihood / inflation + 2 * matrix.shape[1])
    return np.column_stack(totals), weights(np.column_stack(criteria))


def choices(totals: Numbers, weight: Numbers, seed: int) -> Numbers:
    """In each table one model is chosen with the chance of its weight."""
    rng = np.random.default_rng(seed + 1)
    steps = weight.cumsum(axis=1)
    picked = (rng.random(len(weight))[:, None] > steps).sum(axis=1).clip(0, weight.shape[1] - 1)
    return np.asarray(totals[np.arange(len(totals)), picked])
