"""People with other papers: Hong Kong, Macao and Taiwan residence permits, passports, foreign permanent cards."""

from __future__ import annotations

from datetime import date

import polars as pl

from anju.demo import numbers
from anju.demo.chance import Chance
from anju.demo.names import foreign_names
from anju.foundation import codes

BEYOND, FOREIGN = 0.0010, 0.0012
"""Shares of those present."""
_AREAS = {"830000": ("71", 5), "810000": ("81", 4), "820000": ("82", 1)}
"""Area of the number → (province, weight)."""
_COUNTRIES = {"VNM": 4, "DEU": 3, "JPN": 3, "PAK": 2, "NGA": 2, "GBR": 1}


def assign(chance: Chance, people: pl.DataFrame, present: int, today: date) -> pl.DataFrame:
    """Give some single heads of households other papers; at least two of each kind."""
    chance = chance.within("strangers")
    single = people.filter((pl.col("group") == "home") & (pl.col("kind") == "single"))
    order = single["person"].gather(chance.rank(single.height, "who"))
    beyond, foreign = max(2, round(present * BEYOND)), max(4, round(present * FOREIGN))
    first = people.filter(pl.col("person").is_in(order.head(beyond).implode()))
    then = people.filter(pl.col("person").is_in(order.slice(beyond, foreign).implode()))
    changed = pl.concat([_beyond(chance, first, today), _abroad(chance, then)])
    return people.update(changed, on="person", include_nulls=False).with_columns(
        origin=pl.when(pl.col("nationality") == "CHN").then("origin")
    )


def _beyond(chance: Chance, people: pl.DataFrame, today: date) -> pl.DataFrame:
    """The residence permit's number is a citizen number in everything but the area; its type is our own code HMT."""
    area = chance.weighted(
        people.height, "beyond", {code: weight for code, (_, weight) in _AREAS.items()}
    )
    known = numbers.unique_identity(area, people["birth_date"], people["sex"], today)
    names = area.replace_strict(
        {area: codes.PROVINCE.chinese[province] for area, (province, _) in _AREAS.items()}
    )
    return people.select(
        "person",
        "name",
        doc_type=pl.lit("HMT"),
        doc_number=known["doc_number"],
        birth_date=known["birth_date"],
        nationality=pl.lit("CHN"),
        origin=area,
        hukou_text=names,
    )


def _abroad(chance: Chance, people: pl.DataFrame) -> pl.DataFrame:
    """Every second one still on a passport, the others with the permanent card in its form since December 2023."""
    n = people.height
    country = chance.weighted(n, "country", _COUNTRIES)
    number = pl.int_range(0, n, eager=True)
    return people.select(
        "person",
        name=foreign_names(chance, people["sex"]),
        doc_type=pl.Series(["414", "553"]).gather(number % 2),
        doc_number=cards(country, people["birth_date"], people["sex"], number).zip_with(
            number % 2 == 1, "P" + (61_000_000 + number * 7919).cast(pl.String)
        ),
        birth_date="birth_date",
        nationality=country,
        origin=pl.lit(None, dtype=pl.String),
        hukou_text=country,
    )


def cards(country: pl.Series, born: pl.Series, sex: pl.Series, number: pl.Series) -> pl.Series:
    """Numbers of foreign permanent cards accepted in Hunan: one for each row."""
    sequence = 996 + (number // 2 % 2) * 2 + (sex == "1").cast(pl.Int64)
    numeric = country.replace_strict(codes.COUNTRY.column("numeric"))
    return numbers.with_check(
        "943" + numeric + born.dt.strftime("%Y%m%d") + sequence.cast(pl.String)
    )
