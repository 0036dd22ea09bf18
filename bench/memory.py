"""How much memory a benchmark took: its own process, and everything that runs for its installation."""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Self

MIB = 2**20
_PROC = Path("/proc")


class Memory:
    """The largest resident memory of this process meanwhile, in MiB, sampled ten times a second."""

    every = 0.1

    def __enter__(self) -> Self:
        self.peak, self._going = 0.0, True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while self._going:
            self.peak = max(self.peak, self.now())
            time.sleep(self.every)

    def now(self) -> float:
        """MiB at this moment."""
        return int((_PROC / "self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB

    def __exit__(self, *error: object) -> None:
        self._going = False
        self._thread.join()


class Everything(Memory):
    """The same of this process and all that descend from it (database, web server, worker, callers): what each has for
    itself, and once what the database's processes share. Programs' files and the system's file cache
    are not counted."""

    every = 0.5

    def __init__(self, shared: float) -> None:
        self._shared = shared

    def now(self) -> float:
        """MiB at this moment."""
        children: dict[int, list[int]] = defaultdict(list)
        own: dict[int, int] = {}
        for place in _PROC.glob("[0-9]*/status"):
            try:
                said = dict(
                    line.split(":", 1) for line in place.read_text().splitlines() if ":" in line
                )
            except OSError:
                continue  # ended meanwhile
            pid = int(place.parent.name)
            children[int(said["PPid"])].append(pid)
            own[pid] = int(said.get("RssAnon", "0 kB").split()[0])
        found, todo = 0, [os.getpid()]
        while todo:
            pid = todo.pop()
            found += own.get(pid, 0)
            todo += children[pid]
        return found / 1024 + self._shared
