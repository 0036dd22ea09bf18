"""The note in a data directory that a restore is under way: until it is whole, nothing else may use the directory.

The file is locked while the restore lives and stays behind when it is killed; whoever finds it knows both.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from anju.foundation.cluster import ClusterError, Layout


def note(layout: Layout) -> Path:
    """Where it stands."""
    return layout.data / "restoring"


@contextmanager
def held(layout: Layout) -> Iterator[str]:
    """This process's turn to restore here; the name of the archive whose restore was interrupted, or "".

    `ClusterError` when another restore is at work.
    """
    layout.data.mkdir(parents=True, exist_ok=True)
    place = note(layout)
    with os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), encoding="utf-8") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise ClusterError(
                f"Another restore into {layout.data} is at work: {mark.read().strip()}."
            ) from busy
        try:
            yield mark.read().strip()
        finally:
            if place.exists() and not place.read_text("utf-8"):
                place.unlink()


def begin(layout: Layout, file: Path) -> None:
    """Note that the database is being filled from `file`: from now until `finished` what stands in it
    is no register."""
    with note(layout).open("w", encoding="utf-8") as mark:
        mark.write(f"{file}\n")
        mark.flush()
        os.fsync(mark.fileno())


def finished(layout: Layout) -> None:
    """The restore is whole, or everything it did is removed: the directory may be used."""
    note(layout).unlink(missing_ok=True)


def must_be_over(layout: Layout) -> None:
    """`ClusterError` while a restore is at work or after one was interrupted."""
    if note(layout).exists() and note(layout).read_text("utf-8"):
        raise ClusterError(
            f"A restore into {layout.data} is at work or was interrupted ({note(layout).read_text().strip()}"
            "). Let it end, or run the same ./anju restore again: it begins anew."
        )
