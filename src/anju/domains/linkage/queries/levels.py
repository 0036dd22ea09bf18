"""How far given pairs of records agree: the conditions of the comparisons in one statement of DuckDB, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.rules.comparisons import Comparison


def levels_sql(comparisons: Sequence[Comparison], columns: Sequence[str]) -> str:
    """The statement over the tables ``records`` (``id`` and the columns) and ``pairs`` (``pair``, ``left_id``,
    ``right_id``): a line a pair, a column a fact with the place of its level, -1 where it says nothing."""
    sides = ", ".join(f'l."{c}" AS "{c}_l", r."{c}" AS "{c}_r"' for c in columns)
    facts = ", ".join(f'{_level(c)} AS "{c.name}"' for c in comparisons)
    return (
        f"SELECT pair, {facts} FROM (SELECT p.pair, {sides} FROM pairs p "  # noqa: S608
        "JOIN records l ON l.id = p.left_id JOIN records r ON r.id = p.right_id) sides"
    )


def _level(comparison: Comparison) -> str:
    last = len(comparison.levels) - 1
    cases = " ".join(
        f"WHEN {level.condition.sql} THEN {place}"
        for place, level in enumerate(comparison.levels)
        if level.condition is not None
    )
    return f"CASE WHEN {comparison.absent.sql} THEN -1 {cases} ELSE {last} END"


def levels_of(
    columns: Mapping[str, Sequence[str | None]],
    comparisons: Sequence[Comparison],
    one: Sequence[int],
    other: Sequence[int],
) -> dict[str, NDArray[np.int8]]:
    """The level of each fact of each pair, the records by their place in the columns."""
    import duckdb
    import pyarrow as pa

    if not len(one):
        return {c.name: np.zeros(0, dtype=np.int8) for c in comparisons}
    size = len(next(iter(columns.values())))
    # Nothing of a person is written to disk: without a directory nothing is put off to one.
    connection = duckdb.connect(config={"temp_directory": "", "threads": 2})
    connection.register(
        "records",
        pa.table(
            {"id": pa.array(range(size), pa.int64())}
            | {name: pa.array(values, pa.string()) for name, values in columns.items()}
        ),
    )
    connection.register(
        "pairs",
        pa.table(
            {
                "pair": pa.array(range(len(one)), pa.int64()),
                "left_id": pa.array(one, pa.int64()),
                "right_id": pa.array(other, pa.int64()),
            }
        ),
    )
    found = connection.execute(
        f"{levels_sql(comparisons, list(columns))} ORDER BY pair"
    ).fetchnumpy()
    connection.close()
    return {c.name: np.asarray(found[c.name]).astype(np.int8) for c in comparisons}
