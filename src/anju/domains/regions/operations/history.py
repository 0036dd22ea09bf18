"""Rows of the two small tables, made from their sources."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

from anju.domains.regions.data import COUNTRIES_FILE, RESIDENCE_AREAS
from anju.domains.regions.operations import sources
from anju.domains.regions.rules import lineage, names


def area_rows(packages: Path, current: dict[str, str]) -> pl.DataFrame:
    """Every meaning a six-digit code ever had, with successors. `current`: code → name in the statistical table."""
    periods = lineage.merge(
        lineage.parse_history(sources.history()), sources.revisions(packages),
        {**RESIDENCE_AREAS, **current, **sources.special_areas(packages)},
    )
    return pl.DataFrame(lineage.describe(periods), schema={
        "code": pl.Utf8, "since": pl.Int16, "until": pl.Int16, "name": pl.Utf8, "full_name": pl.Utf8,
        "successor": pl.Utf8, "certain": pl.Boolean,
    }, orient="row")


def country_rows() -> pl.DataFrame:
    """ISO 3166-1 from our own table."""
    with COUNTRIES_FILE.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    read = names.readings(row["zh"] for row in listed)
    return pl.DataFrame([
        {"alpha2": r["alpha2"], "alpha3": r["alpha3"], "numeric": r["numeric"], "name_zh": r["zh"],
         "name_en": r["en"], "pinyin": names.spelled(read[r["zh"]])[0]} for r in listed
    ])
