"""How the town's history was declared: each stay and job by somebody, by a channel, some hours or days later."""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.demo.chance import Chance, Index
from anju.demo.homes import Homes
from anju.demo.standard import completed
from anju.demo.workplaces import PLANT
from anju.foundation import codes

_CHANNELS = {"landlord": 0.45, "resident": 0.20, "counter": 0.15, "grid": 0.20}
_LAGS: dict[int, float] = {0: 45, 1: 22, 2: 13, 3: 8, 5: 5, 9: 4, 25: 3}
"""Days from the fact to its declaration → weight: about one in five is late under a three-day rule (invented)."""
DWELLING = {"dormitory": "05", "rental": "02", "house": "04", "apartment": "07"}
_RELATION = {"head": "02", "spouse": "10", "mate": "99"}
LEASED = 0.6
COUNTERS, CLERK = 4, "street01"


def places(homes: Homes) -> pl.DataFrame:
    """What a declaration says of a room: room_key, home_code … and who answers for it."""
    buildings = homes.buildings.join(
        homes.grids.select(grid="code", worker="worker"), on="grid", how="left"
    ).join(homes.holders.select(holder="key", landlord="name"), on="holder", how="left")
    buildings = buildings.select(
        "holder",
        "worker",
        "landlord",
        "address",
        house="kind",
        block="name",
        region="community",
        building_key="key",
    )
    rooms = homes.rooms.select(
        "unit", room_key="key", home_code="key", building_key="building", room="number"
    )
    return rooms.join(buildings, on="building_key", how="left", maintain_order="left").rename(
        {"block": "building"}
    )


def persons(people: pl.DataFrame) -> pl.DataFrame:
    """What a declaration says of a person: person … hukou_text, relation, head (number of the household's head)."""
    heads = people.filter(pl.col("role") == "head").select("unit", head="doc_number")
    role, man = pl.col("role"), pl.col("sex") == "1"
    relation = (
        pl.when(role == "child")
        .then(pl.when(man).then(pl.lit("20")).otherwise(pl.lit("30")))
        .when(role == "elder")
        .then(pl.when(man).then(pl.lit("51")).otherwise(pl.lit("52")))
        .otherwise(role.replace(_RELATION))
    )
    frame = people.join(heads, on="unit", how="left", maintain_order="left")
    return frame.select(
        "person",
        "group",
        "role",
        "unit",
        "name",
        "doc_type",
        "doc_number",
        "sex",
        "birth_date",
        "nationality",
        "phone",
        "hukou_text",
        "origin",
        relation=pl.when(pl.col("size") > 1).then(relation),
        head=pl.when(role != "head").then("head"),
    ).rename({"unit": "household"})


def arrivals(
    chance: Chance,
    people: pl.DataFrame,
    stays: pl.DataFrame,
    rooms: pl.DataFrame,
    employed: pl.Series,
    today: date,
) -> pl.DataFrame:
    """One `arrive` a stay begun by today."""
    chance = chance.within("arrivals")
    frame = (
        stays.filter(pl.col("start") <= today)
        .join(people, on="person", maintain_order="left")
        .join(rooms, left_on="room", right_on="room_key", maintain_order="left")
        .drop("room")
        .rename({"room_right": "room"})
    )
    n, once = frame.height, frame["household"].cast(pl.UInt64) * 8 + frame["turn"].cast(pl.UInt64)
    # `once`: a family is declared together, by one channel.
    old = (frame["start"] < today.replace(year=today.year - 2, day=1)) & chance.chance(
        once, "old", 0.6
    )
    housed = chance.pick(once, "plant door", ["employer"] * 6 + ["import"])
    channel = housed.zip_with(
        frame["house"] == "dormitory", chance.weighted(once, "door", _CHANNELS)
    )
    frame = frame.with_columns(
        channel=channel.zip_with(~old, pl.Series(["import"]).new_from_index(0, n))
    )
    reason = _reasons(chance, frame, employed)
    lease = pl.lit(today) + pl.duration(
        days=pl.lit(chance.between(frame["household"], "lease", 1, 364))
    )
    # Leases are for a year at most; what became of older ones nobody told.
    leased = (
        pl.col("end").is_null()
        & (pl.col("house") == "rental")
        & chance.chance(frame["household"], "leased", LEASED)
    )
    frame = frame.with_columns(
        kind=pl.lit("arrive"),
        at=_moment(chance, once, frame["start"], frame["end"], today, 0),
        reason=reason,
        police_reason=reason.replace_strict(codes.MOVE_REASON.column("police")),
        dwelling=pl.col("house").replace_strict(DWELLING),
        end=pl.when(leased & (lease <= pl.col("start") + pl.duration(days=365))).then(lease),
        declarer=_declarer(chance, once),
        landlord=pl.when(pl.col("house") != "dormitory").then("landlord"),
    )
    return completed(frame)


def departures(
    chance: Chance, people: pl.DataFrame, stays: pl.DataFrame, rooms: pl.DataFrame, today: date
) -> pl.DataFrame:
    """One `leave` for everybody who left the town by today; moves within it need none."""
    chance = chance.within("departures")
    frame = (
        stays.filter(pl.col("last") & (pl.col("end") <= today))
        .join(people, on="person", maintain_order="left")
        .join(rooms, left_on="room", right_on="room_key", maintain_order="left")
        .drop("room")
        .rename({"room_right": "room"})
    )
    n = frame.height
    frame = frame.with_columns(
        kind=pl.lit("leave"),
        at=_moment(chance, n, frame["end"], None, today, 9),
        channel=chance.weighted(n, "door", {"employer": 0.8, "grid": 0.15, "import": 0.05}),
        start=pl.lit(None, dtype=pl.Date),
    )
    return completed(
        frame.with_columns(declarer=_declarer(chance, n), landlord=pl.lit(None, dtype=pl.String))
    )


def employment(
    chance: Chance, people: pl.DataFrame, jobs: pl.DataFrame, employers: pl.DataFrame, today: date
) -> pl.DataFrame:
    """`hire` for every job begun, `dismiss` for every job ended by today."""
    chance = chance.within("employment")
    both = []
    for kind, day in (("hire", "start"), ("dismiss", "end")):
        frame = jobs.filter(pl.col(day) <= today)
        ends = frame["end"] if kind == "hire" else None
        other = "end" if kind == "hire" else "start"
        both.append(
            frame.with_columns(
                kind=pl.lit(kind),
                at=_moment(
                    chance.within(kind),
                    frame.height,
                    frame[day],
                    ends,
                    today,
                    0 if kind == "hire" else 9,
                ),
                channel=chance.weighted(frame.height, kind, {"employer": 0.9, "import": 0.1}),
            ).with_columns(pl.lit(None, dtype=pl.Date).alias(other))
        )
    frame = (
        pl.concat(both)
        .join(people, on="person", maintain_order="left")
        .join(
            employers.select(employer="key", region="community"),
            on="employer",
            maintain_order="left",
        )
    )
    declarer = pl.when(pl.col("channel") == "import").then(pl.lit(CLERK)).otherwise("employer")
    return completed(
        frame.drop("relation", "head").with_columns(employer_code="employer", declarer=declarer)
    )


def _moment(
    chance: Chance, index: Index, day: pl.Series, ends: pl.Series | None, today: date, later: int
) -> pl.Series:
    """When it was declared: the fact's day or some days after, in office hours; today's before six in the morning.

    `ends` (first day no longer) keeps a person's declarations in the order of the facts; `later` hours put a departure
    after an arrival.
    """
    n = len(day)
    lag = chance.weighted(index, "lag", _LAGS)
    second = chance.between(index, "second", 0, 6 * 3600 - 1)
    frame = pl.DataFrame(
        {
            "day": day,
            "lag": lag,
            "s": second,
            "ends": ends
            if ends is not None
            else pl.Series([None], dtype=pl.Date).new_from_index(0, n),
        }
    )
    on = pl.min_horizontal(
        pl.col("day") + pl.duration(days="lag"), pl.lit(today), pl.col("ends") - pl.duration(days=1)
    )
    opens = pl.when(on == today).then(0).otherwise(8 + later // 2)
    moment = on.cast(pl.Datetime("us")) + pl.duration(hours=opens, seconds=pl.col("s"))
    return frame.select(
        at=moment.dt.replace_time_zone("Asia/Shanghai").dt.convert_time_zone("UTC")
    )["at"]


def _declarer(chance: Chance, index: Index) -> pl.Expr:
    channel = pl.col("channel")
    counter = pl.lit("counter0" + chance.between(index, "desk", 1, COUNTERS).cast(pl.String))
    return (
        pl.when(channel == "landlord")
        .then("holder")
        .when(channel == "employer")
        .then(pl.lit(PLANT))
        .when(channel == "grid")
        .then("worker")
        .when(channel == "resident")
        .then(pl.coalesce("head", "doc_number"))
        .when(channel == "counter")
        .then(counter)
        .otherwise(pl.lit(CLERK))
    )


def _reasons(chance: Chance, frame: pl.DataFrame, employed: pl.Series) -> pl.Series:
    """GB/T 31000 inflow reasons by what somebody does here."""
    draw = chance.unit(frame["person"], "reason")
    role, works = pl.col("role"), pl.col("person").is_in(employed.implode())
    age = (pl.col("start") - pl.col("birth_date")).dt.total_days() / 365.25
    chosen = (
        pl.when(works)
        .then(_split(draw, {"01": 0.96, "09": 0.04}))
        .when(role == "child")
        .then(
            pl.when(age >= 6).then(_split(draw, {"04": 0.35, "06": 0.65})).otherwise(pl.lit("06"))
        )
        .when(role == "elder")
        .then(_split(draw, {"06": 0.7, "08": 0.3}))
        .when(role == "spouse")
        .then(_split(draw, {"06": 0.65, "03": 0.2, "05": 0.15}))
        .otherwise(_split(draw, {"03": 0.62, "01": 0.2, "04": 0.06, "08": 0.06, "99": 0.06}))
    )
    return frame.select(chosen.alias("reason"))["reason"]


def _split(draw: pl.Series, shares: dict[str, float]) -> pl.Expr:
    steps = pl.Series(list(shares.values())).cum_sum()
    return pl.lit(
        pl.Series(list(shares)).gather(
            steps.search_sorted(draw, side="right").clip(0, len(shares) - 1)
        )
    )
