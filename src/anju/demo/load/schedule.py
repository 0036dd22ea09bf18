"""In which order the town's declarations come in, and in which batches.

Chronological for every person, and yet in batches large enough for a fast intake: a quarter of the distant past is one
delivery of each channel, a week of the last month, a day of the last days. What was said when stands at each row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from anju.demo.town import Town
from anju.demo.workplaces import PLANT


@dataclass(frozen=True, slots=True)
class Pace:
    """Days before today within which deliveries are daily, weekly and monthly; before that one comes `every` quarter
    or year. Within `own_staff` days each clerk, within `own` days each landlord, resident and small
    employers, speaks alone.
    """

    daily: int
    weekly: int
    monthly: int
    every: str
    own_staff: int
    own: int


TOWN_PACE = Pace(3, 28, 400, "1q", 14, 2)
VILLAGE_PACE = Pace(2, 14, 45, "1y", 7, 1)
"""For few people: the same history in fewer deliveries."""
FEW = 20_000
"""Declarations below which the coarser pace is used."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One batch: rows of one sender that came in at one moment.

    `sender`: ``user:`` and a username, ``holder:``, ``employer:`` and the town's key, ``resident:`` and a number, or
    ``history:`` and a channel for the many who said little long ago.
    """

    sender: str
    channel: str
    at: datetime
    key: str
    rows: pl.DataFrame


def deliveries(town: Town) -> Iterator[Delivery]:
    """All declarations, in the order in which they came in."""
    pace = VILLAGE_PACE if town.declarations.height < FEW else TOWN_PACE
    frame = _ordered(_from_whom(_when(town.declarations, town.today, pace), town, pace))
    for (until, stage, sender), rows in frame.group_by(
        ["until", "stage", "sender"], maintain_order=True
    ):
        at = rows["closes"][0] + timedelta(seconds=2 * int(stage))
        yield Delivery(
            str(sender),
            rows["channel"][0],
            at,
            f"demo{town.seed}:{until}:{stage}",
            rows.drop("until", "stage", "sender", "closes", "day"),
        )


def _when(frame: pl.DataFrame, today: date, pace: Pace) -> pl.DataFrame:
    """Add `day` (in China), `until` (last day of the delivery's period) and `closes` (its last moment)."""
    day = pl.col("at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    frame = frame.with_columns(day=day).with_columns(
        age=(pl.lit(today) - pl.col("day")).dt.total_days()
    )
    week = pl.min_horizontal(
        pl.lit(today) - pl.duration(days=pl.col("age") // 7 * 7),
        pl.lit(today - timedelta(days=pace.daily)),
    )
    month = pl.min_horizontal(
        pl.col("day").dt.month_end(), pl.lit(today - timedelta(days=pace.weekly))
    )
    older = pl.col("day").dt.truncate(pace.every).dt.offset_by(pace.every).dt.offset_by("-1d")
    older = pl.min_horizontal(
        older,
        pl.lit(today - timedelta(days=pace.monthly)).dt.month_end(),
        pl.lit(today - timedelta(days=pace.weekly)),
    )
    age = pl.col("age")
    until = (
        pl.when(age < pace.daily)
        .then("day")
        .when(age < pace.weekly)
        .then(week)
        .when(age < pace.monthly)
        .then(month)
        .otherwise(older)
    )
    return (
        frame.with_columns(until=until)
        .with_columns(closes=pl.col("at").max().over("until"))
        .drop("age")
    )


def _from_whom(frame: pl.DataFrame, town: Town, pace: Pace) -> pl.DataFrame:
    """Add `sender`. Who must be found waiting speaks alone, whenever that was."""
    channel, declarer, day = pl.col("channel"), pl.col("declarer"), pl.col("day")
    reachable = town.people.filter(pl.col("phone").is_not_null())["doc_number"]
    waits = pl.col("key").is_in(town.waiting["key"].implode())
    staff = channel.is_in(["counter", "grid", "import"]) & (
        waits | (day > town.today - timedelta(days=pace.own_staff))
    )
    own = (waits | (day > town.today - timedelta(days=pace.own))) & channel.is_in(
        ["landlord", "resident", "employer"]
    )
    own = own & ((channel != "resident") | declarer.is_in(reachable.implode()))
    named = (
        pl.when(channel == "landlord").then(pl.lit("holder:")).otherwise(channel + ":") + declarer
    )
    return frame.with_columns(
        sender=pl.when(staff)
        .then("user:" + declarer)
        .when(own | (declarer == PLANT))
        .then(named)
        .otherwise("history:" + channel)
    )


def _ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Number the stages within a delivery's period: where a person's next declaration is another sender's, it waits
    for the stage after. Homes and jobs do not wait for each other."""
    topic = pl.col("kind").is_in(["arrive", "leave"])
    who = ["until", "doc_number", topic.alias("topic")]
    turned = (pl.col("sender") != pl.col("sender").shift(1)).fill_null(value=False)
    staged = frame.sort("at", maintain_order=True).with_columns(
        stage=turned.cast(pl.Int32).cum_sum().over(who)
    )
    # Families go to their head's household: the head is entered no later than the members, in the same delivery.
    return staged.sort("until", "stage", "sender", "at", maintain_order=True)
