"""Figures of permits by region and month, and the list behind every one of them: both read the same facts.

A fact is one application or one transition on one day in one region: the region of that day, kept with
the transition, so that a past month does not change when a holder moves. Figures are of the actor's
own area, for leaders too, who see no person; the list behind one has as many lines, and names those
that row-level security shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.permits.figures.queries.facts import BY_MEASURE
from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed, Refused
from anju.foundation.facts import Found, Question, Span, counted, keys

MEASURES = ("applied", "issued", "on_time", "endorsed", "restored", "suspended", "cancelled")
"""What each counts is said in `facts`."""
LONGEST = 36
"""Months at once."""
STEPS = {2: 4, 4: 6, 6: 9, 9: 12, 12: 12}
"""Digits of a region → digits of the regions one level below."""


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
    questions = [_question(m, region, since, until, digits=digits, by="month") for m in MEASURES]
    regions: dict[str, dict[str, int]] = {}
    months: dict[str, dict[str, int]] = {m: {} for m in _months(since, until)}
    total: dict[str, int] = {}
    for measure, counted_ones in zip(MEASURES, counted(questions), strict=True):
        for (place, month), count in counted_ones.items():
            for counts in (regions.setdefault(place, {}), months[month], total):
                counts[measure] = counts.get(measure, 0) + count
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
    question = _question(measure, region, since, until)
    found = keys(question, limit=limit, offset=offset)
    return _in_sight(question.fact.about, found), sum(counted([question])[0].values())


def _question(
    measure: str, region: str, since: date, until: date, *, digits: int = 0, by: str = ""
) -> Question:
    span = Span(since, until - timedelta(days=1))
    return Question(BY_MEASURE[measure], (region,), span, digits=digits, by=by)


def _in_sight(about: str, found: Sequence[Found]) -> tuple[Counted, ...]:
    """The lines counted, with number, holder and state of those the transaction sees; the others keep place and day."""
    ids = [f.key for f in found]
    asked = about == "application"
    applications = {
        a[0]: a
        for a in rows(
            "SELECT id, person_id, number, state, coalesce(permit_id, 0) FROM permits_application WHERE id = ANY(%s)",
            [ids if asked else []],
        )
    }
    permits = {
        p[0]: p
        for p in rows(
            "SELECT id, person_id, number, state FROM permits_permit WHERE id = ANY(%s)",
            [[a[4] for a in applications.values() if a[4]] if asked else ids],
        )
    }
    return tuple(
        _application(f, applications, permits) if asked else _permit(f, permits) for f in found
    )


def _permit(found: Found, permits: Mapping[int, tuple[Any, ...]]) -> Counted:
    key, person, number, state = permits.get(found.key, (0, 0, "", ""))
    return Counted(key, person, number, state, found.region, _day(found))


def _application(
    found: Found, applications: Mapping[int, tuple[Any, ...]], permits: Mapping[int, object]
) -> Counted:
    key, person, number, state, permit = applications.get(found.key, (0, 0, "", "", 0))
    shown = permit if permit in permits else 0
    return Counted(shown, person, number, state, found.region, _day(found), key)


def _day(found: Found) -> date:
    if found.day is None:
        raise ValueError("a transition has a day")
    return found.day


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


def numbers_of(
    *, permits: Sequence[int] = (), applications: Sequence[int] = ()
) -> dict[int, tuple[str, int]]:
    """Number and person of these permits, or of these applications, as far as the transaction sees them. One query."""
    table = "permits_permit" if permits else "permits_application"
    found = rows(
        f"SELECT id, number, person_id FROM {table} WHERE id = ANY(%s)",  # noqa: S608 - tables of ours
        [list(permits or applications)],
    )
    return {key: (number, person) for key, number, person in found}
