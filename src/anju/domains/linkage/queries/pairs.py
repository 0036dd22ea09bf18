"""Pairs of records that share something, and how far they agree: by Splink, on DuckDB.

Splink makes the pairs (one rule a shared key) and the comparison vectors, and samples random pairs for chance
agreement. The weights are learnt and applied by `rules.training` and `rules.scoring`, which know relatives and serve
the intake too.
"""

from __future__ import annotations

import contextlib
import io
import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from anju.domains.linkage.data import Role
from anju.domains.linkage.rules.comparisons import Comparison

if TYPE_CHECKING:
    import duckdb
    from splink import Linker

Columns = Mapping[str, Sequence[str | None]]
EVERY_PAIR = 300_000
"""Up to so many pairs, all are compared; beyond, those that share a key."""
A_RULE, IN_ALL, A_RECORD = 500_000, 1_500_000, 10
"""Pairs of one rule and of all rules; each record allows more (three and ten)."""
SAMPLE = 500_000
RECORDS_AT_ONCE = 100_000
"""Pairs are compared for so many first records at a time: a compared pair carries all values of both until its
levels are read, some 1 KB."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs by the numbers of their records (`one` < `other`), the level of each fact, chance agreement, rules used."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    levels: dict[str, NDArray[np.int8]]
    chance: dict[str, list[float | None]]
    rules: list[str]


_KEYS: dict[Role, tuple[str, ...]] = {
    Role.NAME: ("", "_shape", "_sound"),
    Role.GIVEN: ("", "_soundex", "_sound"),
    Role.SURNAME: ("", "_soundex", "_sound"),
    Role.BIRTH: ("",),
    Role.NUMBER: ("", "_head", "_tail"),
    Role.PHONE: ("", "_head", "_tail"),
    Role.EMAIL: ("",),
    Role.ADDRESS: ("",),
    Role.STREET_NUMBER: ("",),
    Role.SUBURB: ("",),
    Role.POSTCODE: ("",),
    Role.STATE: ("",),
    Role.ORIGIN: ("",),
    Role.OTHER: ("",),
    Role.SEX: (),
}


def blocking_rules(
    connection: duckdb.DuckDBPyConnection, comparisons: Sequence[Comparison], records: int
) -> list[tuple[str, ...]]:
    """Keys (each of one or two columns) whose equal values make the pairs: the finest first, within bounds."""
    keys = [f"{c.name}{k}" for c in comparisons for k in _KEYS[c.role]]
    counted = ", ".join(f'count("{k}")' for k in keys)
    filled = connection.execute(f"SELECT {counted} FROM records").fetchall()[0]  # noqa: S608
    present = [k for k, n in zip(keys, filled, strict=True) if n]
    a_rule, in_all = A_RULE + 3 * records, IN_ALL + A_RECORD * records
    size: dict[tuple[str, ...], int] = {(k,): _pairs_of(connection, (k,)) for k in present}
    alone = {k[0] for k, n in size.items() if n <= a_rule}
    coarse = [k for k in present if k not in alone]
    for pair in combinations(coarse, 2):
        if not _of_one_fact(pair, comparisons):
            size[pair] = _pairs_of(connection, pair)
    chosen: list[tuple[str, ...]] = []
    sum_of = 0
    for rule, n in sorted(size.items(), key=lambda x: x[1]):
        if 0 < n <= a_rule and sum_of + n <= in_all:
            chosen.append(rule)
            sum_of += n
    return chosen


def _of_one_fact(pair: tuple[str, str], comparisons: Sequence[Comparison]) -> bool:
    return any(all(k == c.name or k.startswith(f"{c.name}_") for k in pair) for c in comparisons)


def _pairs_of(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> int:
    named = ", ".join(f'"{c}"' for c in columns)
    filled = " AND ".join(f'"{c}" IS NOT NULL' for c in columns)
    found = connection.execute(
        f"SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*)::DOUBLE AS n FROM records WHERE {filled} GROUP BY {named})"  # noqa: S608
    ).fetchall()
    return int(found[0][0] or 0)


def find_pairs(
    columns: Columns,
    comparisons: Sequence[Comparison],
    *,
    seed: int = 1,
    on_disk: bool = True,
) -> Pairs:
    """Every pair of records that share a key, compared. `on_disk`: what does not fit into memory may be put off to a
    directory; never with records of the register."""
    import duckdb
    import pyarrow as pa

    records = len(next(iter(columns.values()), ()))
    if records < 2 or not comparisons:
        return _none(comparisons)
    connection = duckdb.connect(config={} if on_disk else {"temp_directory": ""})
    table = pa.table(
        {"id": pa.array(range(records), pa.int64())}
        | {name: pa.array(values, pa.string()) for name, values in columns.items()}
    )
    connection.register("given", table)
    connection.execute("CREATE TABLE records AS SELECT * FROM given")
    connection.unregister("given")
    del table
    if records * (records - 1) // 2 <= EVERY_PAIR:
        rules, texts = ["every pair"], ["1=1"]
    else:
        chosen = blocking_rules(connection, comparisons, records)
        if not chosen:
            return _none(comparisons)
        rules = [" + ".join(r) for r in chosen]
        texts = [" AND ".join(f'l."{c}" = r."{c}"' for c in r) for r in chosen]
    with quiet():
        return _compared(connection, comparisons, rules, texts, records, seed)


def _compared(
    connection: duckdb.DuckDBPyConnection,
    comparisons: Sequence[Comparison],
    rules: list[str],
    texts: list[str],
    records: int,
    seed: int,
) -> Pairs:
    from splink import DuckDBAPI, Linker

    database = DuckDBAPI(connection=connection)
    linker = Linker(
        database.register("records"), splink_settings(comparisons, texts), log_level=None
    )
    linker.training.estimate_u_using_random_sampling(
        max_pairs=SAMPLE, seed=seed, min_count_per_level=None
    )
    chance = _chance(linker, comparisons)
    parts = -(-records // RECORDS_AT_ONCE)
    found = [_levels(connection, linker, comparisons, n, parts) for n in range(1, parts + 1)]
    columns = {name: np.concatenate([part.pop(name) for part in found]) for name in list(found[0])}
    order = np.lexsort((columns["id_r"], columns["id_l"]))
    return Pairs(
        columns.pop("id_l")[order],
        columns.pop("id_r")[order],
        {c.name: columns.pop(c.name)[order] for c in comparisons},
        chance,
        rules,
    )


def _levels(
    connection: duckdb.DuckDBPyConnection,
    linker: Linker,
    comparisons: Sequence[Comparison],
    part: int,
    parts: int,
) -> dict[str, NDArray[Any]]:
    """Both records and the level of each fact, for the pairs whose first record is of this part."""
    found = linker.inference.predict_chunk(left_chunk=(part, parts), warning_mode="never")
    names = ", ".join(
        f'CASE WHEN "gamma_{c.name}" < 0 THEN -1 ELSE {len(c.levels) - 1} - "gamma_{c.name}" END::TINYINT AS "{c.name}"'
        for c in comparisons
    )
    columns = connection.execute(
        f"SELECT id_l::BIGINT AS id_l, id_r::BIGINT AS id_r, {names} FROM {found.physical_name}"  # noqa: S608
    ).fetchnumpy()
    found.drop_table_from_database_and_remove_from_cache()
    return {name: np.asarray(values) for name, values in columns.items()}


def splink_settings(comparisons: Sequence[Comparison], rules: Sequence[str]) -> dict[str, Any]:
    """The comparisons in Splink's words."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "comparisons": [_in_splink(c) for c in comparisons],
        "blocking_rules_to_generate_predictions": list(rules),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }


def _in_splink(comparison: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": comparison.absent.sql,
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    levels += [
        {
            "sql_condition": x.condition.sql if x.condition else "ELSE",
            "label_for_charts": x.name,
            "m_probability": x.matches,
        }
        for x in comparison.levels
    ]
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _chance(linker: Linker, comparisons: Sequence[Comparison]) -> dict[str, list[float | None]]:
    model = linker.misc.save_model_to_json()
    found = {}
    for comparison, learnt in zip(comparisons, model["comparisons"], strict=True):
        by_label = {
            x["label_for_charts"]: x.get("u_probability") for x in learnt["comparison_levels"]
        }
        found[comparison.name] = [by_label.get(x.name) for x in comparison.levels]
    return found


def _none(comparisons: Sequence[Comparison]) -> Pairs:
    empty = np.zeros(0, dtype=np.int64)
    return Pairs(
        empty,
        empty,
        {c.name: np.zeros(0, dtype=np.int8) for c in comparisons},
        {c.name: [None] * len(c.levels) for c in comparisons},
        [],
    )


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Without the library's remarks, which go to standard output among others."""
    before = logging.getLogger("splink").level
    logging.getLogger("splink").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.getLogger("splink").setLevel(before)
