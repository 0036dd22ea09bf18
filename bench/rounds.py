"""Rounds of `--doors` doors (60 unless said) put into a walking order, `--seeds` times (1,000), against VROOM.

The doors lie in 12 to 30 buildings of an invented quarter of one square kilometre, on one to twelve floors; the way
begins at a station and ends anywhere. VROOM (package pyvroom, from requirements-bench.lock, in a folder of its own) is
given the same distances and asked for its best answer to the same question. No installation.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import intake_peer
from bench.harness import Report, arguments, show

SIDE = 90_000
"""Units of 1e-7 degree, about a kilometre."""
Solver = Callable[[Any], list[int]]


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(
        words,
        __doc__ or "",
        lambda p: (
            p.add_argument("--doors", type=int, default=60),
            p.add_argument("--seeds", type=int, default=1_000),
        )[0],
    )
    return show(measure(args.doors, args.seeds, peer(args.data)), as_json=args.json)


def peer(data: Path) -> Solver | None:
    """VROOM as a function from distances to an order; None when it cannot be had."""
    folder = intake_peer.installed(data)
    if folder is None:
        return None
    sys.path.append(str(folder))
    try:
        import numpy as np
        import vroom
    except ImportError as error:
        print(f"  VROOM cannot be had: {error}", file=sys.stderr)
        return None

    def solve(distances: Any) -> list[int]:
        problem = vroom.Input()
        problem.set_durations_matrix("car", np.rint(distances * 10).astype(np.uint32))
        problem.add_vehicle([vroom.Vehicle(1, start=0)])
        problem.add_job([vroom.Job(i, location=i) for i in range(1, len(distances))])
        solution = problem.solve(exploration_level=5, nb_threads=1)
        assert not solution.unassigned
        return [0, *(int(i) for i in solution.routes["id"].dropna())]

    return solve


def measure(doors: int, seeds: int, vroom: Solver | None) -> Report:
    from anju.domains.fieldwork.tasks.rules.ordering import length, shortest_order
    from anju.domains.fieldwork.tasks.rules.walking import distances

    report = Report("rounds", rows=seeds)
    ours: list[float] = []
    busy: list[float] = []
    theirs: list[float] = []
    ratios: list[float] = []
    for seed in range(seeds):
        stops = quarter(random.Random(seed), doors)
        begun, worked = time.perf_counter(), time.process_time()
        matrix = distances(stops)
        order = shortest_order(matrix)
        ours.append(time.perf_counter() - begun)
        busy.append(time.process_time() - worked)
        assert sorted(order) == list(range(len(stops)))
        assert order[0] == 0
        if vroom is not None:
            begun = time.perf_counter()
            other = vroom(matrix)
            theirs.append(time.perf_counter() - begun)
            assert sorted(other) == list(range(len(stops)))
            ratios.append(length(matrix, order) / length(matrix, other))
    report.seconds = sum(ours)
    report.figures = {
        "doors": doors,
        "milliseconds": spread_ms(ours),
        "processor_milliseconds": spread_ms(busy),
    }
    report.at_most("a round ordered, p95 ms", report.figures["milliseconds"]["p95"], 50)
    if ratios:
        report.ratio = statistics.fmean(ratios)
        report.baseline = {
            "peer": "VROOM (pyvroom 1.15.2, exploration level 5, one thread)",
            "milliseconds": spread_ms(theirs),
            "length_to_vroom": {
                "mean": round(report.ratio, 4),
                "p95": round(sorted(ratios)[int(len(ratios) * 0.95)], 4),
                "worst": round(max(ratios), 4),
                "best": round(min(ratios), 4),
                "over_1.05": sum(r > 1.05 for r in ratios),
            },
        }
        report.at_most("length to VROOM's, mean", report.ratio, 1.05)
        report.at_most("length to VROOM's, worst seed", max(ratios), 1.05)
    else:
        report.baseline = {"peer": "VROOM could not be installed"}
        report.holds("compared with VROOM", met=False)
    return report


def quarter(chance: random.Random, doors: int) -> list[Any]:
    """A station and so many doors."""
    from anju.domains.fieldwork.tasks.rules.walking import Stop

    buildings = [
        (chance.randrange(SIDE), chance.randrange(SIDE), chance.randint(1, 12))
        for _ in range(chance.randint(12, 30))
    ]
    stops = [Stop(-1, 1, 0, chance.randrange(SIDE), chance.randrange(SIDE))]
    for _ in range(doors):
        number = chance.randrange(len(buildings))
        east, north, floors = buildings[number]
        stops.append(Stop(number, chance.randint(1, floors), number, east, north))
    return stops


def spread_ms(seconds: Sequence[float]) -> dict[str, float]:
    """Median, p95 and the longest, in milliseconds."""
    found = sorted(seconds)
    return {
        "p50": round(statistics.median(found) * 1000, 2),
        "p95": round(found[int(len(found) * 0.95)] * 1000, 2),
        "max": round(found[-1] * 1000, 2),
    }
