"""Which tables are published, read from `published.yaml`; and a table as it was published: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

import yaml

from anju.domains.statistics.reports.data.definitions import Grouping, Text, groupings

INDICATOR = "living"
"""Whom the tables count."""
LEVELS = (4, 6, 9, 12)
"""Digits of the divisions that a table may distinguish."""


@dataclass(frozen=True, slots=True)
class OpenTable:
    """One published table. `level`: digits of its lowest divisions; `by`: groupings below them."""

    code: str
    name: Text
    level: int
    by: tuple[Grouping, ...]


@cache
def open_tables() -> tuple[OpenTable, ...]:
    """All of them, in the order of the file."""
    read = yaml.safe_load(files(__package__).joinpath("published.yaml").read_text("utf-8"))
    known = groupings()
    return tuple(
        OpenTable(e["code"], (e["zh"], e["en"]), e["level"], tuple(known[b] for b in e["by"]))
        for e in read
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A row: codes and names of its division and groups (as many as it is divided by), and its figure."""

    codes: tuple[str, ...]
    zh: tuple[str, ...]
    en: tuple[str, ...]
    figure: int


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table with its words."""

    code: str
    name: Text
    columns: tuple[Text, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition without its tables; `tables`: (code, name)."""

    region: str
    period: str
    place: str
    day: date
    known_at: datetime
    digest: str
    by_label: str
    tables: tuple[tuple[str, Text], ...]
