"""The doors at which something waits, the round of today, lists and counts of tasks. None of it names a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from anju.domains.fieldwork.sync.data.bundles import AwaitedThere
from anju.domains.fieldwork.sync.data.operations import Visited
from anju.domains.fieldwork.tasks.data.rounds import (
    MOST_DOORS,
    Count,
    HomeTasks,
    Waiting,
)
from anju.domains.fieldwork.tasks.data.tasks import TaskView
from anju.domains.fieldwork.tasks.rules.ordering import shortest_order
from anju.domains.fieldwork.tasks.rules.picking import SOON, pick
from anju.domains.fieldwork.tasks.rules.walking import Stop, distances
from anju.domains.places import api as places
from anju.domains.places.api import HomeView, Position
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import subtree
from anju.foundation.db.statements import rows

SEE, WALK = "home.see", "declare"
"""Who sees lists of tasks, and who walks a round."""
AT_ONCE = 3_000
"""Doors that a round is picked from, the most urgent ones."""
LATE, WEEK = "late", "week"
"""Lists of what is overdue, and of what is due within a week."""


@dataclass(frozen=True, slots=True)
class RoundStop:
    """A door with its home, in walking order. `metres` on foot from the one before; None for the first."""

    tasks: HomeTasks
    home: HomeView
    metres: int | None


@dataclass(frozen=True, slots=True)
class Round:
    """The doors of today, in walking order. `others`: doors of the area for which there was no room; `resting`: those
    left in peace today; `unplaced`: buildings of the round whose place on the map is not known."""

    doors: tuple[RoundStop, ...]
    others: int
    resting: int
    unplaced: int


def round_of_today(
    actor: Actor, *, at: datetime, regions: Sequence[str], most: int = MOST_DOORS
) -> Round:
    """The doors of these regions that are walked to today, in walking order from where the actor was last. Needs
    `declare` in each of them. Five queries."""
    for region in regions:
        actor.require(WALK, region=region)
    today = local_date(at)
    doors = open_doors(regions, limit=AT_ONCE)
    awake = [d for d in doors if d.rest_until is None or d.rest_until <= today]
    picked = pick(awake, today=today, most=min(most, MOST_DOORS))
    homes = places.homes([d.home_id for d in picked])
    at_hand = [(d, homes[d.home_id]) for d in picked if d.home_id in homes]
    positions = places.positions(sorted({d.building_id for d, _ in at_hand}))
    ordered = _walked(at_hand, positions, _last_stop(actor, at))
    return Round(
        tuple(ordered),
        len(awake) - len(picked),
        len(doors) - len(awake),
        len({d.building_id for d, _ in at_hand} - positions.keys()),
    )


def open_doors(
    regions: Sequence[str], *, limit: int = AT_ONCE, homes: Sequence[int] | None = None
) -> list[HomeTasks]:
    """Doors with something open, most urgent first. One query."""
    where, params = inside(regions)
    if homes is not None:
        where, params = f"{where} AND t.home_id = ANY(%s)", [*params, list(homes)]
    found = rows(
        f"""SELECT t.home_id, t.building_id, array_agg(t.cause ORDER BY t.due, t.id),
            array_agg(t.due ORDER BY t.due, t.id), array_agg(t.key ORDER BY t.due, t.id), v.outcome, v.rest_until
        FROM fieldwork_task t LEFT JOIN LATERAL (SELECT outcome, rest_until FROM fieldwork_visit o
            WHERE o.home_id = t.home_id
            AND o.withdrawn_at IS NULL ORDER BY o.visited_at DESC, o.id DESC LIMIT 1) v ON true
        WHERE t.state = 'open' AND {where} GROUP BY 1, 2, 6, 7 ORDER BY min(t.due), 2, 1 LIMIT %s""",  # noqa: S608
        [*params, limit],
    )
    return [
        HomeTasks(
            home,
            building,
            tuple(Waiting(*w) for w in zip(causes, days, keys, strict=True)),
            Visited(outcome) if outcome else None,
            rest,
        )
        for home, building, causes, days, keys, outcome, rest in found
    ]


def waiting_at(regions: Sequence[str]) -> dict[int, AwaitedThere]:
    """What waits at the homes of these regions, and which are left in peace, for devices that carry it along; no
    keys, because those name what it is about. One query."""
    where, params = inside(regions)
    found = rows(
        f"""SELECT t.home_id, array_agg(t.cause ORDER BY t.due, t.id), array_agg(t.due ORDER BY t.due, t.id),
            array_agg(t.opened_at ORDER BY t.due, t.id), v.rest_until
        FROM fieldwork_task t LEFT JOIN LATERAL (SELECT rest_until FROM fieldwork_visit o WHERE o.home_id = t.home_id
            AND o.withdrawn_at IS NULL ORDER BY o.visited_at DESC, o.id DESC LIMIT 1) v ON true
        WHERE t.state = 'open' AND {where} GROUP BY t.home_id, v.rest_until""",  # noqa: S608
        params,
    )
    return {
        home: AwaitedThere(tuple(zip(causes, days, opened, strict=True)), rest)
        for home, causes, days, opened, rest in found
    }


def inside(regions: Sequence[str]) -> tuple[str, list[Any]]:
    """The condition that a task lies in one of these regions."""
    bounds = [subtree(r) for r in regions]
    where = " OR ".join(["(t.region >= %s AND t.region < %s)"] * len(bounds)) or "false"
    return f"({where})", [b for pair in bounds for b in pair]


def _last_stop(actor: Actor, at: datetime) -> Position | None:
    """Where the actor's own latest visit of the day was."""
    midnight = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    found = rows(
        """SELECT building_id FROM fieldwork_visit WHERE user_id = %s AND visited_at >= %s AND withdrawn_at IS NULL
        ORDER BY visited_at DESC, id DESC LIMIT 1""",
        [actor.user_id or 0, midnight],
    )
    return places.positions([b for (b,) in found]).get(found[0][0]) if found else None


def _walked(
    doors: Sequence[tuple[HomeTasks, HomeView]],
    positions: Mapping[int, Position],
    start: Position | None,
) -> list[RoundStop]:
    ranks = {b: n for n, b in enumerate(dict.fromkeys(_by_address(doors)))}
    stops = [_stop(d, h, ranks, positions) for d, h in doors]
    begin = Stop(0, 1, -1, start.longitude, start.latitude) if start else Stop(0, 1, -1)
    matrix = distances([begin, *stops])
    if start is None:  # the way may begin anywhere
        matrix[0, :] = matrix[:, 0] = 0.0
    order = shortest_order(matrix)
    steps = np.rint(matrix[order[:-1], order[1:]]).astype(int)
    return [
        RoundStop(*doors[i - 1], None if n == 0 and start is None else int(step))
        for n, (i, step) in enumerate(zip(order[1:], steps, strict=True))
    ]


def _by_address(doors: Sequence[tuple[HomeTasks, HomeView]]) -> list[int]:
    return [d.building_id for d, h in sorted(doors, key=lambda p: (p[1].region[:12], p[1].text))]


def _stop(
    tasks: HomeTasks, home: HomeView, ranks: Mapping[int, int], positions: Mapping[int, Position]
) -> Stop:
    at = positions.get(tasks.building_id)
    rank = ranks[tasks.building_id]
    if at is None:
        return Stop(tasks.building_id, home.floor, rank)
    return Stop(tasks.building_id, home.floor, rank, at.longitude, at.latitude)


def task_counts(
    actor: Actor, *, regions: Sequence[str], today: date
) -> tuple[dict[str, Count], dict[str, Count]]:
    """Open tasks of these regions by cause ("" all) and by community or grid, as `open_tasks` lists them. Needs
    `home.see`. Two queries."""
    for region in regions:
        actor.require(SEE, region=region)
    where, params = inside(regions)
    counted = f"""count(*), count(*) FILTER (WHERE t.due < %s), count(*) FILTER (WHERE t.due BETWEEN %s AND %s),
        count(DISTINCT t.home_id) FROM fieldwork_task t WHERE t.state = 'open' AND {where}"""
    values = [today, today, today + SOON, *params]
    causes = rows(
        f"SELECT coalesce(t.cause, ''), {counted} GROUP BY GROUPING SETS ((t.cause), ())", values
    )
    by_place = rows(f"SELECT t.region, {counted} GROUP BY 1 ORDER BY 1", values)
    return {c: Count(*n) for c, *n in causes}, {c: Count(*n) for c, *n in by_place}


def open_tasks(
    actor: Actor,
    *,
    regions: Sequence[str],
    today: date,
    cause: str = "",
    when: str = "",
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[TaskView], int]:
    """A page of the open tasks of these regions, the most urgent first, and how many there are: of one `cause`, or
    `LATE`, or due this `WEEK`. Needs `home.see`. Two queries."""
    for region in regions:
        actor.require(SEE, region=region)
    where, params = inside(regions)
    where = f"t.state = 'open' AND {where}"
    if cause:
        where, params = f"{where} AND t.cause = %s", [*params, cause]
    if when == LATE:
        where, params = f"{where} AND t.due < %s", [*params, today]
    elif when == WEEK:
        where, params = f"{where} AND t.due BETWEEN %s AND %s", [*params, today, today + SOON]
    found = rows(
        f"""SELECT t.id, t.home_id, t.building_id, t.region, t.cause, t.key, t.due
        FROM fieldwork_task t WHERE {where} ORDER BY t.due, t.building_id, t.home_id, t.id LIMIT %s OFFSET %s""",  # noqa: S608
        [*params, limit, offset],
    )
    ((total,),) = rows(f"SELECT count(*) FROM fieldwork_task t WHERE {where}", params)  # noqa: S608
    return [TaskView(*r) for r in found], int(total)
