"""Applying a mapping to the rows of a file: values of our fields, and every fault of every row that is refused."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from anju.domains.exchange.mapping.data.mappings import FieldRule, Mapping
from anju.domains.exchange.mapping.rules.columns import schema_fault
from anju.domains.exchange.mapping.rules.values import (
    Column,
    cleaned,
    column_of,
    document_fault,
)
from anju.domains.exchange.sources.data.sources import FieldType, Source
from anju.foundation.errors import Refused

ROW = "row"
FAULTS = {ROW: pl.Int64, "field": pl.String, "reason": pl.String, "value": pl.String}
_NOTHING = pl.lit(None, pl.String)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What came of rows. `rows`: `row` and every field of the source, as text; `faults`: `row`, `field`, `reason`,
    `value`, a line a fault; `refused`: numbers of the rows that have one, in order."""

    rows: pl.DataFrame
    faults: pl.DataFrame
    refused: pl.Series


def apply_mapping(
    source: Source, mapping: Mapping, cells: pl.DataFrame, *, numbers: pl.Series
) -> Mapped:
    """The rows of a file, whose columns bear its titles; `numbers`: their numbers in it.

    `Refused` ``map_schema`` (`missing`, `new`) when the columns are not those of the mapping: then no row is looked
    at."""
    if fault := schema_fault(source, mapping, cells.columns):
        raise Refused(
            "map_schema", missing=list(fault.missing) or ["—"], new=list(fault.new) or ["—"]
        )
    columns = {name: _column(name, source, mapping, set(cells.columns)) for name in source.fields}
    frame = _evaluated(source, mapping, cells, columns, numbers)
    wrong = pl.any_horizontal(pl.col(f"fault:{n}").is_not_null() for n in columns)
    bad = frame.filter(wrong)
    return Mapped(
        frame.filter(~wrong).select(ROW, *columns) if bad.height else frame.select(ROW, *columns),
        _faults(bad, list(columns)),
        bad[ROW],
    )


def _column(name: str, source: Source, mapping: Mapping, here: set[str]) -> Column:
    rule = mapping.fields.get(name)
    if rule is None:
        return Column(_NOTHING, _NOTHING, _NOTHING)
    found = next((c for c in rule.columns if c in here), None)
    raw = pl.col(f"raw:{name}") if found is not None else _NOTHING
    return column_of(source.fields[name], rule, mapping, raw)


def _evaluated(
    source: Source,
    mapping: Mapping,
    cells: pl.DataFrame,
    columns: dict[str, Column],
    numbers: pl.Series,
) -> pl.DataFrame:
    here = set(cells.columns)
    raws = {
        name: next((c for c in rule.columns if c in here), None)
        for name, rule in mapping.fields.items()
    }
    frame = cells.lazy().select(
        numbers.cast(pl.Int64).alias(ROW),
        *(cleaned(c).alias(f"raw:{name}") for name, c in raws.items() if c is not None),
    )
    frame = frame.with_columns(
        *(_NOTHING.alias(f"raw:{name}") for name in columns if raws.get(name) is None),
        *(c.value.alias(name) for name, c in columns.items()),
        *(c.fault.alias(f"fault:{name}") for name, c in columns.items()),
    )
    numbered = [n for n, f in source.fields.items() if f.type == FieldType.DOCUMENT]
    for name in numbered:
        rule = mapping.fields.get(name, FieldRule())
        needed = rule.required or source.fields[name].required
        frame = frame.with_columns(document_fault(source, needed).alias(f"fault:{name}"))
    return frame.collect()


def _faults(bad: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """A line a fault, by row and in the order of the fields."""
    parts = [
        found.select(
            ROW,
            pl.lit(name).alias("field"),
            pl.col(f"fault:{name}").alias("reason"),
            pl.col(f"raw:{name}").alias("value"),
        )
        for name in names
        if (found := bad.filter(pl.col(f"fault:{name}").is_not_null())).height
    ]
    if not parts:
        return pl.DataFrame(schema=FAULTS)
    return pl.concat(parts).cast(FAULTS).sort(ROW, maintain_order=True)  # type: ignore[arg-type]
