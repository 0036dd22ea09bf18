"""A city's children evaluated and forecast under the schedules of China, in two processes; no installation.

`--children N` (1,000,000 unless said) invented histories (`vaccine_children.py`), each under the schedule of its day.
Inventing them is not measured. `--compared N` of them, half with doses at the ages and intervals of the rules, are
answered a second time by `vaccine_plain.py`, written from the rule text; every dose and every forecast must agree.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from bench.harness import SEED, Report, arguments, show, spread

BATCH = 2_000
PROCESSES = 2
MARKS = {"valid": "v", "not_valid": "n", "extraneous": "x", "sub_standard": "n"}
SHOWN = 20


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--children", type=int, default=1_000_000)
        parser.add_argument("--compared", type=int, default=20_000)
        parser.add_argument("--seed", type=int, default=SEED)

    args = arguments(words, __doc__ or "", more)
    return show(measure(args.children, args.compared, args.seed), as_json=args.json)


def measure(children: int, compared: int, seed: int) -> Report:
    parts = [
        (children // PROCESSES, compared // PROCESSES, seed * 1000 + n) for n in range(PROCESSES)
    ]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        found = pool.starmap(part, parts)
    one = [s for f in found for s in f["one"]]
    differing = sum(f["differing"] for f in found)
    report = Report("vaccination", rows=children, seconds=max(f["seconds"] for f in found))
    report.figures = {
        "children": children,
        "doses": sum(f["doses"] for f in found),
        "seconds_by_process": [round(f["seconds"], 1) for f in found],
        "processor_seconds_by_process": [round(f["processor"], 1) for f in found],
        "one_child": spread(one),
        "one_child_processor": spread([s for f in found for s in f["alone"]]),
        "compared": sum(f["compared"] for f in found),
        "differing": differing,
        "differences": [d for f in found for d in f["differences"]][:SHOWN],
        "statuses": dict(sum((Counter(f["statuses"]) for f in found), Counter()).most_common()),
    }
    report.at_most("seconds for a million children", report.seconds * 1e6 / max(1, children), 120)
    report.at_most("p99 of one child in ms", report.figures["one_child"].get("p99_ms", 0), 5)
    report.at_most("differences from the second implementation", differing, 0)
    return report


def part(children: int, compared: int, seed: int) -> dict[str, Any]:
    """One process: its share of the children, then its share of the comparison."""
    random = Random(seed)
    gc.disable()
    found = timed(random, children)
    gc.enable()
    return found | compare(random, compared)


def timed(random: Random, children: int) -> dict[str, Any]:
    from anju.domains.health.api import assess, schedule_on
    from bench.vaccine_children import child

    seconds = processor = 0.0
    doses, one, alone, statuses = 0, [], [], Counter()
    while children > 0:
        batch = [child(random) for _ in range(min(BATCH, children))]
        children -= len(batch)
        doses += sum(len(given) for _, given, _ in batch)
        begun, begun_processor = time.perf_counter(), time.process_time()
        for person, given, today in batch:
            answers = assess(schedule_on(today), person, given, today)
        seconds += time.perf_counter() - begun
        processor += time.process_time() - begun_processor
        for person, given, today in batch[:20]:
            begun, begun_processor = time.perf_counter(), time.process_time()
            answers = assess(schedule_on(today), person, given, today)
            alone.append(time.process_time() - begun_processor)
            one.append(time.perf_counter() - begun)
            statuses.update(a.forecast.status.value for a in answers)
        gc.collect()
    return {
        "seconds": seconds,
        "processor": processor,
        "doses": doses,
        "one": one,
        "alone": alone,
        "statuses": statuses,
    }


def compare(random: Random, children: int) -> dict[str, Any]:
    from bench.vaccine_children import at_the_edges, child

    compared, differing, shown = 0, 0, []
    for n in range(children):
        history = (child if n % 2 else at_the_edges)(random)
        if history[0].observations:
            history = (history[0]._replace(observations=()), *history[1:])
        compared += 1
        found = differences(*history)
        differing += bool(found)
        if found and len(shown) < SHOWN:
            shown.append(found)
    return {"compared": compared, "differing": differing, "differences": shown}


def differences(person: Any, given: Any, today: int) -> list[str]:
    """Where the engine and the plain rules part; empty when they agree."""
    from anju.domains.health.api import assess, schedule_on
    from bench.vaccine_plain import plain

    schedule = schedule_on(today)
    doses = [(date.fromordinal(g.day), g.code) for g in given]
    edition = int(schedule.code[-4:])
    expected = plain(
        edition, date.fromordinal(person.born), person.gender, doses, date.fromordinal(today)
    )
    found = {}
    for answer in assess(schedule, person, given, today):
        f = answer.forecast
        due = date.fromordinal(f.earliest) if f.earliest is not None else None
        marks = [MARKS[e.status.value] for e in answer.evaluations]
        found[answer.group] = (marks, (f.status.value, f.number, due))
    return [
        f"{group} {schedule.code} born {date.fromordinal(person.born)} on {date.fromordinal(today)} "
        f"{[(str(d), c) for d, c in sorted(doses)]}: {found.get(group)}, plainly {expected.get(group)}"
        for group in sorted(found.keys() | expected.keys())
        if found.get(group) != expected.get(group)
    ]
