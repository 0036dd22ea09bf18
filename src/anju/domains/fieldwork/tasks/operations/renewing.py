"""Opening the tasks that there have to be, and ending those whose cause is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from anju.domains.fieldwork.tasks.data.tasks import Renewed, Wanted
from anju.domains.fieldwork.tasks.queries.sources import SOURCES, Homes, within
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit.api import record_write
from anju.foundation.db.statements import joined, rows, run
from anju.foundation.events.api import Event


def renew_tasks(
    *, actor: Actor, at: datetime, homes: Homes = None, causes: Sequence[str] | None = None
) -> Renewed:
    """Make the open tasks what their sources say, at these homes or at all, of these causes or of all. Whoever calls
    acts as the platform, which sees every area. Asked again, nothing changes.

    A task that ended because its cause was gone is open again when the cause is back (a decision taken back); one that
    a visit settled stays settled.
    """
    done = Renewed()
    with transaction.atomic():
        rows("SELECT pg_advisory_xact_lock(hashtext('fieldwork.tasks'))")
        for source in SOURCES:
            if causes is None or source.cause in causes:
                wanted = source.wanted(homes, at)
                done += _reconcile(source.cause, wanted, homes, at)
        if done != Renewed():
            record_write(
                actor,
                action="task.renew",
                subject_kind="task",
                subject_id=0,
                at=at,
                detail={"opened": done.opened, "ended": done.ended},
            )
    return done


def renew_after(events: Sequence[Event], *, actor: Actor) -> Renewed:
    """The same for the homes that these events touch, and the causes that depend on them."""
    names = {event.name for event in events}
    causes = [source.cause for source in SOURCES if source.events & names]
    homes = _homes_named(events)
    if not homes:
        return Renewed()
    return renew_tasks(actor=actor, at=events[-1].at, homes=homes, causes=causes)


def _homes_named(events: Sequence[Event]) -> list[int]:
    """The homes that events name, and those of the buildings that they name."""
    payloads = [event.payload for event in events]
    buildings = {p["building"] for p in payloads if p.get("building")}
    inside = [home for home, _building, _capacity in places.homes_in(sorted(buildings))]
    return sorted({*register.homes_named(payloads), *inside})


def _reconcile(cause: str, wanted: Sequence[Wanted], homes: Homes, at: datetime) -> Renewed:
    views = places.homes(sorted({w.home_id for w in wanted}))
    there = [w for w in wanted if (v := views.get(w.home_id)) and v.closed_on is None]
    source, values = joined(
        {
            "home_id": ("bigint", [w.home_id for w in there]),
            "key": ("text", [w.key for w in there]),
            "due": ("date", [w.due for w in there]),
            "building_id": ("bigint", [views[w.home_id].building_id for w in there]),
            "region": ("text", [views[w.home_id].region for w in there]),
        }
    )
    named = f"{source} AS w(home_id, key, due, building_id, region)"
    where, params = within("t.home_id", homes)
    ended = run(
        f"""UPDATE fieldwork_task t SET state = 'ended', closed_at = %s
        WHERE t.cause = %s AND t.state = 'open' AND {where}
        AND NOT EXISTS (SELECT FROM {named} WHERE w.home_id = t.home_id AND w.key = t.key)""",  # noqa: S608
        [at, cause, *params, *values],
    )
    opened = rows(
        f"""INSERT INTO fieldwork_task AS t (home_id, building_id, region, cause, key, due, state, opened_at)
        SELECT w.home_id, w.building_id, w.region, %s, w.key, w.due, 'open', %s FROM {named}
        ON CONFLICT (home_id, cause, key) DO UPDATE SET state = 'open', closed_at = NULL, due = excluded.due,
            region = excluded.region, building_id = excluded.building_id,
            opened_at = CASE WHEN t.state = 'open' THEN t.opened_at ELSE excluded.opened_at END
        WHERE t.state = 'ended' OR (t.state = 'open' AND (t.due, t.region, t.building_id)
            IS DISTINCT FROM (excluded.due, excluded.region, excluded.building_id))
        RETURNING t.opened_at = %s""",  # noqa: S608
        [cause, at, *values, at],
    )
    return Renewed(sum(fresh for (fresh,) in opened), ended)
