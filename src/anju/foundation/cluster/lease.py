"""Who is using the embedded server. The last one out stops it, whoever started it.

Two file locks, which the kernel drops when their holder dies: `users` is shared by everybody who works with the
server, `turn` is held for the short time in which one of them starts or stops it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from anju.foundation.cluster.layout import Layout


class Lease:
    """One process's share in the use of a server."""

    def __init__(self, layout: Layout) -> None:
        """`layout` says which data directory's server is meant."""
        self._layout = layout
        self._users: IO[str] | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One at a time: deciding whether to start or stop."""
        with (self._layout.run / "turn.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def take(self) -> bool:
        """Join the users; True when nobody else is one. Call it in your `turn`."""
        self._users = (self._layout.run / "users.lock").open("w")
        alone = self._alone()
        fcntl.flock(self._users, fcntl.LOCK_SH)
        return alone

    def give_back(self) -> bool:
        """Leave the users; True when nobody remains. Call it in your `turn`."""
        if self._users is None:
            return False
        alone = self._alone()
        self._users.close()
        self._users = None
        return alone

    def _alone(self) -> bool:
        assert self._users is not None  # noqa: S101 - both callers have opened it
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
