"""The services as described in their file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Text = tuple[str, str]
"""Chinese, English."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Full years from `first` and below `below` on this day of a year."""

    first: int
    below: int
    month: int
    day: int

    def day_in(self, year: int) -> date:
        """The day of that year on which the age counts."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class AnswerService:
    """One service: its question, the law it rests on, purposes it may be asked for, parameters it `needs` and others it
    `may` be given, how many days ago a day may lie. `count`: answered by a protected count of
    `statistics`, not by yes or no."""

    code: str
    label: Text
    basis: Text
    purposes: tuple[str, ...]
    needs: tuple[str, ...]
    may: tuple[str, ...]
    back: int
    ages: Ages | None
    count: bool = False


@cache
def services() -> dict[str, AnswerService]:
    """All services, in the order of their file."""
    raw = yaml.safe_load((Path(__file__).parent / "catalogue.yaml").read_text("utf-8"))
    return {code: _read(code, entry) for code, entry in raw.items()}


EXTRACT_PURPOSES = ("register", "service", "schooling", "vaccination", "statistics")
"""For which bulk extracts may be agreed."""


@cache
def extract_columns() -> dict[str, Text]:
    """Columns that an extract may have, in the order of their file, with their meaning."""
    raw = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text("utf-8"))
    return {code: (entry["zh"], entry["en"]) for code, entry in raw.items()}


def _read(code: str, entry: dict[str, Any]) -> AnswerService:
    ages = entry.get("ages")
    return AnswerService(
        code,
        (entry["zh"], entry["en"]),
        (entry["basis"]["zh"], entry["basis"]["en"]),
        tuple(entry["purposes"]),
        tuple(entry.get("needs", ())),
        tuple(entry.get("may", ())),
        int(entry.get("back", 0)),
        Ages(ages["from"], ages["below"], ages["month"], ages["day"]) if ages else None,
        bool(entry.get("count", False)),
    )
