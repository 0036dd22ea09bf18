"""How long a process believes what it remembers of the division tables."""

from __future__ import annotations

import time

SECONDS = 60
"""After these a process looks again: an administrator may have added a code through another process."""


def minute() -> int:
    """The number of the present period; answers are remembered under it."""
    return int(time.monotonic() // SECONDS)
