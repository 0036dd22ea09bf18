"""Who may ask the database: so many requests at a time, and nobody for a moment after it was found away."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings

from anju.foundation.db.deadlines import unreachable

log = logging.getLogger(__name__)
CLOSED = 1.0
"""Seconds for which nobody asks a database that was just found away."""
PATIENCE = 10.0
"""Seconds a request waits for its turn."""
RETRY_AFTER = 5
"""Seconds after which a client comes back."""


class Gate:
    """The places of one process."""

    def __init__(self, places: int, patience: float = PATIENCE) -> None:
        """`places` 0: no limit (commands, tests)."""
        self._places = threading.BoundedSemaphore(places) if places else None
        self._patience, self._closed_until = patience, 0.0

    @property
    def closed(self) -> bool:
        """True for a moment after the database was found away."""
        return time.monotonic() < self._closed_until

    def close(self) -> None:
        """The database was found away just now."""
        self._closed_until = time.monotonic() + CLOSED

    def note(self, error: BaseException, request: str) -> None:
        """An error that means the database is away (`deadlines.away`) broke this request."""
        if unreachable(error):
            self.close()
        log.warning(
            "request %s: the database is away: %s", request, type(error.__cause__ or error).__name__
        )

    def enter(self) -> Callable[[], None] | None:
        """Take a place and get what gives it back, once however often it is called; None when none became free."""
        places = self._places
        if places is None:
            return lambda: None
        if not places.acquire(timeout=self._patience):
            return None
        given: list[bool] = [False]

        def give_back() -> None:
            if not given[0]:
                given[0] = True
                places.release()

        return give_back


gate = Gate(settings.PLACES)
