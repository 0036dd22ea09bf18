"""How long everybody has been here, in which rooms, at which work: the truth behind the declarations.

Periods are half-open: `end` is the first day no longer. A household moves together; who follows later, or is born
meanwhile, joins at that day.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.demo.chance import Chance
from anju.demo.people import AHEAD, RECENT, Sizes
from anju.demo.workplaces import PLANT, posts, small

LONGEST = 2190
"""Days of history: about six years."""
_GROWN = 5850
"""Days of age from which somebody may be at work: sixteen years and a little."""


def since(chance: Chance, people: pl.DataFrame, size: Sizes, today: date) -> pl.DataFrame:
    """Add `ago` and `gone` (days since the household came and left, null: still here) and `since` (own coming).

    The plant's last thirty days have as many hires as departures every day; earlier joiners are those who stayed.
    """
    n = people.height
    age = (pl.lit(today) - pl.col("birth_date")).dt.total_days().cast(pl.Int32)
    frame = people.with_columns(
        age=age,
        turn=pl.int_range(pl.len(), dtype=pl.Int32).over("group"),
        short=chance.chance(people["unit"], "short", 0.25),
        brief=chance.days(people["unit"], "brief", 120),
        long=chance.days(people["unit"], "long", 800),
        follows=chance.unit(n, "follows"),
    )
    group, turn = pl.col("group"), pl.col("turn")
    stayed = pl.when("short").then("brief").otherwise("long")
    fresh = (group == "dorm") & (turn < size.flow * RECENT)
    gone = (
        pl.when(group == "departed")
        .then(turn % RECENT)
        .when(group == "past")
        .then(31 + turn * 7 % 2000)
    )
    ago = (
        pl.when(group == "coming")
        .then(-1 - turn % AHEAD)
        .when(group == "waiting")
        .then(turn % 2)
        .when(fresh)
        .then(turn % RECENT)
        .when(group == "dorm")
        .then(31 + stayed)
        .when(group == "home")
        .then(1 + stayed)
        .when(group == "departed")
        .then(
            pl.max_horizontal(turn % RECENT + 1 + stayed, RECENT)
        )  # hired before the days that are counted
        .otherwise(gone + 1 + pl.col("brief"))
    )
    frame = frame.with_columns(
        gone=gone, ago=ago.clip(-AHEAD, pl.min_horizontal(pl.col("age") - _GROWN, LONGEST))
    )
    frame = frame.with_columns(
        ago=pl.col("ago").first().over("unit")
    )  # the head's, who is the household's first row
    follower = (pl.col("role") != "head") & (pl.col("follows") < 0.5)
    own = (
        pl.when(follower)
        .then((pl.col("ago") * pl.col("follows") * 2).floor().cast(pl.Int32))
        .otherwise("ago")
    )
    return frame.with_columns(since=pl.min_horizontal(own, "age")).drop(
        "turn", "short", "brief", "long", "follows"
    )


def rooms_now(chance: Chance, people: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    """The room each household lives (or last lived) in: unit, room. A few singles share with a couple: one too many."""
    order = chance.unit(rooms.height, "room order")
    rooms = rooms.with_columns(order=order).sort("order")
    homes = people.filter((pl.col("group") == "home") & (pl.col("role") == "head"))
    homes = homes.select("unit", "kind", capacity=pl.col("size").clip(2, 4))
    let = rooms.filter(pl.col("sex").is_null()).select("capacity", room="key")
    let, homes = (
        f.with_columns(turn=pl.int_range(pl.len()).over("capacity")) for f in (let, homes)
    )
    homes = homes.join(let, on=["capacity", "turn"], how="left", maintain_order="left")
    crowded = max(2, round(people.height * 0.0008))
    hosts = homes.filter(pl.col("kind") == "couple").head(crowded)["room"]
    guests = homes.filter(pl.col("kind") == "single").head(len(hosts)).with_columns(host=hosts)
    homes = homes.join(guests.select("unit", "host"), on="unit", how="left", maintain_order="left")
    homes = homes.select("unit", room=pl.coalesce("host", "room"))
    return pl.concat([homes, _beds(people, rooms)])


def _beds(people: pl.DataFrame, rooms: pl.DataFrame) -> pl.DataFrame:
    """A bed for each who sleeps in a dormitory; those who left held one that another has now."""
    beds = rooms.filter(pl.col("sex").is_not_null()).select(
        "sex", "order", room="key", bed=pl.int_ranges("capacity")
    )
    beds = beds.explode("bed").sort((pl.col("order") * 7919 + pl.col("bed") * 0.6180339) % 1.0)
    beds = beds.with_columns(turn=pl.int_range(pl.len()).over("sex"), all=pl.len().over("sex"))
    sleepers = people.filter(~pl.col("group").is_in(["home", "waiting"])).select(
        "unit", "sex", "group"
    )
    present = pl.col("group").is_in(["dorm", "coming"])
    sleepers = sleepers.with_columns(turn=pl.int_range(pl.len()).over("sex", present))
    sleepers = sleepers.join(
        beds.select("sex", "all").unique(), on="sex", how="left", maintain_order="left"
    )
    sleepers = sleepers.with_columns(turn=pl.col("turn") % pl.col("all"))
    return sleepers.join(beds, on=["sex", "turn"], how="left", maintain_order="left").select(
        "unit", "room"
    )


def stays(
    chance: Chance, people: pl.DataFrame, now: pl.DataFrame, rooms: pl.DataFrame, today: date
) -> pl.DataFrame:
    """Every stay: person, turn, last, room, start, end. One person's stays follow each other without a gap."""
    people = people.filter(pl.col("group") != "waiting")
    units = (
        people.filter(pl.col("role") == "head")
        .select("unit", "group", "ago", "gone", "sex")
        .join(now, on="unit", maintain_order="left")
    )
    index = units["unit"]
    pace = chance.between(index, "pace", 400, 1200)
    most = pl.col("group").replace_strict({"home": 4, "dorm": 2}, default=0)
    units = units.with_columns(
        moves=pl.min_horizontal((pl.col("ago") // pace).clip(0), most).cast(pl.Int64)
    )
    steps = units.with_columns(turn=pl.int_ranges(0, pl.col("moves") + 1)).explode("turn")
    key = steps["unit"].cast(pl.UInt64) * 8 + steps["turn"].cast(pl.UInt64)
    let = rooms.filter(pl.col("sex").is_null())["key"]
    beds = {sex: rooms.filter(pl.col("sex") == sex)["key"] for sex in ("1", "2")}
    earlier = chance.pick(key, "let before", let)
    for sex, keys in beds.items():
        slept = (
            (steps["group"] == "dorm")
            & (steps["sex"] == sex)
            & chance.chance(key, "slept before", 0.5)
        )
        earlier = chance.pick(key, "slept" + sex, keys).zip_with(slept, earlier)
    shift = pl.col("turn") + pl.when(pl.col("turn") > 0).then(
        chance.unit(key, "moved") * 0.6
    ).otherwise(0.0)
    steps = steps.with_columns(
        last=pl.col("turn") == pl.col("moves"),
        from_=pl.col("ago")
        - (pl.col("ago") * shift / (pl.col("moves") + 1)).floor().cast(pl.Int32),
    )
    steps = steps.with_columns(
        room=pl.when("last").then("room").otherwise(earlier),
        to=pl.coalesce(pl.col("from_").shift(-1).over("unit"), "gone"),
    )
    own = people.select("person", "unit", "since").join(
        steps.select("unit", "turn", "last", "room", "from_", "to"),
        on="unit",
        maintain_order="left",
    )
    own = own.with_columns(from_=pl.min_horizontal("from_", "since")).filter(
        pl.col("to").is_null() | (pl.col("to") < pl.col("from_"))
    )
    return own.select(
        "person", "turn", "last", "room", start=_day(today, "from_"), end=_day(today, "to")
    )


def _day(today: date, ago: str) -> pl.Expr:
    return pl.lit(today) - pl.duration(days=pl.col(ago))


def workers(chance: Chance, people: pl.DataFrame, size: Sizes) -> pl.DataFrame:
    """Who works where today: person, place (plant, small), `worked` (days since hired)."""
    grown = people.filter(
        (pl.col("group") == "home") & pl.col("role").is_in(["head", "spouse", "mate"])
    )
    order = chance.unit(grown["person"], "work order")
    # Newcomers and holders of passports come last: employers' rosters know citizen numbers only.
    last = (pl.col("since") < 31) | (pl.col("doc_type") != "111")
    grown = grown.with_columns(order=order).sort(last, "order").with_row_index("turn")
    plant, employers = size.plant - size.dormitory, round(size.people / 8)
    place = (
        pl.when(pl.col("turn") < plant)
        .then(pl.lit("plant"))
        .when(pl.col("turn") < plant + employers)
        .then(pl.lit("small"))
    )
    home = grown.with_columns(place=place).filter(pl.col("place").is_not_null())
    slept = people.filter(
        pl.col("group").is_in(["dorm", "departed", "past", "coming"])
    ).with_columns(place=pl.lit("plant"))
    columns = ["person", "group", "place", "since", "gone", "age"]
    frame = pl.concat([home.select(columns), slept.select(columns)])
    share = chance.unit(frame["person"], "worked") * 1.6
    # The last thirty days belong to the dormitories' newcomers, so that each day's hires are counted.
    part = (
        pl.when(pl.col("place") == "plant")
        .then(31 + (pl.col("since") - 31) * share.clip(0.1, 1.0))
        .otherwise(pl.col("since") * share.clip(0.05, 1.0))
    )
    whole = (pl.col("since") < 31) | pl.col("group").is_in(["departed", "past", "coming"])
    worked = pl.when(whole).then("since").otherwise(part.floor().cast(pl.Int32))
    return frame.with_columns(worked=pl.min_horizontal(worked, pl.col("age") - _GROWN))


def jobs(
    chance: Chance, at_work: pl.DataFrame, employers: pl.DataFrame, size: Sizes, today: date
) -> pl.DataFrame:
    """Every job: person, employer, position, start, end. Some of the plant's people leave in the days ahead."""
    n = at_work.height
    place = (
        pl.when(pl.col("place") == "plant")
        .then(pl.lit(PLANT))
        .otherwise(small(chance, employers, n, "firm"))
    )
    stayed = (pl.col("group") == "dorm") & (pl.col("worked") >= 31)
    frame = at_work.with_columns(employer=place, nth=stayed.cum_sum().cast(pl.Int32) - 1)
    leaving = stayed & (pl.col("nth") < size.flow * AHEAD)
    frame = frame.with_columns(
        until=pl.coalesce("gone", pl.when(leaving).then(-1 - pl.col("nth") % AHEAD))
    )
    now = frame.select("person", "employer", from_="worked", to="until")
    limit = pl.min_horizontal("since", pl.col("age") - _GROWN)
    idle = chance.between(n, "idle", 0, 25)
    spell = 30 + (
        (limit - pl.col("worked") - idle - 30) * chance.unit(n, "earlier spell")
    ).floor().cast(pl.Int32)
    before = frame.with_columns(
        employer=small(chance, employers, n, "earlier firm"),
        to=pl.col("worked") + idle,
        spell=spell,
    )
    before = before.filter(
        (limit - pl.col("worked") > 90)
        & chance.chance(n, "worked before", 0.6)
        & (pl.col("group") != "coming")
    )
    before = before.select("person", "employer", from_=pl.col("to") + pl.col("spell"), to="to")
    both = pl.concat([before, now])
    return both.select(
        "person",
        "employer",
        position=posts(chance, both["employer"]),
        start=_day(today, "from_"),
        end=_day(today, "to"),
    ).sort("person", "start")
