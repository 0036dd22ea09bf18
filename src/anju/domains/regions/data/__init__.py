"""Frozen values of the regions domain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

PLACEHOLDERS = frozenset(
    {
        "市辖区",
        "县",
        "市",
        "省直辖县级行政区划",
        "自治区直辖县级行政区划",
        "省直辖行政单位",
        "省直辖县级行政单位",
        "自治区直辖行政单位",
        "省直辖县级行政区域",
        "自治区直辖县级行政区域",
    }
)
"""Names of rows that only hold the numbering together and name no place."""

RESIDENCE_AREAS = {
    "810000": "香港特别行政区",
    "820000": "澳门特别行政区",
    "830000": "台湾（居住证）",
}
"""Area codes of residence permits for people of Hong Kong, Macao and Taiwan (2018 measures); no table lists 830000."""


class Level(IntEnum):
    """How deep a division lies; also how much of its code is its prefix."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    TOWN = 4
    COMMUNITY = 5
    GRID = 6


@dataclass(frozen=True, slots=True)
class Place:
    """One division. `prefix` is what a grant for it holds; every code inside it begins with that."""

    code: str
    level: Level
    name: str
    full_name: str
    prefix: str
    parent: str


@dataclass(frozen=True, slots=True)
class AreaFact:
    """What a six-digit code meant in one time.

    `since` and `until` are years, both inclusive; `since` 0 means "before the tables begin", `until` None "still".
    `successor` is the code in force today that took its place ("" while valid, or when nothing is known).
    `source` says where that stands.
    `certain` False means the successor was concluded from the numbering alone (a merger into the wider area).
    """

    code: str
    name: str
    full_name: str
    since: int
    until: int | None
    valid: bool
    successor: str
    certain: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class CountryFact:
    """ISO 3166-1 codes and names of a country or territory."""

    alpha2: str
    alpha3: str
    numeric: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """Row counts of the three tables after a load, and how many rows that load changed."""

    regions: int
    areas: int
    countries: int
    changed: int
