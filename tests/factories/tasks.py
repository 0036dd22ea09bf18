"""What sends somebody to a home: an own declaration, a contested record, a move-out that was only announced."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from anju.domains.fieldwork import handlers
from anju.domains.places.api import HomeView
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.events.api import Event
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, declared
from tests.factories.staff import actor, public

_turn = itertools.count()


def own_declaration(home: HomeView, start: date, *, at: datetime | None = None) -> int:
    """A resident declares from their own phone to live here; the review item that follows."""
    n = next(_turn)
    phone = f"139111{n:05d}"
    sender = Sender(f"user:{public(phone)}", "resident", "本人", region=home.region)
    item = somebody(f"覃秀{'一二三四五六七八九'[n % 9]}", 100 + n, phone=phone).item
    (outcome,) = declared(
        [{**item, "kind": "arrive", "home_code": home.code, "region": home.region, "start": start}],
        sender=sender,
        at=at,
    ).outcomes
    assert (outcome.status, outcome.reason) == ("waiting", "confirm")
    with acting(PLATFORM):
        return int(register.line_of(outcome.declaration_id).review_id)


def contested(person: int) -> int:
    """A resident says that the record of their stay is wrong; the review item."""
    user = public(f"139222{next(_turn):05d}", person_id=person)
    with acting(PLATFORM):
        stay = register.stays_of([person])[0].id
    with acting(actor(user)):
        return register.contest(words="不是这一天", stay_id=stay, actor=actor(user), at=now())


def last_event() -> int:
    """The number of the newest event."""
    return int(all_rows("SELECT coalesce(max(id), 0) FROM events_event")[0][0])


def deliver(after: int) -> None:
    """Hand the events put out since then to the listener of tasks, as the worker does."""
    names: Iterable[str] = handlers.HEARD
    with acting(PLATFORM):
        handlers.renew([event for event in events_since(after) if event.name in names])


def events_since(after: int = 0) -> list[Event]:
    """The events put out since then, in order."""
    sql = "SELECT id, at, name, payload::text FROM events_event WHERE id > %s ORDER BY id"
    return [Event(i, at, name, json.loads(told)) for i, at, name, told in all_rows(sql, [after])]


def all_rows(sql: str, params: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """The rows of a query as the platform sees them, whoever it was that wrote them."""
    with acting(PLATFORM):
        return rows(sql, params)


def tasks_at(home: HomeView, *, state: str = "open") -> list[tuple[str, str, date]]:
    """(cause, key, due) of the tasks at a home."""
    return all_rows(
        "SELECT cause, key, due FROM fieldwork_task WHERE home_id = %s AND state = %s ORDER BY cause, key",
        [home.id, state],
    )
