"""A run of the rules: what they find is listed, what they no longer find is mended.

The first run asks about everything; those after it about what changed since: persons and homes that events named, and
those about whom the calendar alone may change the answer. Once a week, and when the rules were changed, everything is
asked again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.assessment.quality.data.registry import QualityRule, rules_on
from anju.domains.assessment.quality.data.values import RunResult
from anju.domains.assessment.quality.models import QualityRun
from anju.domains.assessment.quality.operations.noting import CHANGE
from anju.domains.assessment.quality.queries.checks import CHECKS, HOMES, PERSONS, Check
from anju.domains.assessment.quality.queries.clock import HOMES_BY_DAY, PERSONS_BY_DAY
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run

Report = Callable[[int, int], None]
FULL_AFTER = timedelta(days=7)
_NOW = "quality_now"
_TABLES = f"""CREATE TEMP TABLE IF NOT EXISTS {PERSONS} (id bigint PRIMARY KEY) ON COMMIT DROP;
    CREATE TEMP TABLE IF NOT EXISTS {HOMES} (id bigint PRIMARY KEY) ON COMMIT DROP;
    CREATE TEMP TABLE IF NOT EXISTS {_NOW} (subject bigint PRIMARY KEY, region text COLLATE "C", person_id bigint,
        source text COLLATE "C", facts jsonb) ON COMMIT DROP;
    TRUNCATE {PERSONS}, {HOMES}, {_NOW}"""
_MEMORY = "SET LOCAL work_mem = '192MB'; SET LOCAL hash_mem_multiplier = 2"


def run_rules(
    *, actor: Actor, at: datetime, full: bool = False, report: Report | None = None
) -> RunResult:
    """Find what the rules find, in one transaction. `full`: ask about everything, whatever the last run was. Whoever
    calls acts as the platform, which sees every area; no person is shown. Nothing changed: nothing is written but that
    there was a run."""
    day = local_date(at)
    rules = rules_on(day)
    with acting(actor), as_intake_role():
        rows("SELECT pg_advisory_xact_lock(hashtext('assessment.quality'))")
        run(_MEMORY)
        run(_TABLES)
        last = _last_run()
        whole = full or _asks_everything(last, rules, at)
        persons = _taken(None if whole or last is None else last.day, day, rules)
        seconds: dict[str, float] = {}
        found = ended = 0
        for n, rule in enumerate(rules.values()):
            begun = time.perf_counter()
            one = _judged(rule, whole=whole, at=at)
            found, ended = found + one[0], ended + one[1]
            seconds[rule.code] = round(time.perf_counter() - begun, 3)
            if report is not None:
                report(n + 1, len(rules))
        ended += _without_rule(rules)
        _note_run(whole, day, at, rules, seconds, found, ended, actor)
    return RunResult(whole, found, ended, persons, seconds)


def _last_run() -> QualityRun | None:
    return QualityRun.objects.order_by("-begun_at", "-id").first()


def _digest(rules: Mapping[str, QualityRule]) -> str:
    texts = [f"{rule!r}{CHECKS[rule.code].sql}" for rule in rules.values()]
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:32]


def _asks_everything(
    last: QualityRun | None, rules: Mapping[str, QualityRule], at: datetime
) -> bool:
    if last is None or last.rules != _digest(rules):
        return True
    return not QualityRun.objects.filter(full=True, begun_at__gt=at - FULL_AFTER).exists()


def _taken(before: date | None, day: date, rules: Mapping[str, QualityRule]) -> int:
    """Take what waits, and put it into the tables of what changed; how many persons. `before` None: everything is
    asked, so nothing need be known of what waits."""
    if before is None:
        run(f"DELETE FROM {CHANGE}")  # noqa: S608 - a table of ours
        return 0
    run(f"""WITH taken AS (DELETE FROM {CHANGE} RETURNING person_id, home_id),
        p AS (INSERT INTO {PERSONS} SELECT DISTINCT person_id FROM taken WHERE person_id IS NOT NULL)
        INSERT INTO {HOMES} SELECT DISTINCT home_id FROM taken WHERE home_id IS NOT NULL""")  # noqa: S608
    if before != day:
        values = {"before": before, "today": day, **_figures(rules)}
        for sql in PERSONS_BY_DAY:
            _add(PERSONS, sql, values)
        for sql in HOMES_BY_DAY:
            _add(HOMES, sql, values)
    _add(
        PERSONS,
        f"""SELECT person_id FROM register_stay WHERE superseded_at IS NULL
        AND home_id IN (SELECT id FROM {HOMES})""",  # noqa: S608
    )
    for table, held in (
        ("register_stay", "superseded_at IS NULL"),
        ("register_declaration", "true"),
    ):
        _add(
            HOMES,
            f"SELECT home_id FROM {table} WHERE {held} AND home_id IS NOT NULL "  # noqa: S608
            f"AND person_id IN (SELECT id FROM {PERSONS})",
        )
    run(f"ANALYZE {PERSONS}; ANALYZE {HOMES}")
    return int(rows(f"SELECT count(*) FROM {PERSONS}")[0][0])  # noqa: S608


def _figures(rules: Mapping[str, QualityRule]) -> dict[str, int]:
    """Thresholds of the rules in force by rule and name; 0 for those of a rule that is not."""
    wanted = ("move_out_over_days", "stay_old_months", "job_no_home_days", "contract_over_days")
    known = {f"{r.code}_{name}": n for r in rules.values() for name, n in r.figures.items()}
    return dict.fromkeys((*wanted, "birth_unlikely_years"), 0) | known


def _add(table: str, sql: str, values: Mapping[str, Any] | None = None) -> None:
    run(f"INSERT INTO {table} {sql} ON CONFLICT DO NOTHING", values or {})


def _judged(rule: QualityRule, *, whole: bool, at: datetime) -> tuple[int, int]:
    """Faults of a rule that were found, and that ended."""
    check = CHECKS[rule.code]
    if check.widened and not whole:
        _add(PERSONS, check.widened)
    day = local_date(at)
    values = {**rule.figures, "today": day, "now": at}
    run(f"TRUNCATE {_NOW}")
    run(
        f"""INSERT INTO {_NOW} SELECT DISTINCT ON (1) * FROM ({check.statement(whole=whole)})
            n(subject, region, person_id, source, facts) ORDER BY 1, 2, 3, 4, 5""",  # noqa: S608
        values,
    )
    run(f"ANALYZE {_NOW}")
    return _entered(rule, day), _ended(rule, check, day, whole=whole)


def _among(check: Check, *, whole: bool) -> str:
    """Which faults on the list the answer is about."""
    if whole or not check.among:
        return "true"
    column = "f.person_id" if check.among == PERSONS else "f.subject"
    return f"{column} IN (SELECT id FROM {check.among})"  # noqa: S608


def _ended(rule: QualityRule, check: Check, day: date, *, whole: bool) -> int:
    return run(
        f"""UPDATE assessment_quality_fault f SET live = false,
            outcome = CASE WHEN outcome = '' THEN 'mended' ELSE outcome END, closed_on = coalesce(closed_on, %(day)s)
        WHERE rule = %(rule)s AND live AND {_among(check, whole=whole)}
        AND NOT EXISTS (SELECT FROM {_NOW} n WHERE n.subject = f.subject)""",  # noqa: S608
        {"rule": rule.code, "day": day},
    )


def _entered(rule: QualityRule, day: date) -> int:
    """A fault that was found to be none comes back when what the rule saw is no longer the same."""
    values = {
        "rule": rule.code,
        "day": day,
        "due": day + timedelta(days=rule.term),
        "loose": list(rule.loose),
    }
    run(
        f"""UPDATE assessment_quality_fault f SET live = false FROM {_NOW} n
        WHERE f.rule = %(rule)s AND f.live AND f.outcome = 'not_fault' AND n.subject = f.subject
        AND f.facts - %(loose)s::text[] <> n.facts - %(loose)s::text[]""",  # noqa: S608
        values,
    )
    done = rows(
        f"""INSERT INTO assessment_quality_fault AS f
            (rule, subject, region, person_id, source, facts, found_on, due, live, outcome)
        SELECT %(rule)s, subject, region, person_id, source, facts, %(day)s, %(due)s, true, '' FROM {_NOW}
        ON CONFLICT (rule, subject) WHERE live DO UPDATE SET region = excluded.region, person_id = excluded.person_id,
            source = excluded.source, facts = excluded.facts
        WHERE (f.region, f.person_id, f.source, f.facts)
            IS DISTINCT FROM (excluded.region, excluded.person_id, excluded.source, excluded.facts)
        RETURNING xmax = 0""",  # noqa: S608
        values,
    )
    return sum(new for (new,) in done)


def _without_rule(rules: Mapping[str, QualityRule]) -> int:
    """Faults of a rule that is no longer in force were never mended: they go, so that no figure counts them so."""
    return run(
        "DELETE FROM assessment_quality_fault WHERE outcome = '' AND NOT rule = ANY(%s)",
        [list(rules)],
    )


def _note_run(
    whole: bool,
    day: date,
    at: datetime,
    rules: Mapping[str, QualityRule],
    seconds: Mapping[str, float],
    found: int,
    ended: int,
    actor: Actor,
) -> None:
    row = QualityRun.objects.create(
        full=whole,
        day=day,
        begun_at=at,
        rules=_digest(rules),
        seconds=dict(seconds),
        found=found,
        ended=ended,
    )
    if found or ended:
        record_write(
            actor,
            action="quality.run",
            subject_kind="quality_run",
            subject_id=row.pk,
            at=at,
            detail={"found": found, "ended": ended, "full": whole},
        )
