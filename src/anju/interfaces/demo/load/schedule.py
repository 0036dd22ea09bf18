"""In which order the town's declarations come in, and in which batches.

Chronological for every person, and yet in batches large enough for a fast door: a quarter of the distant past is one
delivery of each channel, a week of the last two months, a day of the last week. What was said when stands at each row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from anju.interfaces.demo.firms import PLANT
from anju.interfaces.demo.town import Town

DAILY, WEEKLY, MONTHLY = 7, 56, 400
"""Days before today within which deliveries are daily, weekly and monthly; before that a quarter is one delivery."""
OWN_STAFF, OWN = 56, 4
"""Days before today within which staff, and landlords, residents and smaller firms speak each for themselves."""


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
    frame = _ordered(_from_whom(_when(town.declarations, town.today), town))
    for (until, stage, sender), rows in frame.group_by(["until", "stage", "sender"], maintain_order=True):
        at = rows["closes"][0] + timedelta(seconds=2 * int(stage))  # type: ignore[call-overload]
        yield Delivery(str(sender), rows["channel"][0], at, f"demo{town.seed}:{until}:{stage}",
                       rows.drop("until", "stage", "sender", "closes", "day"))


def _when(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    """Add `day` (in China), `until` (last day of the delivery's period) and `closes` (its last moment)."""
    day = pl.col("at").dt.convert_time_zone("Asia/Shanghai").dt.date()
    frame = frame.with_columns(day=day).with_columns(age=(pl.lit(today) - pl.col("day")).dt.total_days())
    week = pl.lit(today) - pl.duration(days=pl.col("age") // 7 * 7)
    month = pl.min_horizontal(pl.col("day").dt.month_end(), pl.lit(today - timedelta(days=WEEKLY)))
    quarter = pl.min_horizontal(pl.col("day").dt.truncate("1q").dt.offset_by("2mo").dt.month_end(),
                                pl.lit(today - timedelta(days=MONTHLY)).dt.month_end())
    until = (pl.when(pl.col("age") < DAILY).then("day").when(pl.col("age") < WEEKLY).then(week)
             .when(pl.col("age") < MONTHLY).then(month).otherwise(quarter))
    return frame.with_columns(until=until).with_columns(closes=pl.col("at").max().over("until")).drop("age")


def _from_whom(frame: pl.DataFrame, town: Town) -> pl.DataFrame:
    channel, declarer = pl.col("channel"), pl.col("declarer")
    reachable = town.people.filter(pl.col("phone").is_not_null())["doc_number"]
    recent = pl.col("day") > town.today - timedelta(days=OWN)
    staff = channel.is_in(["counter", "grid", "import"]) & (pl.col("day") > town.today - timedelta(days=OWN_STAFF))
    own = recent & ((channel != "resident") | declarer.is_in(reachable.implode()))
    own = own & channel.is_in(["landlord", "resident", "employer"])
    named = pl.when(channel == "landlord").then(pl.lit("holder:")).otherwise(channel + ":") + declarer
    return frame.with_columns(
        sender=pl.when(staff).then("user:" + declarer).when(own | (declarer == PLANT)).then(named)
        .otherwise("history:" + channel))


def _ordered(frame: pl.DataFrame) -> pl.DataFrame:
    """Number the stages within a delivery's period: where a person's next declaration is another sender's, it waits
    for the stage after. Homes and jobs do not wait for each other."""
    topic = pl.col("kind").is_in(["arrive", "leave"])
    who = ["until", "doc_number", topic.alias("topic")]
    turned = (pl.col("sender") != pl.col("sender").shift(1)).fill_null(value=False)
    staged = frame.sort("at", maintain_order=True).with_columns(
        stage=turned.cast(pl.Int32).cum_sum().over(who))
    # Families go to their head's household: the head is entered no later than the members, in the same delivery.
    return staged.sort("until", "stage", "sender", "at", maintain_order=True)
