"""Quarters of the year."""

from __future__ import annotations

from datetime import date


def quarter_of(day: date) -> str:
    """The quarter of a day, as ``2026Q4``."""
    return f"{day.year}Q{(day.month + 2) // 3}"
