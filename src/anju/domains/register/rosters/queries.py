"""Reads of weekly rosters: who owes one, what came and went week by week, contracts that end.

Dates and counts of an employer are the same for everybody who may see it, so they are read as the intake role after the
permission was required; names are read under the caller's own rights.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.domains.register.population.queries.staffed import DAYS, Staffing
from anju.domains.register.rosters.data import (
    ROSTER,
    WEEKS,
    EndingContract,
    RosterStanding,
    WeekTurnover,
)
from anju.domains.register.rosters.rules import monday_of, standing, turnover
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows


@dataclass(frozen=True, slots=True)
class JobCounts:
    """What is counted of the jobs of an employer: at work, turnover by week, contracts that end (`ending`, for each
    span asked for)."""

    counts: Staffing
    weeks: list[WeekTurnover]
    ending: tuple[int, ...]


def require_sight(actor: Actor, seen: Sequence[EmployerView]) -> None:
    """Raise `NotAllowed` unless the actor may see each of these employers: as itself, or as staff of its region."""
    for one in seen:
        if not actor.may("employer.see", party=one.party):
            actor.require("employer.see", region=one.region)


_ARRIVED_AND_REMINDED = """
SELECT e.id, a.last, a.arrived, a.unchanged, m.day, m.reached FROM unnest(%(ids)s::bigint[]) AS e(id)
LEFT JOIN LATERAL (
  SELECT max(c.at) AS last, max(c.at) FILTER (WHERE c.at >= %(begin)s) AS arrived,
    bool_or(c.unchanged) FILTER (WHERE c.at >= %(begin)s) AS unchanged FROM (
      SELECT b.applied_at AS at, false AS unchanged FROM register_batch b
      WHERE b.employer_id = e.id AND b.form = 'employer-roster' AND b.state = 'applied' AND b.applied_at <= %(now)s
      UNION ALL SELECT u.at, true FROM register_unchanged_week u WHERE u.employer_id = e.id AND u.at <= %(now)s) c
) a ON true
LEFT JOIN LATERAL (
  SELECT r.day, r.reached FROM register_employer_reminder r WHERE r.kind = %(kind)s AND r.employer_id = e.id
  ORDER BY r.day DESC LIMIT 1
) m ON true
"""
_AT_WORK = """
SELECT employer_id, count(*) FROM register_job
WHERE employer_id = ANY(%s) AND superseded_at IS NULL AND period @> %s::date GROUP BY employer_id
"""


def roster_standings(
    wanted: Sequence[EmployerView], *, actor: Actor, at: datetime
) -> dict[int, RosterStanding]:
    """How each of these employers stands with this week's roster. Needs `employer.see`. Two queries."""
    require_sight(actor, wanted)
    ids = [e.id for e in wanted]
    with as_intake_role():
        at_work = dict(rows(_AT_WORK, [ids, local_date(at)]))
        return _standings(wanted, at_work, at)


def _standings(
    wanted: Sequence[EmployerView], at_work: Mapping[int, int], at: datetime
) -> dict[int, RosterStanding]:
    """The same where it is known how many are at work. One query, as the intake role."""
    week = monday_of(local_date(at))
    values = {
        "ids": [e.id for e in wanted],
        "begin": datetime.combine(week, time(), CHINA),
        "now": at,
        "kind": ROSTER,
    }
    noted = {r[0]: r[1:] for r in rows(_ARRIVED_AND_REMINDED, values)}
    return {
        e.id: _standing(e, week, local_date(at), noted[e.id], int(at_work.get(e.id, 0)))
        for e in wanted
    }


def _standing(
    one: EmployerView, week: date, today: date, noted: tuple[Any, ...], at_work: int
) -> RosterStanding:
    last_at, arrived_at, unchanged, reminded_on, reached = noted
    rule = employers.employer_rule(employers.ROSTER, one.region, today)
    due = week + timedelta(days=rule.due - 1) if rule else None
    asked = rule is not None and at_work >= max(rule.least, 1)
    state = standing(asked=asked, arrived=arrived_at is not None, due=due, today=today)
    return RosterStanding(
        one.id,
        state,
        week,
        due if asked else None,
        arrived_at,
        bool(unchanged),
        last_at,
        reminded_on,
        int(reached or 0),
    )


_JOBS = """
WITH j AS MATERIALIZED (
  SELECT lower(period) AS began, upper(period) AS ended, contract_end FROM register_job
  WHERE employer_id = %(employer)s AND superseded_at IS NULL)
SELECT 'joined', date_trunc('week', began::timestamp)::date, count(*) FROM j
WHERE began BETWEEN %(first)s AND %(today)s GROUP BY 2
UNION ALL SELECT 'left', date_trunc('week', ended::timestamp)::date, count(*) FROM j
WHERE ended BETWEEN %(first)s AND %(today)s GROUP BY 2
UNION ALL SELECT 'before', NULL, count(*) FROM j WHERE began <= %(eve)s AND (ended IS NULL OR ended > %(eve)s)
UNION ALL SELECT 'now', NULL, count(*) FROM j WHERE began <= %(today)s AND (ended IS NULL OR ended > %(today)s)
UNION ALL SELECT 'came', NULL, count(*) FROM j WHERE began > %(lately)s AND began <= %(today)s
UNION ALL SELECT 'went', NULL, count(*) FROM j WHERE ended > %(lately)s AND ended <= %(today)s
UNION ALL SELECT 'ending', w.day, count(*) FROM unnest(%(ends)s::date[]) w(day) JOIN j ON j.contract_end <= w.day
  AND began <= %(today)s AND (ended IS NULL OR ended > %(today)s) GROUP BY 2
"""
"""All that the pages of one employer count of its jobs, which are read once."""


def _jobs(one: EmployerView, today: date, within: Sequence[int]) -> JobCounts:
    """What is counted of the jobs of an employer. One query, as the intake role."""
    first = monday_of(today) - timedelta(days=7 * (WEEKS - 1))
    ends = [today + timedelta(days=days) for days in within]
    values = {
        "employer": one.id,
        "first": first,
        "eve": first - timedelta(days=1),
        "today": today,
        "lately": today - timedelta(days=DAYS),
        "ends": ends,
    }
    by: dict[str, dict[date | None, int]] = defaultdict(dict)
    for what, day, count in rows(_JOBS, values):
        by[what][day] = int(count)
    counts = Staffing(*(by[what].get(None, 0) for what in ("now", "came", "went")))
    of_weeks = turnover(
        first,
        monday_of(today),
        before=by["before"].get(None, 0),
        joined=by["joined"],
        left=by["left"],
    )
    return JobCounts(counts, of_weeks, tuple(by["ending"].get(day, 0) for day in ends))


def employer_overview(
    one: EmployerView, *, actor: Actor, at: datetime, within: Sequence[int] = ()
) -> tuple[JobCounts, RosterStanding]:
    """What a page of one employer counts: people at work, turnover by week, contracts that end in so many days or have
    ended; and how it stands with this week's roster. Needs `employer.see`. Two queries."""
    require_sight(actor, [one])
    with as_intake_role():
        found = _jobs(one, local_date(at), within)
        return found, _standings([one], {one.id: found.counts.now}, at)[one.id]


_ENDING = """FROM register_job j WHERE j.employer_id = ANY(%s) AND j.superseded_at IS NULL AND j.period @> %s::date
    AND j.contract_end <= %s"""


def ending_contracts(
    employer_id: int, *, today: date, within: int, limit: int | None = 50, offset: int = 0
) -> tuple[list[EndingContract], int]:
    """Who is at work at an employer and has a contract that ends in so many days or has ended, the earliest first,
    and how many there are; as far as the transaction may see them. Two queries."""
    params = [[employer_id], today, today + timedelta(days=within)]
    total = int(rows(f"SELECT count(*) {_ENDING}", params)[0][0])
    found = rows(
        f"""SELECT w.person_id, w.employer_id, p.name, w.position, w.since, w.contract_end FROM (
            SELECT j.person_id, j.employer_id, j.position, lower(j.period) AS since, j.contract_end {_ENDING}
            ORDER BY j.contract_end, j.person_id LIMIT %s OFFSET %s) w
        JOIN people_person p ON p.id = w.person_id ORDER BY w.contract_end, w.person_id""",  # noqa: S608
        [*params, limit, offset],
    )
    return [EndingContract(*r) for r in found], total


def contract_counts(
    wanted: Sequence[EmployerView], *, actor: Actor, today: date, within: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """How many people at work have a contract that ends in so many days or has ended: by employer, for each of
    `within`. Needs `employer.see`. One query."""
    require_sight(actor, wanted)
    ids = [e.id for e in wanted]
    each = ", ".join(["count(*) FILTER (WHERE j.contract_end <= %s)"] * len(within))
    ends = [today + timedelta(days=days) for days in within]
    with as_intake_role():
        found = rows(
            f"SELECT j.employer_id, {each} {_ENDING} GROUP BY j.employer_id",
            [*ends, ids, today, max(ends)],
        )
    counted = {r[0]: tuple(int(n) for n in r[1:]) for r in found}
    return {i: counted.get(i, (0,) * len(within)) for i in ids}
