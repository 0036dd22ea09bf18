"""The rules of data quality: a run over everything, one with nothing new, one after a thousand persons changed, and one
on the next day. Beside it the same queries asked one person at a time (a sample, extrapolated), and a bare scan of the
tables that the rules read, which no way of asking can go below.

The register is that of `eligibility`: with a declaration for every stay and a job for seven people in ten. Some faults
are put into it, which the run must find, each of them, and take off the list again once they are gone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from bench import eligibility, province
from bench.harness import Report, arguments, ready, show
from bench.memory import Memory
from bench.province_rows import AT

SAMPLE, CHANGED, PLANTED = 100, 1_000, 500
GOAL = 120
"""Seconds for a run over ten million."""
_EMPTY = (
    "TRUNCATE assessment_quality_fault, assessment_quality_change, assessment_quality_run CASCADE"
)
_SCANS = (
    "SELECT count(*), max(person_id), max(period) FROM register_stay WHERE superseded_at IS NULL",
    "SELECT count(*), max(person_id), max(period) FROM register_job WHERE superseded_at IS NULL",
    "SELECT count(*), max(birth_date) FROM people_person",
    "SELECT count(*), max(person_id), max(valid_to) FROM people_document WHERE live",
    "SELECT count(*), max(person_id), max(value_index::text) FROM people_contact WHERE live",
    "SELECT count(*), max(capacity), max(building_id) FROM places_home",
)
_MISSING = "register_stay WHERE person_id %% {of} = 0 AND superseded_at IS NULL AND upper_inf(period) AND habitual"


def run(words: Sequence[str] | None = None) -> int:
    """Measure on a filled register."""
    args = arguments(words, __doc__ or "")
    with ready(args) as found:
        province.fill(found, args)
        eligibility.prepare(found, args)
        report = measure(found, args)
    return show(report, as_json=args.json)


def measure(found: Any, args: Any) -> Report:
    """The figures."""
    report, of = Report("quality", rows=args.people), max(2, args.people // PLANTED)
    _owner(found, _EMPTY)
    planted = _plant(found, of)
    with Memory() as memory:
        report.seconds, whole = _timed(lambda: _run())
        quiet, nothing = _timed(lambda: _run())
    assert whole.full
    assert (nothing.full, nothing.found, nothing.ended) == (False, 0, 0)
    listed = _listed("stay_no_home")
    assert listed == planted, f"{listed} of {planted} planted faults were found"
    _mend(found, of)
    some, changed = _timed(lambda: _changed(args.people, of))
    assert changed.ended >= planted
    assert _listed("stay_no_home") == 0
    later, _next = _timed(lambda: _run(AT + timedelta(days=1)))
    report.figures |= {
        "faults": whole.found,
        "planted": planted,
        "nothing_new_seconds": round(quiet, 2),
        "persons_changed": changed.persons,
        "changed_seconds": round(some, 2),
        "next_day_seconds": round(later, 2),
        "slowest": dict(sorted(whole.seconds.items(), key=lambda e: -e[1])[:6]),
        "peak_mib_own": round(memory.peak),
    }
    alone, scan = _one_by_one(args.people), _scan()
    report.baseline = {
        "one_person_at_a_time_ms": round(alone * 1000, 2),
        "extrapolated_seconds": round(alone * args.people, 1),
        "sample": SAMPLE,
        "scan_of_the_same_tables_seconds": round(scan, 2),
        "times_the_scan": round(report.seconds / scan, 2),
    }
    report.ratio = alone * args.people / report.seconds
    report.at_most(
        "seconds for ten million (in proportion)", report.seconds * 1e7 / args.people, GOAL
    )
    report.holds("a run over what changed leaves what a run over everything leaves", _agrees())
    return report


def _run(at: Any = AT, *, full: bool = False) -> Any:
    from anju.domains.assessment import api as quality
    from anju.foundation.actor import system

    return quality.run_rules(actor=system("bench"), at=at, full=full)


def _agrees() -> bool:
    again = _run(AT + timedelta(days=1), full=True)
    return bool((again.found, again.ended) == (0, 0))


def _changed(people: int, of: int) -> Any:
    """A run after the homes of the planted stays were found again, and as many persons more were touched."""
    from anju.domains.assessment import api as quality
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting

    touched = {n for n in range(1, people + 1) if n % of == 0}
    touched |= {1 + n * people // CHANGED for n in range(CHANGED)}
    with acting(system("bench")):
        quality.note_changed(persons=touched)
    return _run()


def _plant(found: Any, of: int) -> int:
    """Take the home off some stays, and keep it; how many."""
    _owner(found, "DROP TABLE IF EXISTS bench_quality_home")
    _owner(
        found,
        f"CREATE TABLE bench_quality_home AS SELECT id, home_id FROM {_MISSING.format(of=of)}".replace(
            "%%", "%"
        ),
    )
    _owner(
        found,
        "UPDATE register_stay s SET home_id = NULL FROM bench_quality_home b WHERE b.id = s.id",
    )
    return int(_owner(found, "SELECT count(*) FROM bench_quality_home"))


def _mend(found: Any, _of: int) -> None:
    _owner(
        found,
        "UPDATE register_stay s SET home_id = b.home_id FROM bench_quality_home b WHERE b.id = s.id",
    )
    _owner(found, "DROP TABLE bench_quality_home")


def _listed(rule: str) -> int:
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows

    sql = "SELECT count(*) FROM assessment_quality_fault WHERE rule = %s AND outcome = ''"
    with acting(system("bench")):
        return int(rows(sql, [rule])[0][0])


def _one_by_one(people: int) -> float:
    """Seconds a person when the rules about persons and homes are asked about each alone, and nothing is stored."""
    from anju.domains.assessment.quality.data.registry import rules_on
    from anju.domains.assessment.quality.operations import running
    from anju.domains.assessment.quality.queries.checks import CHECKS
    from anju.foundation.actor import system
    from anju.foundation.clock import local_date
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import rows, run

    day = local_date(AT)
    rules = [r for r in rules_on(day).values() if CHECKS[r.code].among]
    with acting(system("bench")), as_intake_role():
        run(running._TABLES)  # noqa: SLF001 - the tables of a run, each time with one person in them
        begun = time.perf_counter()
        for n in range(SAMPLE):
            person = 1 + n * people // SAMPLE
            run("TRUNCATE quality_changed_person, quality_changed_home")
            run("INSERT INTO quality_changed_person VALUES (%s)", [person])
            run(
                "INSERT INTO quality_changed_home SELECT home_id FROM register_stay WHERE person_id = %s"
                " AND superseded_at IS NULL AND home_id IS NOT NULL ON CONFLICT DO NOTHING",
                [person],
            )
            for rule in rules:
                sql = CHECKS[rule.code].statement(whole=False)
                rows(sql, {**rule.figures, "today": day, "now": AT})
        return (time.perf_counter() - begun) / SAMPLE


def _scan() -> float:
    from anju.foundation.actor import system
    from anju.foundation.db.scope import acting, as_intake_role
    from anju.foundation.db.statements import rows

    with acting(system("bench")), as_intake_role():
        return _timed(lambda: [rows(sql) for sql in _SCANS])[0]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def _owner(found: Any, sql: str) -> Any:
    """Run a statement as the owner of the tables; the first value of its answer, if it has one."""
    import psycopg

    with psycopg.connect(found.database.owner_url, autocommit=True) as owner:
        answer = owner.execute(sql)
        return (answer.fetchone() or [None])[0] if answer.description else None
