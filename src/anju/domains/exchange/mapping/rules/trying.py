"""The test rows of a mapping: what comes of each, beside what must."""

from __future__ import annotations

import polars as pl

from anju.domains.exchange.mapping.data.mappings import Mapping, TestFailure, TestRow
from anju.domains.exchange.mapping.rules.applying import ROW, apply_mapping
from anju.domains.exchange.sources.data.sources import Source
from anju.foundation.errors import Refused


def failures(source: Source, mapping: Mapping) -> list[TestFailure]:
    """The test rows of which something else came than they say, in their order."""
    found = []
    for number, test in enumerate(mapping.tests, start=1):
        came, refused = outcome(source, mapping, test)
        wanted = test.refused if test.refused is not None else test.expected or {}
        compared = refused if test.refused is not None else refused or came
        if test.refused is None and not refused:
            compared = {k: came.get(k) for k in wanted}
        if dict(compared) != dict(wanted):
            found.append(TestFailure(number, dict(wanted), dict(compared)))
    return found


def outcome(
    source: Source, mapping: Mapping, test: TestRow
) -> tuple[dict[str, str | None], dict[str, str | None]]:
    """What comes of one test row: (fields, reasons by field); of one whose columns are not those of the mapping the
    reason stands under ``""``."""
    cells = pl.DataFrame({k: [v or None] for k, v in test.given.items()}, strict=False)
    cells = cells.cast(pl.String)
    try:
        made = apply_mapping(source, mapping, cells, numbers=pl.Series([1]))
    except Refused as refused:
        return {}, {"": refused.code}
    if made.refused.len():
        return {}, dict(made.faults.select("field", "reason").iter_rows())
    (row,) = made.rows.drop(ROW).to_dicts()
    return row, {}
