"""Reads of weekly rosters: who owes one, what came and went week by week, contracts that end.

Dates and counts of an employer are the same for everybody who may see it, so they are read as the intake role after the
permission was required; names are read under the caller's own rights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
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


def require_sight(actor: Actor, seen: Sequence[EmployerView]) -> None:
    """Raise `NotAllowed` unless the actor may see each of these employers: as itself, or as staff of its region."""
    for one in seen:
        if not actor.may("employer.see", party=one.party):
            actor.require("employer.see", region=one.region)


_ARRIVED = """
SELECT e.id, max(a.at), max(a.at) FILTER (WHERE a.at >= %(begin)s), bool_or(a.unchanged) FILTER (WHERE a.at >=
%(begin)s) FROM unnest(%(ids)s::bigint[]) AS e(id) JOIN LATERAL (
  SELECT b.applied_at AS at, false AS unchanged FROM register_batch b
  WHERE b.employer_id = e.id AND b.form = 'employer-roster' AND b.state = 'applied' AND b.applied_at <= %(now)s
  UNION ALL SELECT u.at, true FROM register_unchanged_week u WHERE u.employer_id = e.id AND u.at <= %(now)s
) a ON true GROUP BY e.id
"""
_REMINDED = """
SELECT DISTINCT ON (employer_id) employer_id, day, reached FROM register_employer_reminder
WHERE kind = %s AND employer_id = ANY(%s) ORDER BY employer_id, day DESC
"""
_AT_WORK = """
SELECT employer_id, count(*) FROM register_job
WHERE employer_id = ANY(%s) AND superseded_at IS NULL AND period @> %s::date GROUP BY employer_id
"""


def roster_standings(
    wanted: Sequence[EmployerView], *, actor: Actor, at: datetime
) -> dict[int, RosterStanding]:
    """How each of these employers stands with this week's roster. Needs `employer.see`. Three queries."""
    require_sight(actor, wanted)
    today = local_date(at)
    week, ids = monday_of(today), [e.id for e in wanted]
    begins = datetime.combine(week, time(), CHINA)
    with as_intake_role():
        came = {r[0]: r[1:] for r in rows(_ARRIVED, {"ids": ids, "begin": begins, "now": at})}
        reminders = {r[0]: r[1:] for r in rows(_REMINDED, [ROSTER, ids])}
        at_work = dict(rows(_AT_WORK, [ids, today]))
    return {
        e.id: _standing(
            e, week, today, came.get(e.id), reminders.get(e.id), int(at_work.get(e.id, 0))
        )
        for e in wanted
    }


def _standing(
    one: EmployerView,
    week: date,
    today: date,
    came: tuple[Any, ...] | None,
    reminders: tuple[Any, ...] | None,
    at_work: int,
) -> RosterStanding:
    last_at, arrived_at, unchanged = came or (None, None, None)
    reminded_on, reached = reminders or (None, 0)
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


_TURNOVER = """
SELECT 'joined', date_trunc('week', lower(period)::timestamp)::date AS week, count(*) FROM register_job
WHERE employer_id = %(employer)s AND superseded_at IS NULL AND lower(period) BETWEEN %(first)s AND %(today)s GROUP BY
week UNION ALL
SELECT 'left', date_trunc('week', upper(period)::timestamp)::date AS week, count(*) FROM register_job
WHERE employer_id = %(employer)s AND superseded_at IS NULL AND upper(period) BETWEEN %(first)s AND %(today)s GROUP BY
week UNION ALL
SELECT 'before', NULL, count(*) FROM register_job
WHERE employer_id = %(employer)s AND superseded_at IS NULL AND period @> %(eve)s::date
"""


def turnover_by_week(
    one: EmployerView, *, actor: Actor, today: date, weeks: int = WEEKS
) -> list[WeekTurnover]:
    """Who began and left at an employer week by week up to today, and how many were at work at the end of each week.
    Needs `employer.see`. One query."""
    require_sight(actor, [one])
    first = monday_of(today) - timedelta(days=7 * (weeks - 1))
    values = {
        "employer": one.id,
        "first": first,
        "eve": first - timedelta(days=1),
        "today": today,
    }
    with as_intake_role():
        found = rows(_TURNOVER, values)
    by: Mapping[str, dict[date, int]] = {"joined": {}, "left": {}, "before": {}}
    for what, week, count in found:
        by[what][week] = int(count)
    return turnover(
        first,
        monday_of(today),
        before=sum(by["before"].values()),
        joined=by["joined"],
        left=by["left"],
    )


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
