"""From facts to windows: the days between which a condition holds, if nothing changes.

A window is a pair of columns: `from` (null: it never will) and `end` (`FAR` when no end is known).
Windows that are over are left out, so that whatever is left holds now or begins later.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.domains.permits.eligibility.data import REGISTRATION, Condition, Gap
from anju.domains.permits.eligibility.rules.frames import FAR, HOME, INSURANCE, SCHOOL, STAY
from anju.domains.permits.eligibility.rules.resolving import Rules

WINDOW = ("person", "from", "end", "since", "source")


def kinds(facts: pl.DataFrame, rules: Rules) -> dict[str, pl.DataFrame]:
    """Facts by code, as these rules read them: stays in a stable home are a stable home too."""
    stays = facts.filter(pl.col("code") == STAY)
    homes = stays.filter(pl.col("detail").is_in(sorted(rules.stable_homes))).with_columns(
        pl.lit(HOME).alias("code")
    )
    wanted = {c.code for way in rules.ways for c in way.conditions}
    counted = (
        pl.max_horizontal("since", pl.coalesce("counted", "since"))
        if rules.counted_from == REGISTRATION
        else pl.col("since")
    )
    found = {
        code: facts.filter(pl.col("code") == code).with_columns(pl.col("since").alias("counted"))
        for code in wanted - {STAY, HOME}
    }
    found[STAY] = stays.with_columns(
        counted.alias("counted"),
        pl.max_horizontal("since", pl.coalesce("counted", "since")).alias("registered"),
    )
    found[HOME] = pl.concat([homes, facts.filter(pl.col("code") == HOME)]).with_columns(
        pl.col("since").alias("counted")
    )
    return {code: frame for code, frame in found.items() if code in wanted}


def run_of(code: str, facts: pl.DataFrame, day: date, rules: Rules) -> pl.DataFrame:
    """The unbroken run of facts of this code that holds on the day, else the next to begin: person, start (counted),
    since, end, source. How far facts may lie apart in one run, and how long what is told by parts holds until the next
    part is told, depends on the code:

    Stays may lie `longest_gap` days apart; where a city counts anew from a new registration, every run but the first
    does. Insurance is paid by the month: months that follow each other are one run, and a month told by itself holds
    through the month in which the next is told. Schooling goes on through holidays, told by terms or not.
    """
    begin, gap = (
        pl.col("since"),
        rules.longest_gap if code == STAY else HOLIDAYS if code == SCHOOL else 0,
    )
    end_of, last = pl.col("end"), pl.col("end")
    length = pl.col("end") - pl.col("since")
    if code == INSURANCE:
        begin = pl.col("since").dt.month_start()
        end_of = (
            pl.when(pl.col("end") < FAR)
            .then((pl.col("end") - pl.duration(days=1)).dt.month_start().dt.offset_by("1mo"))
            .otherwise(pl.col("end"))
        )
        last = (
            pl.when(length <= pl.duration(days=MONTH))
            .then(end_of.dt.offset_by("1mo"))
            .otherwise(pl.col("end"))
        )
    elif code == SCHOOL:
        last = (
            pl.when(length <= pl.duration(days=TERM))
            .then(pl.col("end").dt.offset_by(f"{HOLIDAYS}d"))
            .otherwise(pl.col("end"))
        )
    anew = code == STAY and rules.gap is Gap.FROM_LATE_OR_RETURN
    start = (
        pl.when(pl.col("run") == pl.col("run").min().over("person"))
        .then(pl.col("counted"))
        .otherwise(pl.col("registered"))
        if anew
        else pl.col("counted")
    )
    day_of, end = pl.col("begin").cast(pl.Int64), pl.col("reach").cast(pl.Int64)
    # People stand one after the other: with each one's number above their days, one running maximum serves them all.
    furthest = (pl.col("number") * _SPAN + end).cum_max().shift(1) - pl.col("number") * _SPAN
    return (
        facts.lazy()
        .with_columns(pl.col("until").fill_null(FAR).alias("end"))
        .with_columns(begin.alias("begin"), end_of.alias("reach"), last.alias("last"))
        .sort("person", "since", "end", "source")
        .with_columns(
            (pl.col("person") != pl.col("person").shift(1))
            .fill_null(True)
            .cum_sum()
            .cast(pl.Int64)
            .alias("number")
        )
        .with_columns((day_of - furthest > gap).fill_null(True).cum_sum().alias("run"))
        .with_columns(start.alias("start"))
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("person").first(),
            pl.col("start").min(),
            pl.col("since").first(),
            pl.col("last").max().alias("end"),
            pl.col("source").first(),
        )
        .filter(pl.col("end") > day)
        .unique("person", keep="first", maintain_order=True)
        .collect()
    )


HOLIDAYS = 70
"""Days of the longest school holidays (July and August, with a week on either side)."""
MONTH, TERM = 31, 214
"""Days of the longest part in which insurance and schooling are told: a month, a term of seven months."""
_SPAN = 1 << 24
"""More days than lie between any two."""


def window(condition: Condition, facts: pl.DataFrame, run: pl.DataFrame, day: date) -> pl.DataFrame:
    """The window of one condition for everybody it may ever hold for."""
    if condition.within:
        return _months_within(condition, facts, day)
    start = (
        pl.col("start").dt.offset_by(f"{condition.months}mo")
        if condition.months
        else pl.col("start")
    )
    return (
        run.with_columns(start.alias("from")).filter(pl.col("from") < pl.col("end")).select(WINDOW)
    )


def _months_within(condition: Condition, facts: pl.DataFrame, day: date) -> pl.DataFrame:
    """So many months out of the last so many: counted for the first day of each month around the day."""
    now, last = _month(day), condition.within
    spans = facts.select("person", "since", "source", pl.col("until").fill_null(FAR).alias("end"))
    turns = pl.DataFrame(
        {"month": list(range(now - last, now + last + 1))}, schema={"month": pl.Int32}
    )
    first = pl.max_horizontal(pl.col("month") - last, _month_of("since"))
    stop = pl.min_horizontal(pl.col("month"), _month_of("end", up=True))
    counted = (
        spans.lazy()
        .join(turns.lazy(), how="cross")
        .with_columns(first.alias("first"), stop.alias("stop"))
        .filter(pl.col("first") < pl.col("stop"))
        .select(
            "person", "month", "since", "source", pl.int_ranges("first", "stop").alias("covered")
        )
        .explode("covered")
        .group_by("person", "month")
        .agg(
            pl.col("covered").n_unique().alias("months"),
            pl.col("since").min(),
            pl.col("source").first(),
        )
        .filter(pl.col("months") >= condition.months)
        .sort("person", "month")
    )
    block = pl.col("month") - pl.int_range(pl.len(), dtype=pl.Int32).over("person")
    until = (
        pl.when(pl.col("to") == now + last).then(pl.lit(FAR)).otherwise(_first_of(pl.col("to") + 1))
    )
    return (
        counted.with_columns(block.alias("block"))
        .group_by("person", "block", maintain_order=True)
        .agg(
            pl.col("month").min().alias("of"),
            pl.col("month").max().alias("to"),
            pl.col("since").first(),
            pl.col("source").first(),
        )
        .filter(pl.col("to") >= now)
        .unique("person", keep="first", maintain_order=True)
        .select(
            "person", _first_of(pl.col("of")).alias("from"), until.alias("end"), "since", "source"
        )
        .collect()
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_of(column: str, *, up: bool = False) -> pl.Expr:
    """The number of a day's month; with `up`, of the month after, unless it is the first of its month."""
    day = pl.col(column)
    number = day.dt.year() * 12 + day.dt.month().cast(pl.Int32) - 1
    return number + (day.dt.day() > 1).cast(pl.Int32) if up else number


def _first_of(month: pl.Expr) -> pl.Expr:
    return pl.date(month // 12, month % 12 + 1, 1)
