"""Where tasks come from. A new kind of task is one entry in `SOURCES` (and its words in `interfaces.texts.fieldwork`).

A source says which tasks there have to be, at all homes or at some of them. The engine opens what is missing and ends
what is no longer among them, so that a source needs to know nothing of tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.fieldwork.tasks.data.tasks import Cause, Wanted
from anju.domains.fieldwork.tasks.queries import campaigns
from anju.domains.fieldwork.tasks.rules.periods import period_of
from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import AwaitedInspection
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.domains.register.api import HomeQuestion
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows

Homes = Sequence[int] | None
"""The homes that are asked about; None: all."""


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of task. `wanted` answers for some homes, or all, at a moment; `events` are the names of those after
    which the answer may be another one (their payload names homes, buildings, reviews, declarations, persons or a
    batch). `by_visit`: that somebody was met settles it; otherwise it ends with its cause alone."""

    cause: str
    wanted: Callable[[Homes, datetime], Sequence[Wanted]]
    events: frozenset[str] = field(default_factory=frozenset)
    by_visit: bool = True


def _questions(kind: str) -> Callable[[Homes, datetime], list[Wanted]]:
    def wanted(homes: Homes, at: datetime) -> list[Wanted]:
        return [_task(q) for q in register.questions_at_homes(kind, at=at, homes=homes)]

    return wanted


def _task(question: HomeQuestion) -> Wanted:
    return Wanted(question.home_id, str(question.review_id), local_date(question.due_at))


def _moves_out(homes: Homes, at: datetime) -> list[Wanted]:
    """A move-out was announced, its day is over, and nobody has declared it."""
    today = local_date(at)
    return [
        Wanted(
            stay.home_id,
            f"{stay.line}:{stay.leave_due}",
            stay.leave_due + timedelta(days=_figure("visit.move_out", stay.region, "amount", at)),
        )
        for stay in register.overdue_move_outs(today=today, homes=homes)
    ]


def _routine(homes: Homes, at: datetime) -> list[Wanted]:
    """A let home is due one visit a period. One that is still open from an earlier period stands for the new one."""
    today = local_date(at)
    let = register.let_homes(today=today, homes=homes)
    months = {r: _figure("visit.routine", r, "months", at) for r in {h.region for h in let}}
    open_now, met = _open_routine(homes), _met(homes)
    found = []
    for home in let:
        first, last = period_of(today, months[home.region])
        if (seen := met.get(home.home_id)) and seen >= first:
            continue
        key, due = open_now.get(home.home_id) or (first.isoformat(), last)
        found.append(Wanted(home.home_id, key, max(due, home.since + SETTLING_IN)))
    return found


SETTLING_IN = timedelta(days=30)
"""Who has just moved in is not visited for the end of a period sooner than after so many days."""


def _figure(key: str, region: str, name: str, at: datetime) -> int:
    value, _source = register.rule(key, region, local_date(at), at=at)
    return int(value[name])


def _open_routine(homes: Homes) -> dict[int, tuple[str, date]]:
    where, params = within("home_id", homes)
    found = rows(
        "SELECT home_id, min(key), min(due) FROM fieldwork_task WHERE state = 'open' AND cause = %s"  # noqa: S608
        f" AND {where} GROUP BY 1",
        [Cause.ROUTINE, *params],
    )
    return {home: (key, due) for home, key, due in found}


def _met(homes: Homes) -> dict[int, date]:
    """When somebody was last met at each home."""
    where, params = within("home_id", homes)
    sql = f"""SELECT home_id, max(visited_at) FROM fieldwork_visit
        WHERE outcome = 'met' AND withdrawn_at IS NULL AND {where} GROUP BY 1"""  # noqa: S608
    return {home: local_date(at) for home, at in rows(sql, params)}


def within(column: str, homes: Homes) -> tuple[str, list[Any]]:
    """The condition that a column names one of these homes, with its parameters."""
    return ("true", []) if homes is None else (f"{column} = ANY(%s)", [list(homes)])


def _inspections(
    awaited: Callable[..., Sequence[AwaitedInspection]],
) -> Callable[[Homes, datetime], list[Wanted]]:
    """Inspections of homes, and of buildings as a whole: these wait at the first home of the building."""

    def wanted(homes: Homes, at: datetime) -> list[Wanted]:
        buildings = None
        if homes is not None:
            buildings = sorted({h.building_id for h in places.homes(homes).values()})
        found = awaited(day=local_date(at), buildings=buildings)
        first = _first_homes([a.building_id for a in found if a.home_id is None])
        at_homes = [(a.home_id or first.get(a.building_id), a) for a in found]
        asked = None if homes is None else set(homes)
        return [Wanted(h, a.key, a.due) for h, a in at_homes if h and (asked is None or h in asked)]

    return wanted


def _first_homes(buildings: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for home, building, _capacity in places.homes_in(sorted(set(buildings))):
        found[building] = min(home, found.get(building, home))
    return found


_WITHDRAWN = "fieldwork.visit_withdrawn"
"""What a visit settled is open again, although its cause may be gone meanwhile."""
_REVIEWS = frozenset(
    {"register.asked", "register.decided", "register.undecided", "register.undone", _WITHDRAWN}
)
_STAYS = frozenset({"register.applied", "register.undone", "register.undecided", _WITHDRAWN})

_INSPECTED = frozenset({premises.DONE_EVENT, premises.INSPECTED_EVENT, premises.HAZARD_EVENT})

SOURCES: tuple[Source, ...] = (
    Source(Cause.UNCONFIRMED, _questions("confirm"), _REVIEWS),
    Source(Cause.CONTESTED, _questions("contest"), _REVIEWS),
    Source(Cause.MOVE_OUT, _moves_out, _STAYS),
    Source(Cause.ROUTINE, _routine, _STAYS),
    Source(Cause.CAMPAIGN, campaigns.wanted, _STAYS),
    Source(Cause.INSPECTION, _inspections(premises.inspections_due), _INSPECTED, by_visit=False),
    Source(Cause.SECOND_LOOK, _inspections(premises.second_looks), _INSPECTED, by_visit=False),
)
"""Every kind of task there is."""
BY_VISIT = tuple(source.cause for source in SOURCES if source.by_visit)
"""Causes that a visit settles."""
