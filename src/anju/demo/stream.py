"""People by the million, for measuring: a province's worth of simple stays in flat memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from math import gcd
from pathlib import Path

import polars as pl

from anju.demo import divisions, numbers
from anju.demo.chance import Chance
from anju.demo.names import given_names, surname_weights

_FIRST_BIRTH, _BIRTHDAYS = date(1961, 1, 1), 20_000
"""Birthdays are spread evenly over some 55 years: a benchmark needs distinct numbers, not a population pyramid."""
_HISTORY = 2190


def stream(
    people: int,
    seed: int = 1,
    chunk: int = 100_000,
    *,
    today: date,
    province: str = divisions.PROVINCE,
    node_modules: Path | None = None,
) -> Iterator[pl.DataFrame]:
    """Frames of at most `chunk` rows: name, doc_number, sex, birth_date, phone, origin, region, home, start, end.

    Numbers never repeat: the index walks a permutation of counties × birthdays × four sequences (about 250 million).
    Each person has one open stay in a room of some community of `province`, two to a room. ValueError for more people
    than there are numbers or phones (100 million).
    """
    _enough(people, len(divisions.read(node_modules or _folder()).counties))
    for start in range(0, people, chunk):
        yield part(
            start,
            min(start + chunk, people),
            seed,
            today=today,
            province=province,
            node_modules=node_modules,
        )


def part(
    start: int,
    stop: int,
    seed: int = 1,
    *,
    today: date,
    province: str = divisions.PROVINCE,
    node_modules: Path | None = None,
) -> pl.DataFrame:
    """People number `start` … `stop`-1 of the stream, without making those before them."""
    folder = node_modules or _folder()
    areas = divisions.read(folder).counties["code"]
    space = _enough(stop, len(areas))
    index = pl.int_range(start, stop, dtype=pl.UInt64, eager=True)
    place = (index * _stride(space, seed) + seed % space) % space
    chance = Chance(seed).within("stream")
    return _some(chance, index, place, areas, _regions(folder, province), _dealt(), today)


def _enough(people: int, counties: int) -> int:
    """How many distinct numbers there are; ValueError when people (or phones) outnumber them."""
    space = counties * _BIRTHDAYS * 4
    if people > min(space, 100_000_000):
        raise ValueError("more people than distinct numbers")
    return space


@lru_cache(maxsize=2)
def _regions(folder: Path, province: str) -> pl.Series:
    return divisions.communities(folder, province)["code"]


def _some(
    chance: Chance,
    index: pl.Series,
    place: pl.Series,
    areas: pl.Series,
    regions: pl.Series,
    surnames: pl.Series,
    today: date,
) -> pl.DataFrame:
    sequence, day, area = (
        place % 4,
        place // 4 % _BIRTHDAYS,
        areas.gather(place // (4 * _BIRTHDAYS)),
    )
    sex = pl.Series(["2", "1"]).gather(sequence % 2)
    born = (
        pl.Series([_FIRST_BIRTH]).new_from_index(0, len(index)).cast(pl.Int32) + day.cast(pl.Int32)
    ).cast(pl.Date)
    part = Chance(chance.seed + int(index[0]))
    name = chance.pick(index, "surname", surnames) + given_names(part, sex, born)
    region, since = (
        chance.pick(index, "region", regions),
        chance.below(index, "since", _HISTORY).cast(pl.Int32),
    )
    last = (today - date(1970, 1, 1)).days
    return pl.DataFrame(
        {
            "name": name,
            "doc_number": numbers.identity(area, born, sequence + 996),
            "sex": sex,
            "birth_date": born,
            "phone": numbers.phones(index, chance.seed),
            "origin": area,
            "region": region,
            "home": region + "-" + (index // 2).cast(pl.String),
            "start": (last - since).cast(pl.Date),
        }
    ).with_columns(end=pl.lit(None, dtype=pl.Date))


@lru_cache(maxsize=1)
def _dealt() -> pl.Series:
    """Surnames in a pack where each lies as often as it is common."""
    weights = surname_weights()
    scale = 20_000 / sum(weights.values())
    return pl.Series(
        [name for name, weight in weights.items() for _ in range(max(1, round(weight * scale)))]
    )


def _stride(space: int, seed: int) -> int:
    """A step prime to the space, near its golden section, so that neighbours lie far apart."""
    step = int(space * 0.6180339887) + seed % 1000
    while gcd(step, space) != 1:
        step += 1
    return step


def _folder() -> Path:
    from django.conf import settings

    return Path(settings.NODE_MODULES)


def latest_birth() -> date:
    """The youngest birthday a stream gives out."""
    return _FIRST_BIRTH + timedelta(days=_BIRTHDAYS - 1)
