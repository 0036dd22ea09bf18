"""How long somebody who waits for a page waits for the database, and what an error of the database means to them."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import psycopg
from django.db import Error as DjangoDatabaseError
from django.db import InterfaceError, OperationalError
from psycopg.rows import TupleRow

GRACE = 5.0
"""Seconds beyond the server's own limit after which the server counts as not answering."""
CHECK = 2.0
"""Seconds a pooled connection has to answer before a request gets it."""
CONTENDED = frozenset({"40001", "40P01", "23505", "23P01"})
"""Serialization failure, deadlock, a value or a period another transaction has just taken: somebody
else was at the same rows; a second try passes, or finds what the other has done."""


class AwayError(psycopg.OperationalError):
    """The server holds the connection and says nothing: its machine hangs, or it was stopped."""


class LimitedConnection(psycopg.Connection[TupleRow]):
    """Gives up what the server does not answer. The server ends long statements itself (``statement_timeout``); this is
    for a server that no longer does."""

    limit = 0.0
    """Seconds; 0 waits for ever. Set by `limited_to`."""
    _now: float | None = None

    def wait(
        self, gen: Generator[Any, Any, Any], interval: float = 0.1, timeout: float | None = None
    ) -> Any:  # noqa: ANN401 - psycopg's own
        """Wait as the driver does, but not for ever."""
        seconds = self._now or self.limit
        return super().wait(self._within(gen, seconds) if seconds else gen, interval, timeout)

    def execute(self, query: Any, *args: Any, **more: Any) -> psycopg.Cursor[TupleRow]:  # noqa: ANN401 - psycopg's own
        """The pool's question whether the connection lives is the empty statement."""
        if query:
            return super().execute(query, *args, **more)
        self._now = CHECK
        try:
            return super().execute(query, *args, **more)
        finally:
            self._now = None

    def _within(self, gen: Generator[Any, Any, Any], seconds: float) -> Generator[Any, Any, Any]:
        end = time.monotonic() + seconds
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and time.monotonic() > end:
                    self.pgconn.finish()
                    raise AwayError("the database holds the connection and does not answer")
                wanted = gen.send(ready)
        except StopIteration as done:
            return done.value


def limited_to(seconds: float) -> type[LimitedConnection]:
    """A connection on which nothing is waited for longer than so many seconds and a little grace."""
    return type("WebConnection", (LimitedConnection,), {"limit": seconds + GRACE})


def contended(error: BaseException) -> bool:
    """True for a deadlock and its like: the same request may pass in a moment."""
    return _state(error) in CONTENDED


def away(error: BaseException) -> bool:
    """True when the database cannot be asked, or not within the time a request has: it is stopped, starting, full, out
    of connections, waits for somebody's lock, or took too long."""
    if contended(error):
        return False
    return isinstance(
        error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError
    )


def unreachable(error: BaseException) -> bool:
    """True when whoever asks next would wait in vain too: there is no connection, or there was one and it broke."""
    state = _state(error)
    return away(error) and (state is None or (state[:2] in {"08", "53", "57"} and state != "57014"))


def _state(error: BaseException) -> str | None:
    found = error.__cause__ if isinstance(error, DjangoDatabaseError) else error
    return getattr(found, "sqlstate", None)
