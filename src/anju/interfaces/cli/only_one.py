"""One ``up`` per data directory. The kernel drops the lock when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import json
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anju.foundation.cluster import ClusterError, Layout

PROJECT = Path(__file__).resolve().parents[4]


def _path(layout: Layout) -> Path:
    return layout.run / "up.lock"


@contextmanager
def the_only_up(layout: Layout, address: str) -> Iterator[None]:
    """Hold the lock; `ClusterError` when another ``up`` does."""
    layout.make()
    with _path(layout).open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = holder(layout) or {}
            raise ClusterError(
                f"Anju is already running on {layout.data} (process {other.get('pid', '?')}, "
                f"{other.get('address', '?')}). Stop it with {down_command(layout)}, or choose another --data."
            ) from None
        handle.truncate(0)
        handle.write(json.dumps({"pid": os.getpid(), "address": address}))
        handle.flush()
        yield
        handle.truncate(0)


def down_command(layout: Layout) -> str:
    """What to type, in another terminal, to stop ``up`` on this data directory."""
    return (
        "./anju down"
        if layout.data == PROJECT / "data"
        else (f"./anju down --data {shlex.quote(str(layout.data))}")
    )


def holder(layout: Layout) -> dict[str, Any] | None:
    """Who runs ``up`` on this data directory (`pid`, `address`); None when nobody does."""
    try:
        with _path(layout).open() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                found: dict[str, Any] = json.loads(handle.read() or "{}")
                return found
    except FileNotFoundError:
        pass
    return None
