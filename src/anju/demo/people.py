"""Who lives in the town: sleepers in dormitories, households in let homes, those who left and those about to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from anju.demo import numbers
from anju.demo.chance import Chance
from anju.demo.divisions import Divisions, origins
from anju.demo.names import full_names, surname_weights, surnames

FULL, PLANT_STAFF, A_DAY = 48_000, 31_000, 300
"""People who moved in, people at the plant, those who come and go a day: the town the seed describes."""
IN_DORMITORY = 0.60
RECENT, AHEAD = 30, 14
"""Days before today, and after it, for which the plant's coming and going is told person by person."""
PAST = 0.08
"""People who left longer ago, as a share of those present (not all who ever left: the demo keeps some)."""

WAITING = 0.0012
"""Newcomers not yet confirmed, or whose home is not found, as a share of those present."""

HOUSEHOLDS = {
    "single": 0.45,
    "couple": 0.27,
    "child": 0.12,
    "children": 0.05,
    "parent": 0.02,
    "three": 0.04,
    "mates": 0.05,
}
MEMBERS = {
    "single": ["head"],
    "couple": ["head", "spouse"],
    "child": ["head", "spouse", "child"],
    "children": ["head", "spouse", "child", "child"],
    "parent": ["head", "child"],
    "three": ["head", "spouse", "child", "elder"],
    "mates": ["head", "mate"],
}
_AGES: dict[int, float] = {
    16: 3,
    18: 8,
    20: 14,
    23: 15,
    26: 16,
    29: 13,
    32: 10,
    35: 8,
    38: 6,
    41: 5,
    45: 4,
    49: 3,
    53: 2,
    57: 1,
}
"""Youngest age of a band (three or four years wide) → weight."""
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many people of each group, in proportion to the town's full size."""

    people: int
    plant: int
    dormitory: int
    flow: int
    """Hires a day at the plant, and as many departures (half of those who come and go)."""
    past: int
    waiting: int
    """Newcomers whose one declaration still waits for somebody."""

    @property
    def departed(self) -> int:
        """People of the plant who left in the last days, one day's after the other's."""
        return self.flow * RECENT

    @property
    def coming(self) -> int:
        """People the plant will take on in the days ahead."""
        return self.flow * AHEAD


def sizes(people: int) -> Sizes:
    """ValueError below 200, where the proportions lose their meaning."""
    if people < 200:
        raise ValueError("a town has at least 200 people")
    plant = round(people * PLANT_STAFF / FULL)
    return Sizes(
        people,
        plant,
        round(plant * IN_DORMITORY),
        max(1, round(plant * A_DAY / PLANT_STAFF / 2)),
        round(people * PAST),
        max(6, round(people * WAITING)),
    )


def households(chance: Chance, people: int) -> pl.DataFrame:
    """So many people in households: unit, kind, size, role; a row a person, the head first."""
    kind = chance.weighted(people, "household", HOUSEHOLDS)
    frame = pl.DataFrame({"kind": kind}).with_row_index("unit")
    frame = frame.with_columns(
        role=pl.col("kind").replace_strict(MEMBERS, return_dtype=pl.List(pl.String))
    )
    frame = frame.with_columns(size=pl.col("role").list.len().cast(pl.Int32))
    whole = frame.filter(pl.col("size").cum_sum() <= people)
    rest = frame[whole.height : whole.height + people - whole["size"].sum()].with_columns(
        kind=pl.lit("single"), role=pl.lit(["head"]), size=pl.lit(1, dtype=pl.Int32)
    )
    return pl.concat([whole, rest]).explode("role")


def everybody(chance: Chance, size: Sizes) -> pl.DataFrame:
    """The groups in one frame: person, group (dorm, home, departed, past, coming, waiting), unit, kind, size, role."""
    homes = households(chance, size.people - size.dormitory).with_columns(group=pl.lit("home"))
    start = int(homes["unit"].max()) + 1  # type: ignore[arg-type]
    alone = []
    for group, count in (
        ("dorm", size.dormitory),
        ("departed", size.departed),
        ("past", size.past),
        ("coming", size.coming),
        ("waiting", size.waiting),
    ):
        units = pl.int_range(start, start + count, dtype=pl.UInt32, eager=True)
        alone.append(
            pl.DataFrame({"unit": units}).with_columns(
                kind=pl.lit("single"),
                role=pl.lit("head"),
                size=pl.lit(1, dtype=pl.Int32),
                group=pl.lit(group),
            )
        )
        start += count
    columns = ["group", "unit", "kind", "size", "role"]
    return pl.concat([frame.select(columns) for frame in (homes, *alone)]).with_row_index("person")


MARRIED_FROM = 26.1
"""Youngest spouse today: grown up already when the town's history begins, six years ago."""


def bodies(chance: Chance, people: pl.DataFrame, today: date) -> pl.DataFrame:
    """Add sex, birth date (before numbers make it unique) and origin group; members follow their household's head."""
    n = people.height
    band = chance.weighted(n, "age", _AGES) + chance.unit(n, "age within") * 3.4
    # Who left years ago was grown up then.
    youngest = pl.when(people["group"] == "past").then(22.5).otherwise(16.2)
    adult = pl.DataFrame({"a": band}).select(pl.col("a").clip(youngest, 60.9))["a"]
    frame = people.with_columns(
        own=adult,
        male=chance.unit(n, "sex"),
        gap=chance.unit(n, "gap"),
        kid=chance.unit(n, "kid") * 15.5 + 0.1,
    )
    heads = frame.filter(pl.col("role") == "head").select(
        "unit",
        head_sex=pl.when(pl.col("male") < 0.58).then(pl.lit("1")).otherwise(pl.lit("2")),
        head_age=pl.when(pl.col("kind").is_in(["child", "children", "parent", "three"]))
        .then(24 + (pl.col("own") - 16.2) * 0.55)
        .when(pl.col("kind") == "couple")
        .then(pl.max_horizontal("own", pl.lit(MARRIED_FROM)))
        .otherwise("own"),
    )
    frame = frame.join(heads, on="unit", maintain_order="left")
    role, head = pl.col("role"), pl.col("head_age")
    age = (
        pl.when(role == "head")
        .then(head)
        .when(role == "spouse")
        .then((head + pl.col("gap") * 6 - 3).clip(MARRIED_FROM, 62))
        .when(role == "child")
        .then(pl.min_horizontal("kid", head - 21))
        .when(role == "elder")
        .then((head + 22 + pl.col("gap") * 8).clip(50, 82))
        .otherwise("own")
    )
    other = pl.when(pl.col("head_sex") == "1").then(pl.lit("2")).otherwise(pl.lit("1"))
    share = pl.when(role == "child").then(0.53).when(role == "elder").then(0.33).otherwise(0.58)
    sex = (
        pl.when(role == "head")
        .then("head_sex")
        .when(role == "spouse")
        .then(other)
        .when(role == "mate")
        .then("head_sex")
        .otherwise(pl.when(pl.col("male") < share).then(pl.lit("1")).otherwise(pl.lit("2")))
    )
    frame = frame.with_columns(
        sex=sex, born=pl.lit(today) - pl.duration(days=(age * YEAR).floor().cast(pl.Int32))
    )
    return frame.drop("own", "male", "gap", "kid", "head_sex", "head_age")


def documents(
    chance: Chance, people: pl.DataFrame, divisions: Divisions, today: date
) -> pl.DataFrame:
    """Add name, doc_type, doc_number, birth_date, origin, hukou_text, phone, nationality. Needs `bodies`."""
    n, unit = people.height, people["unit"]
    places = origins(divisions)
    away = chance.chance(n, "married afar", 0.3) & (people["role"] == "spouse")
    origin = chance.weighted(unit, "origin", places).zip_with(
        ~away, chance.weighted(n, "own origin", places)
    )
    known = numbers.unique_identity(origin, people["born"], people["sex"], today)
    own = people["role"].is_in(["spouse", "mate", "elder"])
    surname = chance.weighted(unit, "family name", surname_weights()).zip_with(
        ~own, surnames(chance, n)
    )
    names = dict(divisions.counties.iter_rows())
    village = chance.pick(
        n,
        "hukou village",
        (
            "大塘村",
            "新屋村",
            "石桥村",
            "红星村",
            "民主村",
            "双江村",
            "高坪村",
            "城关社区",
            "柏树村",
        ),
    )
    number = chance.between(n, "hukou group", 1, 18).cast(pl.String)
    grown = (known["birth_date"] < today.replace(year=today.year - 12, day=1)) & chance.chance(
        n, "has phone", 0.985
    )
    phone = pl.DataFrame({"p": numbers.phones(people["person"], chance.seed), "g": grown})
    return people.with_columns(
        name=full_names(chance, surname, people["sex"], known["birth_date"], origin),
        doc_type=pl.lit("111"),
        doc_number=known["doc_number"],
        birth_date=known["birth_date"],
        nationality=pl.lit("CHN"),
        origin=origin,
        hukou_text=origin.replace_strict(names) + village + number + "组",
        phone=phone.select(pl.when("g").then("p")).to_series(),
    ).drop("born")
