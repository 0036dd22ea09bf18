"""Requests counted in this process, and given for all processes.

Each web process counts in memory and leaves a copy in a file of its own, at most a second later; whichever process is
asked tells its own counters and the files of the others. The label `process` keeps them apart, so that each only rises
until its process ends. Files of ended processes are removed.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the latency buckets, in seconds."""
EVERY = 1.0
"""Seconds after which a count is in the process's file."""

Key = tuple[str, str, str]
"""Route, method, status."""


class Counters:
    """Counts and latencies of requests by route, method and status. Safe for threads."""

    def __init__(self, directory: Path | None = None) -> None:
        """Counts from nought; `directory`: where the processes leave their copies, None: nowhere."""
        self.directory = directory
        self._lock = threading.Lock()
        self._counts: dict[Key, list[float]] = {}
        self._pending = False

    def observe(self, key: Key, seconds: float) -> None:
        """One request was answered in so many seconds."""
        with self._lock:
            row = self._counts.setdefault(
                key, [0.0] * (len(BOUNDS) + 2)
            )  # buckets up to a bound, beyond, seconds
            row[sum(seconds > bound for bound in BOUNDS)] += 1
            row[-1] += seconds
            wake = self.directory is not None and not self._pending
            self._pending = self._pending or wake
        if wake:
            timer = threading.Timer(EVERY, self.save)
            timer.daemon = True
            timer.start()

    def own(self) -> list[tuple[Key, list[float]]]:
        """What this process counted."""
        with self._lock:
            return [(key, list(row)) for key, row in sorted(self._counts.items())]

    def save(self) -> None:
        """Leave a copy for the other processes. A disk that takes none costs the copy, not the request."""
        with self._lock:
            self._pending = False
        if self.directory is None:
            return
        target = self.directory / f"{os.getpid()}.json"
        draft = target.with_suffix(f".{threading.get_ident()}")
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_text(json.dumps(self.own()), "utf-8")
            draft.replace(target)
        except OSError:
            return

    def all(self) -> Iterator[tuple[int, Key, list[float]]]:
        """(process, key, row) of every living process, this one as of now."""
        yield from ((os.getpid(), key, row) for key, row in self.own())
        for path in sorted(self.directory.glob("*.json")) if self.directory is not None else ():
            process = int(path.stem) if path.stem.isdigit() else 0
            if process == os.getpid():
                continue
            if not _lives(process):
                path.unlink(missing_ok=True)
                continue
            try:
                found = json.loads(path.read_text("utf-8"))
            except (OSError, ValueError):
                continue  # it ended just now
            yield from ((process, tuple(key), row) for key, row in found)


def _lives(process: int) -> bool:
    return process > 0 and psutil.pid_exists(process)
