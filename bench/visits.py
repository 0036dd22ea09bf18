"""What waits at the homes of the demo town (`--people`), and at how many doors: one visit settles all that waits at a
door, where one visit a task would be made by systems that keep a list a department.

The town is entered with its campaign and the visits of the last weeks. Counted are the tasks that are open, and those
that are open or were settled by a visit.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from bench.harness import Report, arguments, ready, show

SEED = 1
_COUNTED = """SELECT cause, count(*), count(DISTINCT home_id) FROM fieldwork_task WHERE state = ANY(%s)
    GROUP BY GROUPING SETS ((cause), ()) ORDER BY 1 NULLS FIRST"""


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    with ready(args, warm=False):
        report = measure(args)
    return show(report, as_json=args.json)


def measure(args: Any) -> Report:
    from anju.domains.fieldwork.api import tasks
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows
    from anju.interfaces.cli.progress import Progress

    _enter(args.people, Progress())
    report, platform = Report("visits"), system("bench")
    with acting(platform):
        begun = time.perf_counter()
        again = tasks.renew_tasks(actor=platform, at=now())
        report.seconds = time.perf_counter() - begun
        for name, states in (("open", ["open"]), ("open_and_settled", ["open", "done"])):
            counted = rows(_COUNTED, [states])
            report.figures[name] = _saved(counted)
    report.rows = report.figures["open"]["tasks"]
    report.figures["renewed_again"] = {"opened": again.opened, "ended": again.ended}
    report.baseline = {"one_visit_a_task": report.rows}
    report.ratio = report.figures["open"]["doors"] / max(1, report.rows)
    report.at_least("fewer doors than tasks, per cent", report.figures["open"]["fewer_percent"], 30)
    return report


def _enter(people: int, progress: Any) -> None:
    """The town as ``./anju demo`` enters it, but for its residence permits, which send nobody anywhere."""
    from anju.demo.load import field, load, town_of
    from anju.foundation.clock import now

    at = now()
    town = town_of(people, SEED, at=at)
    ground, _ = load(town, progress=progress.tell)
    field.enter(town, ground, at=at)


def _saved(counted: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Tasks, doors, and by how many per cent there are fewer doors."""
    total = next(((n, homes) for cause, n, homes in counted if cause is None), (0, 0))
    tasks, doors = total
    return {
        "tasks": tasks,
        "doors": doors,
        "fewer_percent": round(100 * (1 - doors / tasks), 1) if tasks else 0.0,
        "by_cause": {cause: n for cause, n, _ in counted if cause},
    }
