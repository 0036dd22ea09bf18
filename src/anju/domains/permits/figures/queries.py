"""Figures of permits by region and month, and the list behind every one of them: both read the same facts.

A fact is one application or one transition on one day in one region: the region of that day, kept with
the transition, so that a past month does not change when a holder moves. Figures are of the actor's
own area, for leaders too, who see no person; the list behind one has as many lines, and names those
that row-level security shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.foundation.actor import Actor
from anju.foundation.db.replica import reading
from anju.foundation.db.scope import as_intake_role, subtree
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed, Refused

MEASURES = ("applied", "issued", "on_time", "endorsed", "restored", "suspended", "cancelled")
"""applied: first applications that were submitted, on the day they were; a draft is none, nor what ended as one.
issued: permits whose first card was made; on_time: those of them made before their statutory day. endorsed: in time;
restored: late. cancelled: also withdrawn and expired; an end that was taken back is none."""
KINDS = {
    "issued": ("made",),
    "on_time": ("made",),
    "endorsed": ("endorsed",),
    "restored": ("restored",),
    "suspended": ("suspended",),
    "cancelled": ("cancelled", "withdrawn", "expired"),
}
LONGEST = 36
"""Months at once."""
STEPS = {2: 4, 4: 6, 6: 9, 9: 12, 12: 12}
"""Digits of a region → digits of the regions one level below."""

_APPLIED = """
SELECT 'applied' AS measure, coalesce(a.moves #>> '{0,from,0}', a.region) COLLATE "C" AS region,
       (least(a.accepted_at, n.at) AT TIME ZONE 'Asia/Shanghai')::date AS day, coalesce(a.permit_id, 0) AS permit,
       a.id AS application
FROM permits_application a LEFT JOIN permits_missing_notice n ON n.application_id = a.id
WHERE a.kind = 'first' AND a.created_at < %(until)s::timestamp AT TIME ZONE 'Asia/Shanghai'
  AND least(a.accepted_at, n.at) >= %(since)s::timestamp AT TIME ZONE 'Asia/Shanghai'
  AND least(a.accepted_at, n.at) < %(until)s::timestamp AT TIME ZONE 'Asia/Shanghai'
"""
_TRANSITIONS = """
SELECT {measure} AS measure, coalesce(e.detail ->> 'region', p.region) COLLATE "C" AS region, e.effective AS day,
       p.id AS permit, 0 AS application
FROM permits_permit_event e JOIN permits_permit p ON p.id = e.permit_id
WHERE e.kind = ANY(%({kinds})s) AND e.effective >= %(since)s AND e.effective < %(until)s
  AND NOT EXISTS (SELECT FROM permits_permit_event u WHERE u.permit_id = e.permit_id AND u.kind = 'undone'
                  AND u.detail ->> 'undid' = e.id::text)
"""
_IN_TIME = """ AND EXISTS (SELECT FROM permits_permit_event c JOIN permits_application a ON a.id = c.application_id
    WHERE c.permit_id = e.permit_id AND c.kind = 'created' AND a.due_at >= e.at)"""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The measures of one part of the area (or of one month): measure → count."""

    key: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class PermitFigures:
    """Figures from the first day of `since` to before `until`: in all, by region one level down, by month."""

    since: date
    until: date
    region: str
    total: FigureRow
    regions: tuple[FigureRow, ...]
    months: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """One line behind a figure. `permit_id` 0: an application that led to none yet. Without a number:
    a case that has left the actor's area since; it is counted where it was and named to nobody there."""

    permit_id: int
    person_id: int
    number: str
    state: str
    region: str
    day: date
    application_id: int = 0


def permit_figures(
    region: str, *, since: date, until: date, actor: Actor, at: datetime
) -> PermitFigures:
    """Figures of an area for whole months. Raises `NotAllowed` outside the actor's ``stats.see`` or ``permit.see``,
    `Refused` ``figures_span``."""
    _may(region, actor)
    _check_span(since, until)
    digits = STEPS.get(len(region), 2 if not region else 12)
    with reading(), as_intake_role():
        found = rows(
            f"""SELECT f.measure, left(f.region, %(digits)s), to_char(f.day, 'YYYY-MM'), count(*)
            FROM ({_facts(MEASURES)}) f WHERE {_within(region)} GROUP BY 1, 2, 3""",  # noqa: S608
            {**_parameters(region, since, until), "digits": digits},
        )
    regions: dict[str, dict[str, int]] = {}
    months: dict[str, dict[str, int]] = {m: {} for m in _months(since, until)}
    total: dict[str, int] = {}
    for measure, place, month, count in found:
        for counts in (regions.setdefault(place, {}), months[month], total):
            counts[measure] = counts.get(measure, 0) + int(count)
    return PermitFigures(
        since,
        until,
        region,
        _row(region, total),
        tuple(_row(k, regions[k]) for k in sorted(regions)),
        tuple(_row(k, v) for k, v in months.items()),
    )


def permits_counted(
    region: str,
    *,
    measure: str,
    since: date,
    until: date,
    actor: Actor,
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[tuple[Counted, ...], int]:
    """The list behind a figure, newest first (all of it without `limit`), and its length.

    Raises `NotAllowed` outside the actor's ``permit.see``.
    """
    actor.require("permit.see", region=region or "")
    _check_span(since, until)
    if measure not in MEASURES:
        raise Refused("figures_measure", measure=measure[:40])
    parameters = _parameters(region, since, until)
    source = f"FROM ({_facts((measure,))}) f WHERE {_within(region)}"
    with reading(), as_intake_role():
        count = int(rows(f"SELECT count(*) {source}", parameters)[0][0])
        found = rows(
            f"""SELECT f.permit, f.application, f.region, f.day {source}
            ORDER BY f.day DESC, f.permit, f.application LIMIT %(limit)s OFFSET %(offset)s""",
            {**parameters, "limit": limit, "offset": offset},
        )
    return _in_sight(found), count


def _in_sight(found: Sequence[tuple[int, int, str, date]]) -> tuple[Counted, ...]:
    """The lines counted, with number, holder and state of those the transaction sees; the others keep place and day."""
    permits = {
        p[0]: p
        for p in rows(
            "SELECT id, person_id, number, state FROM permits_permit WHERE id = ANY(%s)",
            [[f[0] for f in found if f[0]]],
        )
    }
    asked = {
        a[0]: a
        for a in rows(
            "SELECT id, person_id, number, state FROM permits_application WHERE id = ANY(%s)",
            [[f[1] for f in found if f[1]]],
        )
    }
    out = []
    for permit, application, region, day in found:
        key, person, number, state = (
            asked.get(application) if application else permits.get(permit)
        ) or (0, 0, "", "")
        shown = (permit if permit in permits else 0) if application else key
        out.append(
            Counted(
                shown,
                person,
                number,
                state,
                region,
                day,
                application if application in asked else 0,
            )
        )
    return tuple(out)


def _facts(measures: Sequence[str]) -> str:
    parts = [_APPLIED] if "applied" in measures else []
    for measure in measures:
        if measure != "applied":
            parts.append(
                _TRANSITIONS.format(measure=f"'{measure}'", kinds=measure)
                + (_IN_TIME if measure == "on_time" else "")
            )
    return " UNION ALL ".join(parts)


def _within(region: str) -> str:
    return "f.region >= %(low)s AND f.region < %(high)s"


def _parameters(region: str, since: date, until: date) -> dict[str, Any]:
    low, high = subtree(region)
    return {
        "low": low,
        "high": high,
        "since": since,
        "until": until,
        **{k: list(v) for k, v in KINDS.items()},
    }


def _may(region: str, actor: Actor) -> None:
    if not (actor.may("stats.see", region=region) or actor.may("permit.see", region=region)):
        raise NotAllowed("not_allowed", permission="stats.see", region=region)


def _check_span(since: date, until: date) -> None:
    months = (until.year - since.year) * 12 + until.month - since.month
    if since.day != 1 or until.day != 1 or not 0 < months <= LONGEST:
        raise Refused("figures_span", months=LONGEST)


def _months(since: date, until: date) -> list[str]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last)]


def _row(key: str, counts: dict[str, int]) -> FigureRow:
    return FigureRow(key, {m: counts.get(m, 0) for m in MEASURES})
