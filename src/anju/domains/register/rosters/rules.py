"""Weeks, and how an employer stands in one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from anju.domains.register.rosters.data import ARRIVED, DUE, LATE, NOT_ASKED, WeekTurnover


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def standing(*, asked: bool, arrived: bool, due: date | None, today: date) -> str:
    """How an employer stands this week: a roster that came counts whether or not it was asked for."""
    if arrived:
        return ARRIVED
    if not asked or due is None:
        return NOT_ASKED
    return LATE if today > due else DUE


def turnover(
    first: date,
    last: date,
    *,
    before: int,
    joined: Mapping[date | None, int],
    left: Mapping[date | None, int],
) -> list[WeekTurnover]:
    """The weeks from one Monday to another. `before`: how many were at work on the eve; `joined` and `left` by
    Monday."""
    out, now, week = list[WeekTurnover](), before, first
    while week <= last:
        now += joined.get(week, 0) - left.get(week, 0)
        out.append(WeekTurnover(week, joined.get(week, 0), left.get(week, 0), now))
        week += timedelta(days=7)
    return out
