"""The whole way: ground, history, rosters, vacancies, a few reads."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import polars as pl

from anju.demo.load import base_data, rosters, vacancies
from anju.demo.load.base_data import FOUNDER, BaseData, actor_of
from anju.demo.load.history import History
from anju.demo.load.schedule import deliveries
from anju.demo.town import Town, plan
from anju.domains.people import api as people
from anju.foundation.audit import api as audit
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


def load(town: Town, *, progress: Progress | None = None) -> tuple[base_data.BaseData, Loaded]:
    """Enter the town. Each delivery is a transaction; going on after an interruption, or again, changes nothing.

    `progress` is told (stage, done, total).
    """
    tell, begun = progress or _silent, time.monotonic()
    tell("places", 0, town.declarations.height)
    since = cast("datetime", town.declarations["at"].min()) - timedelta(days=1)
    with acting(base_data.FOUNDER):
        base = base_data.prepare(town, since=since)
    history, started = History(town, base), time.monotonic()
    _declare(town, base, history, tell)
    spent = time.monotonic() - started
    vacancies.load(town, base)
    read_records(town, base)
    present = town.people.filter(pl.col("group").is_in(["dorm", "home"])).height
    return base, Loaded(
        present,
        town.declarations.height,
        dict(history.counts),
        round(time.monotonic() - begun, 1),
        round(town.declarations.height / spent),
    )


def _declare(town: Town, base: base_data.BaseData, history: History, tell: Progress) -> None:
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


READS = (
    ("counter01", 20, ("name", "documents", "stays", "household"), False),
    ("counter02", 9, ("name", "stays"), False),
    ("police", 3, ("doc_number",), True),
    ("street02", 2, ("name", "stays", "jobs"), False),
)
"""Who read, how many hours before the newest declaration, at which fields, and whether a number was revealed."""
AT_MOST = 40


def read_records(town: Town, base: BaseData) -> None:
    """Record them, unless they were recorded before."""
    resident = town.staff.filter(pl.col("role") == "resident")["party"][0].removeprefix("person:")
    heads = town.people.filter((pl.col("group") == "home") & (pl.col("role") == "head"))[
        "doc_number"
    ].head(AT_MOST)
    newest = cast("datetime", town.declarations["at"].max())
    with acting(FOUNDER):
        known = people.by_citizen_numbers([resident, *heads])
    ids = list(dict.fromkeys([known[resident], *known.values()]))
    for n, (username, hours, fields, reveal) in enumerate(READS):
        at = newest - timedelta(hours=hours)
        actor = actor_of(base.staff[username], at=at, channel="web")
        seen = [ids[0], *ids[1 + n :: len(READS)]] if not reveal else ids[:1]
        with acting(actor):
            audit.record_read(
                actor, person_ids=seen, fields=fields, action="person.view", at=at, reveal=reveal
            )
