"""Files that others fetch: there whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

PART = ".part"


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Write beside the name, to the disk, then under the name."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as out:
        out.writelines(pieces)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
