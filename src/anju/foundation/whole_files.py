"""Files that people or other programs fetch: there whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

PART = ".part"


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the name, to the disk, then under the name. `OSError` where less is there than was written."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as out:
        out.writelines(pieces)
        out.flush()
        os.fsync(out.fileno())
        if part.stat().st_size != out.tell():
            raise OSError(f"{part} is shorter than what was written")
    part.replace(path)
    flush(path.parent)


def flush(folder: Path) -> None:
    """So that new names survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
