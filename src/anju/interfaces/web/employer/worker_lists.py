"""The lists of an employer's workers: all at work, those who began this month, those who left this month."""

from __future__ import annotations

from datetime import date, timedelta

from anju.domains.register import api as register
from anju.domains.register.api import Worker, rosters

NEW, LEFT = "new", "left"
SHOWS = (NEW, LEFT)


def show_of(text: str | None) -> str:
    """Which list is asked for; "" for all at work."""
    return text if text in SHOWS else ""


def next_month(day: date) -> date:
    """The first day of the month after."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def listed(
    employer_id: int, show: str, *, today: date, q: str, limit: int | None, offset: int = 0
) -> tuple[list[Worker], int]:
    """One part of the list, and how many there are."""
    first = today.replace(day=1)
    if show == LEFT:
        return rosters.leavers(
            employer_id,
            since=first,
            until=next_month(today),
            today=today,
            q=q,
            limit=limit,
            offset=offset,
        )
    return register.workforce(
        employer_id,
        as_of=today,
        q=q,
        since=first if show == NEW else None,
        limit=limit,
        offset=offset,
    )
