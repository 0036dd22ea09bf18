"""A day and time as a form gives them."""

from __future__ import annotations

from datetime import datetime

from anju.foundation.clock import CHINA


def moment(text: str) -> datetime | None:
    """What a field of day and time holds, in China's time; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=CHINA)
