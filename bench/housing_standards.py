"""Homes (`--homes`, 100,000 unless said) judged by the rules of Shanghai and of Beijing, each finding with its article.

Every home is judged a second time, home by home, by `housing_plain.py`, written from the rule text; `differing` counts
homes of which the two do not tell the same. One home alone is timed as a page asks it. No installation.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from fractions import Fraction
from typing import Any

import django

from bench import housing_homes
from bench.harness import SEED, Report, arguments, show, spread
from bench.housing_plain import Told, judged

CITIES = {"shanghai": "310101001001", "beijing": "110101001001"}
DAY = date(2026, 11, 29)


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--homes", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=SEED)

    args = arguments(words, __doc__ or "", more)
    return show(measure(args.homes, args.seed), as_json=args.json)


def measure(count: int, seed: int) -> Report:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.config.settings")
    django.setup()
    rng = random.Random(seed)
    homes = [housing_homes.drawn(rng, n) for n in range(count)]
    tables = housing_homes.frames(homes)
    begun = time.perf_counter()
    found = {city: by_columns(tables, city) for city in CITIES}
    seconds = time.perf_counter() - begun
    report = Report("housing-standards", rows=count * len(CITIES), seconds=seconds)
    half = count // 2
    jobs = [(part, city) for city in CITIES for part in (homes[:half], homes[half:])]
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        plain = list(pool.map(one_by_one, jobs))
    report.baseline = {"home_by_home_seconds": round(time.perf_counter() - begun, 1)}
    expected = {
        city: {n: told for (_, c), part in zip(jobs, plain, strict=True) if c == city
               for n, told in part.items()}
        for city in CITIES
    }  # fmt: skip
    differing = [
        (city, n)
        for city in CITIES
        for n in range(count)
        if found[city].get(n, set()) != expected[city].get(n, set())
    ]
    report.figures = {
        "findings": {c: sum(map(len, f.values())) for c, f in found.items()},
        "by_rule": {c: dict(kinds(f)) for c, f in found.items()},
        "differing": len(differing),
        "examples": differing[:5],
        "one_home": alone(homes[:2_000]),
    }
    report.at_most("seconds", seconds, 20)
    report.at_most("homes that differ", len(differing), 0)
    return report


def kinds(found: dict[int, set[Told]]) -> Counter[str]:
    return Counter(rule for told in found.values() for rule, *_ in told)


def by_columns(tables: tuple[Any, Any], city: str) -> dict[int, set[Told]]:
    """Judged all together; every finding is told with its article."""
    from anju.domains.housing.api import standards

    rules = standards.dwelling_rules(CITIES[city], DAY)
    out: dict[int, set[Told]] = {}
    for home, space, turn, known, measured, scale, detail in standards.judge(
        *tables, rules
    ).iter_rows():
        assert all(rules[turn].article)
        value = None if measured is None else Fraction(measured, scale)
        out.setdefault(home, set()).add((rules[turn].key, space, known, detail, value))
    return out


def one_by_one(job: tuple[list[dict[str, Any]], str]) -> dict[int, set[Told]]:
    homes, city = job
    return {h["home"]: judged(h, city) for h in homes}


def alone(homes: list[dict[str, Any]]) -> dict[str, float]:
    """One home at a time, as its page asks."""
    from anju.domains.housing.api import standards

    rules = standards.dwelling_rules(CITIES["shanghai"], DAY)
    took = []
    for home in homes:
        dwelling, around = values(home)
        begun = time.perf_counter()
        standards.judge_one(dwelling, around, rules)
        took.append(time.perf_counter() - begun)
    return spread(took)


def values(home: dict[str, Any]) -> tuple[Any, Any]:
    """A plain home as the values of the domain."""
    from anju.domains.housing.api.standards import Dwelling, Space, Surroundings

    around = {k: home[k] for k in ("floors", "rooms", "beds", "people", "registered")}
    facts = {k: v for k, v in home.items() if k not in around and k not in ("home", "spaces")}
    facts |= {k: facts[k] or "" for k in ("bars", "gas")}
    return Dwelling(tuple(Space(**s) for s in home["spaces"]), **facts), Surroundings(**around)
