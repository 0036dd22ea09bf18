"""What waits for whom: the office's lists of applications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from anju.domains.permits.applications import rules as stages
from anju.domains.permits.applications.data import ApplicationState, Queue, QueueLine, Stage
from anju.domains.permits.applications.models import Application, Decision
from anju.domains.permits.applications.queries.applications import line
from anju.foundation.actor import Actor
from anju.foundation.db.scope import subtree
from anju.foundation.ordering import order_in

PAGE = 50
STREET_DIGITS = 9
CLOSED_SINCE = timedelta(days=180)
"""How far back the list of closed applications goes: older ones are found by person."""
NOTHING = Q(pk__in=())
SORTS = ("mine", "community", "street", "station", "incomplete", "late", "closed")
"""mine: whose decision is due at one of the stages the actor decides. late: past the clock."""


def queue(
    actor: Actor,
    *,
    at: datetime,
    sort: str = "mine",
    page: int = 1,
    person_ids: tuple[int, ...] = (),
    size: int = PAGE,
    order: str = "",
) -> Queue:
    """Applications in the actor's reach, the most urgent first or in this `order` (a key of `ORDERS`,
    with ``-`` before it from the largest down), `size` a page; of these people only when given. Three queries."""
    here = Application.objects.filter(_in_scope(actor))
    counts = _counts(here, actor, at)
    found = here.filter(_sorted(sort, actor, at))
    if person_ids:
        found = found.filter(person_id__in=person_ids)
    total = found.count() if person_ids or sort not in counts else counts[sort]
    return Queue(
        tuple(
            line(r) for r in found.order_by(*_order(sort, order))[(page - 1) * size : page * size]
        ),
        total,
        counts,
    )


def queue_ids(
    actor: Actor, *, at: datetime, sort: str = "mine", order: str = "", limit: int | None = None
) -> list[int]:
    """The applications of that list in the order of `queue`, by id: all of them, or the first `limit`. One query."""
    found = Application.objects.filter(_in_scope(actor)).filter(_sorted(sort, actor, at))
    return list(found.order_by(*_order(sort, order)).values_list("id", flat=True)[:limit])


def lines_of(ids: Sequence[int]) -> tuple[QueueLine, ...]:
    """These applications in this order, as far as the transaction sees them. One query."""
    found = Application.objects.in_bulk(list(ids))
    return tuple(line(found[i]) for i in ids if i in found)


ORDERS = {
    "number": "number",
    "place": "region",
    "state": "state",
    "begun": "created_at",
    "due": "due_at",
}
"""Columns by which the queue is sorted."""


def _order(sort: str, order: str) -> tuple[str, ...]:
    asked = order_in(order)
    if column := ORDERS.get(asked.column):
        return (f"-{column}", "-id") if asked.down else (column, "id")
    return ("-closed_at", "-id") if sort == "closed" else ("due_at", "id")


def waiting_for(actor: Actor) -> int:
    """How many applications wait at the stages the actor decides."""
    return Application.objects.filter(_awaiting_decision(actor)).count()


def _counts(here: QuerySet[Application], actor: Actor, at: datetime) -> dict[str, int]:
    under_way = here.filter(
        state__in=[ApplicationState.DECIDING.value, ApplicationState.INCOMPLETE.value]
    )
    return dict(
        under_way.aggregate(
            **{s: Count("id", filter=_sorted(s, actor, at)) for s in SORTS if s != "closed"}
        )
    )


def _sorted(sort: str, actor: Actor, at: datetime) -> Q:
    match sort:
        case "mine":
            return _awaiting_decision(actor)
        case "community" | "street" | "station":
            return Q(state=ApplicationState.DECIDING.value, stage=sort)
        case "incomplete":
            return Q(state=ApplicationState.INCOMPLETE.value)
        case "late":
            return Q(state=ApplicationState.DECIDING.value, due_at__lt=at)
        case "closed":
            return Q(closed_at__isnull=False, created_at__gte=at - CLOSED_SINCE)
        case _:
            return Q(state__in=[ApplicationState.DECIDING.value, ApplicationState.INCOMPLETE.value])


def _in_scope(actor: Actor) -> Q:
    """Where the actor sees permits; row-level security says the same of persons again."""
    return _under("region", actor.regions("permit.see")) | _under(
        "station", actor.regions("permit.issue")
    )


def _awaiting_decision(actor: Actor) -> Q:
    """Applications whose decision is due at a stage the actor may decide: role and area are the stage's own, and the
    actor has decided no stage of the application yet."""
    community, street, station = (
        stages.areas(actor.grants, s) for s in (Stage.COMMUNITY, Stage.STREET, Stage.STATION)
    )
    decided = Decision.objects.filter(
        application=OuterRef("pk"), round=OuterRef("round"), by_user=actor.user_id or 0
    )
    return Q(~Exists(decided), state=ApplicationState.DECIDING.value) & (
        (Q(stage=Stage.COMMUNITY.value) & _under("region", community))
        | (
            Q(stage=Stage.STREET.value)
            & _under("region", tuple(r for r in street if len(r) <= STREET_DIGITS))
        )
        | (Q(stage=Stage.STATION.value) & _under("station", station))
    )


def _under(column: str, prefixes: tuple[str, ...]) -> Q:
    found = NOTHING
    for prefix in prefixes:
        low, high = subtree(prefix)
        found |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return found
