"""Numbers of applications: SQ, six digits of the area, the day, a running number."""

from __future__ import annotations

from datetime import date


def application_number(region: str, day: date, serial: int) -> str:
    """SQ 430181 261122 000123 without the spaces."""
    return f"SQ{region[:6].ljust(6, '0')}{day:%y%m%d}{serial % 1_000_000:06d}"
