"""Days: an age in full years, and a day as browsers and JSON write it."""

from __future__ import annotations

from datetime import date


def age_on(born: date, day: date) -> int:
    """Full years on that day. Who was born on 29 February is a year older on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def day_in(text: str) -> date | None:
    """The day that a text like ``2026-11-21`` names; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
