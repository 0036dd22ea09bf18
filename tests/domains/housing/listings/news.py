"""Delivering news inside a test's transaction, where the pump sees nothing that is committed."""

from __future__ import annotations

import json

from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.events import api as events

_seen = [0]


def heard() -> None:
    """Let housing hear of all that happened since the last call, in the order in which it happened."""
    while True:
        with acting(system("tests")):
            found = rows(
                "SELECT id, at, name, payload::text FROM events_event WHERE id > %s ORDER BY id",
                _seen,
            )
            for number, at, name, payload in found:
                _seen[0] = number
                event = events.Event(number, at, name, json.loads(payload))
                for listener in events.listeners():
                    if listener.key.startswith("housing.") and name in listener.names:
                        listener.handle([event])
        if not found:
            return
