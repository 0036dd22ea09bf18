"""Declarations a person must decide.

Tenants not yet confirmed, homes nobody knows, one human with two papers, two sources that contradict each other.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.demo import other_documents
from anju.demo.chance import Chance
from anju.demo.divisions import TOWN, TOWN_NAME
from anju.demo.standard import completed

REASONS = ("tenant_unconfirmed", "home_not_found", "same_person", "contradiction")
_NOWHERE = ("新建路后栋二楼", "老粮站旁自建楼", "工地板房三排", "河边仓库楼上")
SHARE = 0.0003
"""Of those present: possible doubles, and contradictions (each)."""


def pose(
    chance: Chance,
    people: pl.DataFrame,
    stays: pl.DataFrame,
    rooms: pl.DataFrame,
    present: int,
    today: date,
) -> pl.DataFrame:
    """Completed declarations and `why`, one of `REASONS`."""
    chance = chance.within("puzzles")
    count = max(2, round(present * SHARE))
    now = stays.filter(pl.col("last") & pl.col("end").is_null() & (pl.col("start") < today))
    empty = rooms.filter(
        (pl.col("house") == "rental") & ~pl.col("room_key").is_in(stays["room"].implode())
    )
    fresh = people.filter(pl.col("group") == "waiting")
    unknown = fresh.height // 3
    residents = people.filter((pl.col("group") == "home") & (pl.col("role") == "head")).join(
        now.select("person", "room", since="start"), on="person", how="inner", maintain_order="left"
    )
    known = residents.drop("room")
    parts = [
        _asked(fresh.tail(fresh.height - unknown), empty, today, "resident", REASONS[0]),
        _nowhere(fresh.head(unknown), today),
        _doubles(chance, known, empty, count, today),
        _contradictions(residents.filter(pl.col("doc_type") == "111"), empty, rooms, count, today),
    ]
    return pl.concat(parts)


def _asked(
    people: pl.DataFrame, rooms: pl.DataFrame, today: date, channel: str, why: str, early: int = 0
) -> pl.DataFrame:
    """Arrivals in let rooms; `early` days before the person's known stay began, when that is what contradicts."""
    frame = pl.concat(
        [people.drop("relation", "head"), rooms.head(people.height)], how="horizontal"
    )
    if frame.height > rooms.height:
        raise ValueError("not enough empty rooms")
    start = (
        pl.col("since") - pl.duration(days=early)
        if early
        else pl.lit(today) - pl.duration(days=pl.int_range(pl.len()) % 2)
    )
    who = (
        pl.col("doc_number")
        if channel == "resident"
        else pl.col("worker" if channel == "grid" else "holder")
    )
    return _declared(frame.with_columns(start=start, declarer=who), today, channel, why)


def _contradictions(
    known: pl.DataFrame, empty: pl.DataFrame, rooms: pl.DataFrame, count: int, today: date
) -> pl.DataFrame:
    """Somebody seen in another landlord's room days before the known stay began. (In a room of the same landlord, the
    register would take it for a move.) Fewer than `count` where the town is too small to have such rooms."""
    own = rooms.select(room="room_key", own="holder")
    drawn = known.join(own, on="room", maintain_order="left").drop("room").tail(count)
    free, chosen = empty.reverse().with_row_index("n").select("n", "holder").rows(), []
    for holder in drawn["own"]:
        place = next((place for place in free if place[1] != holder), None)
        if place is None:
            break
        free.remove(place)
        chosen.append(place[0])
    return _asked(
        drawn.drop("own").head(len(chosen)),
        empty.reverse()[chosen],
        today,
        "grid",
        REASONS[3],
        early=3,
    )


def _nowhere(people: pl.DataFrame, today: date) -> pl.DataFrame:
    text = pl.Series(_NOWHERE).gather(pl.int_range(0, people.height, eager=True) % len(_NOWHERE))
    frame = people.drop("relation", "head").with_columns(
        address=TOWN_NAME + text,
        start=pl.lit(today) - pl.duration(days=1),
        declarer=pl.lit("grid01"),
        region=pl.lit(TOWN + "007"),
    )
    return _declared(frame, today, "grid", REASONS[1])


def _doubles(
    chance: Chance, known: pl.DataFrame, rooms: pl.DataFrame, count: int, today: date
) -> pl.DataFrame:
    """The same name and birthday under another paper: a citizen's passport, a foreigner's new permanent card."""
    citizens = (
        known.filter((pl.col("doc_type") == "111") & ~pl.col("name").str.contains("·"))
        .head(count)
        .with_columns(
            doc_type=pl.lit("414"),
            doc_number="E" + (71_000_000 + pl.int_range(pl.len()) * 7919).cast(pl.String),
        )
    )
    guests = known.filter(pl.col("doc_type") == "414").head(max(1, count // 3))
    cards = other_documents.cards(
        guests["nationality"],
        guests["birth_date"],
        guests["sex"],
        pl.int_range(100, 100 + guests.height, eager=True),
    )
    both = pl.concat([citizens, guests.with_columns(doc_type=pl.lit("553"), doc_number=cards)])
    order = rooms["room_key"].sort().gather(chance.rank(rooms.height, "double rooms"))
    free = (
        pl.DataFrame({"room_key": order})
        .join(rooms, on="room_key", maintain_order="left")
        .select(rooms.columns)
    )
    return _asked(both, free, today, "landlord", REASONS[2])


def _declared(frame: pl.DataFrame, today: date, channel: str, why: str) -> pl.DataFrame:
    minutes = pl.duration(hours=6, minutes=pl.int_range(pl.len()) % 50)
    at = pl.lit(today).cast(pl.Datetime("us")) + minutes
    frame = frame.with_columns(
        kind=pl.lit("arrive"),
        channel=pl.lit(channel),
        reason=pl.lit("01"),
        police_reason=pl.lit("务工"),
        dwelling=pl.lit("02"),
        relation=pl.lit("02"),
        at=at.dt.replace_time_zone("Asia/Shanghai").dt.convert_time_zone("UTC"),
    )
    return completed(frame).with_columns(why=pl.lit(why))
