"""The whole way: ground, history, rosters, a few reads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import polars as pl

from anju.demo.load import base_data as making
from anju.demo.load import reading, rosters
from anju.demo.load.history import History
from anju.demo.load.schedule import deliveries
from anju.demo.town import Town, plan
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting

MORNING = timedelta(hours=7)
"""The newest declarations are from before seven in the morning: earlier in the day, the town is yesterday's."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What intake answered: declarations by status, and how long it took."""

    people: int
    declarations: int
    counts: dict[str, int]
    seconds: float
    rows_per_second: int


def town_of(people: int, seed: int, *, at: datetime) -> Town:
    """The town as of the last whole morning before `at`."""
    return plan(people, seed, today=local_date(at - MORNING))


def load(town: Town, *, progress: Progress | None = None) -> tuple[making.BaseData, Loaded]:
    """Enter the town. Each delivery is a transaction; going on after an interruption, or again, changes nothing.

    `progress` is told (stage, done, total).
    """
    tell, begun = progress or _silent, time.monotonic()
    tell("places", 0, town.declarations.height)
    since = cast("datetime", town.declarations["at"].min()) - timedelta(days=1)
    with acting(making.FOUNDER):
        base = making.prepare(town, since=since)
    history, started = History(town, base), time.monotonic()
    _declare(town, base, history, tell)
    spent = time.monotonic() - started
    reading.read_records(town, base)
    present = town.people.filter(pl.col("group").is_in(["dorm", "home"])).height
    return base, Loaded(
        present,
        town.declarations.height,
        dict(history.counts),
        round(time.monotonic() - begun, 1),
        round(town.declarations.height / spent),
    )


def _declare(town: Town, base: making.BaseData, history: History, tell: Progress) -> None:
    done, total, week = 0, town.declarations.height, town.today - timedelta(days=rosters.WEEK)
    sent = False
    for delivery in deliveries(town):
        if not sent and local_date(delivery.at) > week:
            rosters.send(town, base, week, apply=True)
            sent = True
        history.declare(delivery)
        done += delivery.rows.height
        tell("declarations", done, total)
    rosters.send(town, base, town.today, apply=False, ahead=2)


def _silent(stage: str, done: int, total: int) -> None:
    """For callers that do not watch."""
