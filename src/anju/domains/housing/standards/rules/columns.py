"""Homes and their spaces as columns of whole numbers: of one home, of a frame of a hundred thousand.

Areas are kept in hundredths of a square metre and weights in tenths of a kilogram, so that every comparison is exact;
`UNKNOWN` stands for what is not stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from anju.domains.housing.standards.data import (
    BARS,
    GAS,
    PARTITIONS,
    PURPOSES,
    Dwelling,
    Surroundings,
)

Numbers = NDArray[np.int64]
UNKNOWN = -1
HUNDREDTHS, TENTHS = 100, 10

SPACES: dict[str, pl.DataType] = {
    "home": pl.Int64(),
    "number": pl.Int64(),
    "purpose": pl.Utf8(),
    "let": pl.Boolean(),
    "area": pl.Float64(),
    "people": pl.Int64(),
    "kin": pl.Boolean(),
    "window": pl.Boolean(),
    "partition": pl.Utf8(),
    "hoods": pl.Int64(),
    "whistles": pl.Int64(),
    "torches": pl.Int64(),
}
"""Columns of a frame of spaces; `home` names the home. Null: not stated. Areas have at most two decimals."""
HOMES: dict[str, pl.DataType] = {
    "home": pl.Int64(),
    "floors": pl.Int64(),
    "rooms": pl.Int64(),
    "beds": pl.Int64(),
    "people": pl.Int64(),
    "registered": pl.Int64(),
    "households": pl.Int64(),
    "living_area": pl.Float64(),
    "extinguishers": pl.Int64(),
    "extinguisher_kilograms": pl.Float64(),
    "detectors": pl.Int64(),
    "emergency_lights": pl.Int64(),
    "bars": pl.Utf8(),
    "ebike": pl.Boolean(),
    "gas": pl.Utf8(),
    "gas_in_kitchen": pl.Boolean(),
}
"""Columns of a frame of homes, as `Dwelling` and `Surroundings` have them."""


@dataclass(frozen=True, slots=True)
class SpaceColumns:
    """Spaces; `home` is the place of their home among the homes."""

    home: Numbers
    number: Numbers
    purpose: Numbers
    let: Numbers
    area: Numbers
    people: Numbers
    kin: Numbers
    window: Numbers
    partition: Numbers
    hoods: Numbers
    whistles: Numbers
    torches: Numbers


@dataclass(frozen=True, slots=True)
class HomeColumns:
    """Homes."""

    floors: Numbers
    rooms: Numbers
    beds: Numbers
    people: Numbers
    registered: Numbers
    households: Numbers
    living_area: Numbers
    extinguishers: Numbers
    extinguisher_kilograms: Numbers
    detectors: Numbers
    emergency_lights: Numbers
    bars: Numbers
    ebike: Numbers
    gas: Numbers
    gas_in_kitchen: Numbers


CODES = {"purpose": PURPOSES, "partition": PARTITIONS, "bars": BARS, "gas": GAS}
SCALES = {"area": HUNDREDTHS, "living_area": HUNDREDTHS, "extinguisher_kilograms": TENTHS}


def of_one(dwelling: Dwelling, around: Surroundings) -> tuple[HomeColumns, SpaceColumns]:
    """The columns of a single home."""
    facts = [
        getattr(around if hasattr(around, f.name) else dwelling, f.name)
        for f in fields(HomeColumns)
    ]
    homes = HomeColumns(
        *(
            np.array([_number(f.name, v)], dtype=np.int64)
            for f, v in zip(fields(HomeColumns), facts, strict=True)
        )
    )
    names = [f.name for f in fields(SpaceColumns)][1:]
    lines = [[_number(n, getattr(s, n)) for n in names] for s in dwelling.spaces]
    table = np.array(lines, dtype=np.int64).reshape(len(lines), len(names))
    spaces = SpaceColumns(np.zeros(len(lines), dtype=np.int64), *table.T)
    return homes, with_registered(homes, spaces)


def _number(name: str, value: object) -> int:
    """A fact as a whole number."""
    if value is None or value == "":
        return UNKNOWN
    if name in CODES:
        return CODES[name].index(str(value))
    if isinstance(value, Decimal):
        return int(value * SCALES[name])
    return int(value)  # type: ignore[call-overload,no-any-return] # a whole number or a truth


def of_frames(homes: pl.DataFrame, spaces: pl.DataFrame) -> tuple[HomeColumns, SpaceColumns]:
    """The columns of frames (`HOMES`, `SPACES`). Spaces of a home that is not among the homes are left out."""
    place = spaces.select("home").join(
        homes.select("home").with_row_index("place"), on="home", how="left", maintain_order="left"
    )["place"]
    kept = spaces.filter(place.is_not_null())
    found = SpaceColumns(
        place.drop_nulls().cast(pl.Int64).to_numpy(),
        *(_column(kept[f.name]) for f in fields(SpaceColumns)[1:]),
    )
    columns = HomeColumns(*(_column(homes[f.name]) for f in fields(HomeColumns)))
    return columns, with_registered(columns, found)


def _column(series: pl.Series) -> Numbers:
    name = series.name
    if name in CODES:
        codes = list(CODES[name])
        series = series.replace_strict(
            codes, list(range(len(codes))), default=UNKNOWN, return_dtype=pl.Int64
        )
    elif name in SCALES:
        series = (series * SCALES[name]).round()
    return series.cast(pl.Int64).fill_null(UNKNOWN).to_numpy()


def with_registered(homes: HomeColumns, spaces: SpaceColumns) -> SpaceColumns:
    """The spaces with what the register knows of persons: where one space alone is let, everybody who is registered in
    the home lives in it, if more than were stated."""
    let = spaces.let == 1
    alone = let & (np.bincount(spaces.home[let], minlength=len(homes.floors))[spaces.home] == 1)
    people = np.where(
        alone & (homes.registered[spaces.home] > 0),
        np.maximum(spaces.people, homes.registered[spaces.home]),
        spaces.people,
    )
    return SpaceColumns(
        *(people if f.name == "people" else getattr(spaces, f.name) for f in fields(SpaceColumns))
    )


def purposes(names: Sequence[str]) -> Numbers:
    """Codes of purposes."""
    return np.array([PURPOSES.index(n) for n in names], dtype=np.int64)
