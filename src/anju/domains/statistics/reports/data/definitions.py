"""What each report consists of, read from `reports.yaml`: frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Text = tuple[str, str]
"""Chinese, English."""


class Kind(StrEnum):
    """How a table is laid out. CROSS: groups of one dimension by groups of others; PARTS: the parts of the area by
    indicators; ITEMS: indicators by this period and those it is compared with."""

    CROSS = "cross"
    PARTS = "parts"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Group:
    """A row or column that stands for values of a dimension. `rest`: for all values that no other group has. `kept`
    false: the registry has no such value, and the cell says so."""

    name: Text
    values: tuple[str, ...]
    rest: bool = False
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Grouping:
    """The values of a dimension in groups, which together have all of them; without groups each value stands alone."""

    code: str
    dimension: str
    name: Text
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """An indicator as a whole, or in groups."""

    indicator: str
    grouping: Grouping | None = None
    name: Text = ("", "")


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """One table. `rows`: of a cross table; `own_province`: only values that begin with the province of the area."""

    kind: Kind
    title: Text
    columns: tuple[Column, ...]
    rows: Grouping | None = None
    own_province: bool = False
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDefinition:
    """One report. `state`: what it chiefly counts holds on the last day, rather than happens in the period."""

    code: str
    name: Text
    number: str
    source: Text
    state: bool
    tables: tuple[TableDefinition, ...]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of all indicators it shows."""
        return tuple(dict.fromkeys(c.indicator for t in self.tables for c in t.columns))


@cache
def _read() -> Mapping[str, Any]:
    read = yaml.safe_load(files(__package__).joinpath("reports.yaml").read_text("utf-8"))
    assert isinstance(read, dict)  # noqa: S101 - for the type
    return read


@cache
def groupings() -> Mapping[str, Grouping]:
    """Every grouping by its code."""
    return {code: _grouping(code, entry) for code, entry in _read()["groupings"].items()}


@cache
def reports() -> Mapping[str, ReportDefinition]:
    """Every report by its code, in the order of the file."""
    return {entry["code"]: _report(entry, groupings()) for entry in _read()["reports"]}


def _report(entry: Mapping[str, Any], groupings: Mapping[str, Grouping]) -> ReportDefinition:
    return ReportDefinition(
        entry["code"],
        _text(entry),
        entry["number"],
        _text(entry["source"]),
        entry.get("state", False),
        tuple(_table(one, groupings) for one in entry["tables"]),
    )


def _table(entry: Mapping[str, Any], groupings: Mapping[str, Grouping]) -> TableDefinition:
    kind = Kind(entry["kind"])
    return TableDefinition(
        kind,
        _text(entry),
        tuple(_columns(entry, groupings)),
        groupings[entry["rows"]] if kind is Kind.CROSS else None,
        entry.get("own_province", False),
        tuple(_text(note) for note in entry.get("notes", ())),
    )


def _columns(entry: Mapping[str, Any], groupings: Mapping[str, Grouping]) -> Sequence[Column]:
    if entry["kind"] == Kind.CROSS:
        one = entry["indicator"]
        return [Column(one), *(Column(one, groupings[g]) for g in entry["columns"])]
    return [_column(column, groupings) for column in entry["columns"]]


def _column(entry: str | Mapping[str, Any], groupings: Mapping[str, Grouping]) -> Column:
    if isinstance(entry, str):
        return Column(entry)
    grouping = groupings[entry["by"]] if "by" in entry else None
    return Column(entry["indicator"], grouping, _text(entry) if "zh" in entry else ("", ""))


def _grouping(code: str, entry: Mapping[str, Any]) -> Grouping:
    groups = tuple(
        Group(_text(g), tuple(g.get("values", ())), g.get("rest", False), g.get("kept", True))
        for g in entry.get("groups", ())
    )
    return Grouping(code, entry["dimension"], _text(entry), groups)


def _text(entry: Mapping[str, str]) -> Text:
    return entry["zh"], entry["en"]
