"""A report with its figures: tables of cells, each with the indicator it is of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anju.domains.statistics.indicators.data.registry import Text
from anju.domains.statistics.indicators.queries.figures import Figure
from anju.domains.statistics.reports.data.definitions import ReportDefinition

Chosen = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What a row or column is called: words, a value of a dimension, or a part of the area (prefix)."""

    text: Text = ("", "")
    dimension: str = ""
    value: str = ""
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of an indicator, or how it differs from an earlier one (`before`); None: the codes do not distinguish
    it. `chosen`: the values of dimensions it is of."""

    figure: Figure | None
    indicator: str = ""
    before: Figure | None = None
    change: bool = False
    chosen: Chosen = ()
    place: str = ""
    current: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """A title over `span` columns."""

    label: Label
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table."""

    label: Label
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`heads`: lines of titles over the columns, without that of the labels."""

    title: Text
    corner: Label
    heads: tuple[tuple[Head, ...], ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """`first`, `last`: the days it counts; `provisional`: late reports are still to come; `one_time`: codes of the
    indicators that are as known now although the report was asked as known then."""

    definition: ReportDefinition
    place: str
    period: str
    first: date
    last: date
    known_then: bool
    as_now: bool
    provisional: bool
    one_time: tuple[str, ...]
    tables: tuple[Table, ...]
