"""The lists behind the figures: the people and the homes that were counted.

Which rows are meant is found as the intake role (a policy asked forty thousand times takes seconds),
so every list first makes sure that the actor holds the permission in all of the regions asked for, and
raises `NotAllowed` otherwise. What is shown of the rows is read under row-level security as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.places.api import BuildingView, HomeView, Loads
from anju.domains.register.ledger.data import StayView
from anju.domains.register.ledger.queries import STAY
from anju.domains.register.population.queries.figures import inside, moves
from anju.foundation.actor import Actor
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import rows
from anju.foundation.ordering import order_in


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of stays, and how many there are in all."""

    stays: tuple[StayView, ...]
    total: int


def _require_everywhere(actor: Actor, permission: str, regions: Sequence[str]) -> None:
    """Every one of these regions must lie inside a grant of the actor's."""
    for region in regions:
        actor.require(permission, region=region)


def living_list(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    reason: str = "",
    dwelling: str = "",
    origin: str = "",
    limit: int = 50,
    offset: int = 0,
    order: str = "",
) -> Listed:
    """Those who live in these regions today, the latest arrivals first or in this `order` (a key of
    `ORDERS`, with ``-`` before it from the largest down). Needs `person.see`. Three queries at most."""
    _require_everywhere(actor, "person.see", regions)
    if origin:
        ids = living_ids(
            regions,
            actor=actor,
            today=today,
            reason=reason,
            dwelling=dwelling,
            origin=origin,
            order=order,
        )
        return Listed(stays(ids[offset : offset + limit]), len(ids))
    sql, params = _living(regions, today, reason, dwelling)
    with (
        as_intake_role()
    ):  # the page and the number are asked for apart: forty thousand rows need not travel for fifty
        page = [
            r[0]
            for r in rows(f"{sql}{_ordered(order)} LIMIT %s OFFSET %s", [*params, limit, offset])
        ]
        total = int(rows(f"SELECT count(*) FROM ({sql}) s", params)[0][0])  # noqa: S608
    return Listed(stays(page), total)


def living_ids(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    reason: str = "",
    dwelling: str = "",
    origin: str = "",
    order: str = "",
    limit: int | None = None,
) -> list[int]:
    """The stays of `living_list` in its order, by id: all of them, or the first `limit`. Needs `person.see`. Two
    queries at most."""
    _require_everywhere(actor, "person.see", regions)
    sql, params = _living(regions, today, reason, dwelling)
    with as_intake_role():
        found = rows(f"{sql}{_ordered(order)} LIMIT %s", [*params, None if origin else limit])
        wanted = set(people.from_origin([p for _, p in found], origin)) if origin else None
    return [i for i, person in found if wanted is None or person in wanted][:limit]


_LATEST = " ORDER BY lower(s.period) DESC, s.id DESC"
ORDERS = {
    "name": "(SELECT p.pinyin || ' ' || p.name FROM people_person p WHERE p.id = s.person_id)",
    "place": "s.region",
    "since": "lower(s.period)",
    "until": "upper(s.period)",
    "source": "s.channel",
}
"""Columns by which the list of residents is sorted."""


def _ordered(order: str) -> str:
    asked = order_in(order)
    key, down = ORDERS.get(asked.column), " DESC NULLS LAST" if asked.down else ""
    return f" ORDER BY {key}{down}, s.id{down}" if key else _LATEST


def _living(
    regions: Sequence[str], today: date, reason: str, dwelling: str
) -> tuple[str, list[Any]]:
    """Under row-level security the planner may not ask its statistics how many periods hold a day, takes them for
    few, and would read the stays of the whole country by the index of periods; `IS TRUE` keeps that index out, and
    the stays of these regions are read by theirs."""
    where, params = inside(regions)
    sql = (
        f"SELECT s.id, s.person_id FROM register_stay s WHERE s.superseded_at IS NULL AND s.habitual AND {where} "  # noqa: S608
        "AND (s.period @> %s::date) IS TRUE"
    )
    params = [*params, today]
    for column, code in (("reason", reason), ("dwelling", dwelling)):
        if code:
            sql, params = f"{sql} AND s.{column} = %s", [*params, code]
    return sql, params


def moved_list(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    days: int,
    way: str,
    limit: int = 50,
    offset: int = 0,
) -> Listed:
    """Those who came to these regions (`way` came) or left them (went) in the last so many days, latest first.

    Needs `person.see`.
    """
    ids = moved_ids(regions, actor=actor, today=today, days=days, way=way)
    return Listed(stays(ids[offset : offset + limit]), len(ids))


def moved_ids(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    days: int,
    way: str,
    limit: int | None = None,
) -> list[int]:
    """The stays of `moved_list` in its order, by id: all of them, or the first `limit`. Needs `person.see`."""
    _require_everywhere(actor, "person.see", regions)
    sql, params = moves(regions, after=today - timedelta(days=days), until=today)
    with as_intake_role():
        return [
            r[0]
            for r in rows(
                f"SELECT id FROM ({sql}) m WHERE way = %s ORDER BY day DESC, id DESC LIMIT %s",  # noqa: S608
                [*params, way, limit],
            )
        ]


def stays(ids: Sequence[int]) -> tuple[StayView, ...]:
    """These stays in this order, as far as the transaction sees them."""
    views = {r[0]: StayView(*r) for r in rows(f"{STAY} WHERE s.id = ANY(%s)", [list(ids)])}
    return tuple(views[i] for i in ids if i in views)


def home_loads(regions: Sequence[str], *, actor: Actor, today: date) -> dict[int, int]:
    """Persons living in each home of these regions that is not free. Needs `home.see`."""
    _require_everywhere(actor, "home.see", regions)
    where, params = inside(regions)
    with as_intake_role():
        return dict(
            rows(
                f"""SELECT s.home_id, count(*) FROM register_stay s WHERE s.superseded_at IS NULL AND s.habitual
            AND s.home_id IS NOT NULL AND {where} AND s.period @> %s::date GROUP BY 1""",  # noqa: S608
                [*params, today],
            )
        )


def homes_list(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    state: str = "",
    limit: int = 50,
    offset: int = 0,
    order: str = "",
) -> tuple[list[tuple[HomeView, int]], Loads]:
    """Homes of these regions in a state (free, let, over; "" all) with their persons, and the counts of all states;
    `order` as `places.homes_by_load` knows it."""
    loads = home_loads(regions, actor=actor, today=today)
    return (
        places.homes_by_load(regions, loads, state=state, limit=limit, offset=offset, order=order),
        places.count_loads(regions, loads),
    )


def home_ids(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    state: str = "",
    order: str = "",
) -> tuple[list[int], dict[int, int]]:
    """The homes of `homes_list`, all of them in its order, by id, and the persons living in each that is not free.
    Needs `home.see`."""
    loads = home_loads(regions, actor=actor, today=today)
    return places.home_ids_by_load(regions, loads, state=state, order=order), loads


def buildings_list(
    regions: Sequence[str],
    *,
    actor: Actor,
    today: date,
    limit: int = 50,
    offset: int = 0,
    order: str = "",
) -> tuple[list[tuple[BuildingView, Loads]], int]:
    """A page of the buildings of these regions with the counts of their homes, and how many buildings
    there are; `order` as `places.buildings_page` knows it.

    Needs `home.see`. Four queries, five in the order of a count.
    """
    _require_everywhere(actor, "home.see", regions)
    loads = (
        home_loads(regions, actor=actor, today=today)
        if order_in(order).column in places.BUILDING_LOADS
        else None
    )
    page, total = places.buildings_page(
        regions, limit=limit, offset=offset, order=order, persons=loads
    )
    counts = _loads_of([b.id for b in page], today)
    return [(b, counts[b.id]) for b in page], total


def building_loads(buildings: Mapping[int, str], *, actor: Actor, today: date) -> dict[int, Loads]:
    """The counts of the homes of these buildings (id → region). Needs `home.see` where each is. Two queries."""
    _require_everywhere(actor, "home.see", sorted(set(buildings.values())))
    return _loads_of(list(buildings), today)


def _loads_of(buildings: Sequence[int], today: date) -> dict[int, Loads]:
    rooms = places.homes_in(buildings)
    with as_intake_role():
        living = dict(
            rows(
                """SELECT home_id, count(*) FROM register_stay WHERE home_id = ANY(%s) AND habitual
            AND superseded_at IS NULL AND period @> %s::date GROUP BY 1""",
                [[r[0] for r in rooms], today],
            )
        )
    counts: dict[int, list[int]] = {b: [0, 0, 0, 0, 0] for b in buildings}
    for home, building, capacity in rooms:
        n, own = living.get(home, 0), counts[building]
        for k, add in enumerate((1, n == 0, n > 0, n > capacity, capacity)):
            own[k] += int(add)
    return {b: Loads(*own) for b, own in counts.items()}
