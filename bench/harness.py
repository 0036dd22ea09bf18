"""What every benchmark shares: its installation, its clock, its report."""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.memory import Everything

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / ".anju" / "bench"
PEOPLE = 100_000
SEED = 1
os.environ.setdefault("POLARS_MAX_THREADS", "2")
IN_ALL: list[float] = []
"""Peaks of memory of everything together, in MiB, one an installation that was made ready."""


@dataclass
class Report:
    """What a benchmark measured. `figures` may hold anything JSON can; `baseline` and `ratio` only what was measured
    in the same run."""

    name: str
    rows: int = 0
    seconds: float = 0.0
    figures: dict[str, Any] = field(default_factory=dict)
    baseline: dict[str, Any] = field(default_factory=dict)
    ratio: float | None = None
    goals: list[dict[str, Any]] = field(default_factory=list)

    def at_most(self, goal: str, measured: float, most: float) -> None:
        """A goal that is met by a measured value up to `most`."""
        self.goals.append(
            {"goal": f"{goal} ≤ {most:,}", "measured": round(measured, 3), "met": measured <= most}
        )

    def at_least(self, goal: str, measured: float, least: float) -> None:
        """A goal that is met by a measured value from `least` on."""
        self.goals.append(
            {
                "goal": f"{goal} ≥ {least:,}",
                "measured": round(measured, 3),
                "met": measured >= least,
            }
        )

    def holds(self, goal: str, met: bool, measured: Any = None) -> None:
        """A goal that is met or not."""
        self.goals.append(
            {"goal": goal, "measured": met if measured is None else measured, "met": bool(met)}
        )

    def as_dict(self) -> dict[str, Any]:
        """For JSON: with the moment, the machine and the memory of this process and its children."""
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return {
            "name": self.name,
            "at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "rows": self.rows,
            "seconds": round(self.seconds, 2),
            "rows_per_second": round(self.rows / self.seconds, 1) if self.seconds else None,
            **self.figures,
            "baseline": self.baseline,
            "ratio": self.ratio and round(self.ratio, 3),
            "goals": self.goals,
            "peak_mib": {
                "self": own // 1024,
                "largest_child": children // 1024,
                "in_all": round(max(IN_ALL, default=0)),
            },
            "machine": machine(),
        }


def machine() -> dict[str, Any]:
    """Processor, cores, memory, load: a figure without them says nothing."""
    text = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [
        line.partition(":")[2].strip()
        for line in text.splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99 and the longest, in milliseconds."""
    ordered = sorted(seconds)
    if not ordered:
        return {}
    pick = {
        f"p{p}_ms": round(ordered[min(len(ordered) - 1, len(ordered) * p // 100)] * 1000, 2)
        for p in (50, 95, 99)
    }
    return {**pick, "max_ms": round(ordered[-1] * 1000, 2), "count": len(ordered)}


def arguments(
    words: Sequence[str] | None,
    about: str,
    more: Callable[[argparse.ArgumentParser], None] | None = None,
) -> argparse.Namespace:
    """The options every benchmark has."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--people", type=int, default=PEOPLE, help="people in the register (default: %(default)s)"
    )
    parser.add_argument("--data", type=lambda p: Path(p).resolve(), default=DATA, metavar="DIR")
    parser.add_argument("--database-url", default="")
    parser.add_argument("--json", action="store_true", help="the report as JSON on standard output")
    parser.add_argument(
        "--seconds",
        type=float,
        default=20.0,
        help="how long a timed part runs (default: %(default)s)",
    )
    parser.add_argument("--clients", type=int, default=8)
    if more:
        more(parser)
    return parser.parse_args(words)


def show(report: Report, *, as_json: bool) -> int:
    """Print the report and keep it beside the data."""
    found = report.as_dict()
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for key, value in found.items():
            if key not in ("machine", "goals"):
                print(f"  {key:<18} {json.dumps(value, ensure_ascii=False)}")
        for one in report.goals:
            print(f"  {'met' if one['met'] else 'NOT MET':<8} {one['goal']}: {one['measured']}")
    return 0


@contextmanager
def ready(args: argparse.Namespace, *more: str, warm: bool = True) -> Iterator[Any]:
    """The benchmark's installation, running, with tables and divisions, and `more` parts of the set-up."""
    from anju.interfaces.cli.installation import REGISTER, installation
    from anju.interfaces.cli.progress import Progress

    args.data.mkdir(parents=True, exist_ok=True)
    with installation(args, parts=(*REGISTER, *more), progress=Progress()) as found:
        if warm:
            _read_back(found)
        with Everything(_shared(found)) as memory:
            yield found
    IN_ALL.append(memory.peak)


def _shared(found: Any) -> float:
    """MiB that the database's processes share."""
    import psycopg

    with psycopg.connect(found.database.owner_url) as owner:
        return (
            owner.execute("SELECT pg_size_bytes(current_setting('shared_memory_size'))").fetchone()[
                0
            ]
            / 2**20
        )


def _read_back(found: Any) -> None:
    """Wait until our own server has read back what it held before it was stopped (five minutes at
    most). The workers that read, one a database, come a moment after the start, so it is done when
    none was seen for three seconds; only the server's administrator sees what they are."""
    import psycopg

    if (
        found.database.server is None
    ):  # somebody else's server: not started for us, and we are not its administrator
        return

    reading = "SELECT FROM pg_stat_activity WHERE backend_type = 'autoprewarm worker'"
    with psycopg.connect(found.database.admin_url, autocommit=True) as admin:
        begun = seen = time.monotonic()
        while time.monotonic() - begun < 300 and time.monotonic() - seen < 3:
            if admin.execute(reading).fetchone() is not None:
                seen = time.monotonic()
            time.sleep(0.2)


def clients(
    count: int, seconds: float, work: Callable[[int], Callable[[int], Any]]
) -> tuple[list[float], float]:
    """Run `count` threads for `seconds`; `work(client)` gives the call each repeats with its turn. Latencies, time."""
    taken: list[list[float]] = [[] for _ in range(count)]
    failures: list[BaseException] = []
    barrier = threading.Barrier(count + 1)
    end = [0.0]

    def run(me: int) -> None:
        try:
            repeat(me)
        finally:
            _close_connections()

    def repeat(me: int) -> None:
        try:
            call = work(me)
            call(0)
        except BaseException as err:  # told by the main thread
            failures.append(err)
            barrier.abort()
            return
        barrier.wait()
        turn = 0
        while time.perf_counter() < end[0] and not failures:
            turn += 1
            begun = time.perf_counter()
            try:
                call(turn)
            except BaseException as err:
                failures.append(err)
                return
            taken[me].append(time.perf_counter() - begun)

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(count)]
    for thread in threads:
        thread.start()
    try:
        end[0] = time.perf_counter() + 3600
        barrier.wait()
        begun = time.perf_counter()
        end[0] = begun + seconds
    except threading.BrokenBarrierError:
        raise failures[0] from None
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return [t for part in taken for t in part], time.perf_counter() - begun


def _close_connections() -> None:
    """Of this thread: Django keeps one a thread."""
    from django.db import connections

    connections.close_all()


def main(module: Any) -> None:
    """Run a benchmark's module from the command line."""
    sys.path[:0] = [str(PROJECT / "src"), str(PROJECT)]
    sys.exit(module.run(sys.argv[1:]))
