"""Simulated cities whose lists depend on each other: how often the 95% interval holds the true number, and the bias.

`--cities N` (1,000 unless said), each of 2,000 to 200,000 people and 3 to 5 lists that reach 10 to 55
in 100. In half of them one or two pairs of lists depend on each other (logarithm of the odds ratio 0.3
to 1.2, one in four negative), in a quarter there are two hidden groups that are found more and less
easily, in a quarter both. The models do not know which. Baseline of the same run: independence of all
lists (Mt) with its own interval.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import combinations, product
from math import exp, log, sqrt
from typing import Any

import numpy as np

from bench.harness import SEED, Report, arguments, show, spread

Z = 1.959963984540054


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--cities", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=SEED)

    args = arguments(words, __doc__ or "", more)
    return show(measure(args.cities, args.seed), as_json=args.json)


def measure(cities: int, seed: int) -> Report:
    from anju.domains.statistics.api import Overlap, estimate
    from anju.foundation.errors import Refused

    rng = np.random.default_rng(seed)
    results, seconds, refused = [], [], 0
    for _ in range(cities):
        truth, lists, kind, counts = city(rng)
        begun = time.perf_counter()
        try:
            found = estimate(Overlap(tuple("ABCDE"[:lists]), counts))
        except Refused:
            refused += 1
            continue
        seconds.append(time.perf_counter() - begun)
        plain = next(f for f in found.fits if f.name == "Mt")
        missing = max(plain.total - found.seen, 1e-9)
        factor = exp(Z * sqrt(log(1 + (plain.standard_error / missing) ** 2)))
        results.append(
            {
                "kind": f"{kind}, {lists} lists",
                "covered": found.low <= truth <= found.high,
                "bias": log(found.total / truth),
                "width": log(found.high / found.low),
                "plain_covered": found.seen + missing / factor
                <= truth
                <= found.seen + missing * factor,
                "plain_bias": log(plain.total / truth),
            }
        )
    report = Report("coverage", rows=cities, seconds=sum(seconds))
    report.figures = {
        "all": summary(results),
        **{
            k: summary([r for r in results if r["kind"] == k])
            for k in sorted({r["kind"] for r in results})
        },
        "refused": refused,
        "one_city": spread(seconds),
    }
    report.baseline = {
        "independence": {
            "covered": round(float(np.mean([r["plain_covered"] for r in results])), 4),
            "log_bias": round(float(np.mean([r["plain_bias"] for r in results])), 4),
        }
    }
    report.at_least(
        "share of intervals that hold the truth", report.figures["all"]["covered"], 0.93
    )
    report.at_most("log bias", abs(report.figures["all"]["log_bias"]), 0.10)
    report.at_most("seconds of the slowest city", max(seconds), 5)
    return report


def summary(results: list[dict[str, Any]]) -> dict[str, Any]:
    bias = np.array([r["bias"] for r in results])
    return {
        "cities": len(results),
        "covered": round(float(np.mean([r["covered"] for r in results])), 4),
        "log_bias": round(float(bias.mean()), 4),
        "median_absolute_log_error": round(float(np.median(np.abs(bias))), 4),
        "median_log_width": round(float(np.median([r["width"] for r in results])), 4),
    }


def city(rng: np.random.Generator) -> tuple[int, int, str, dict[tuple[int, ...], int]]:
    """True number, lists, in what they depend, and the counts of the patterns."""
    truth = int(exp(rng.uniform(log(2_000), log(200_000))))
    lists = int(rng.choice([3, 4, 5], p=[0.4, 0.4, 0.2]))
    kind = str(rng.choice(["pairs", "groups", "both"], p=[0.5, 0.25, 0.25]))
    reach = rng.uniform(0.1, 0.55, lists)
    patterns = np.array(list(product((0, 1), repeat=lists)))
    joint = np.zeros(len(patterns))
    if kind != "groups":
        pairs = list(combinations(range(lists), 2))
        for i in rng.choice(len(pairs), size=int(rng.integers(1, 3)), replace=False):
            sign = 1 if rng.random() < 0.75 else -1
            joint += sign * rng.uniform(0.3, 1.2) * patterns[:, list(pairs[i])].prod(axis=1)
    groups = [(1.0, 0.0)]
    if kind != "pairs":
        share, apart = rng.uniform(0.2, 0.5), rng.uniform(0.3, 1.0)
        groups = [(share, apart * (1 - share)), (1 - share, -apart * share)]
    chance = np.zeros(len(patterns))
    for share, shift in groups:
        raw = np.exp(patterns @ (np.log(reach / (1 - reach)) + shift) + joint)
        chance += share * raw / raw.sum()
    drawn = rng.multinomial(truth, chance)
    counts = {tuple(map(int, p)): int(n) for p, n in zip(patterns, drawn, strict=True) if p.any()}
    return truth, lists, kind, counts
