"""The same pair weighs the same in batch (DuckDB), at the intake (Python) and on Spark: random pairs of an invented
city, many of them of one person written down twice.

    ./anju bench same-weights --people 20000

`--pairs N` (a million). Spark is a local cluster of two worker processes of this machine; it needs Java and pyspark in
the environment (decision 0056), and is left out, and said to be, where either is missing.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from bench.chinese_register import two_lists
from bench.harness import PROJECT, Report, arguments, show

sys.path[:0] = [str(PROJECT / "src")] if str(PROJECT / "src") not in sys.path else []

from anju.domains.linkage.data import Field, LevelWeight, Parameters, Role  # noqa: E402
from anju.domains.linkage.rules.clusters import frequencies, weigh  # noqa: E402
from anju.domains.linkage.rules.comparisons import comparison_of  # noqa: E402
from anju.domains.linkage.rules.conditions import jaro_winkler  # noqa: E402

LIMIT = 1e-9
ROLES = {
    "姓名": Role.NAME,
    "性别": Role.SEX,
    "出生日期": Role.BIRTH,
    "证件号码": Role.NUMBER,
    "手机": Role.PHONE,
    "现住址": Role.ADDRESS,
}
FIELDS = tuple(Field(str(r), r, (str(r),), (str(r),)) for r in ROLES.values())
Columns = Mapping[str, Sequence[str | None]]


def _expected() -> Parameters:
    """The weights that are expected before anything was learnt."""

    def shares(values: list[float]) -> list[float]:
        return [v / sum(values) for v in values]

    facts = {}
    for comparison in (comparison_of(f, FIELDS) for f in FIELDS):
        levels = comparison.levels
        m, f = shares([x.matches for x in levels]), shares([x.relatives for x in levels])
        u = shares([0.003 * (n + 1) for n in range(len(levels) - 1)] + [1.0])
        facts[comparison.name] = tuple(
            LevelWeight(x.name, m[n], u[n], f[n], x.rare) for n, x in enumerate(levels)
        )
    return Parameters(facts, 1e-5, 1e-4)


PARAMETERS = _expected()


def invented(people: int, chance: random.Random) -> dict[str, list[str | None]]:
    """Records of a city, each person about twice, in random order, by role."""
    left, right = two_lists(people, seed=chance.randrange(1 << 30))
    order = list(range(len(left["姓名"]) + len(right["姓名"])))
    chance.shuffle(order)
    return {
        str(role): [(left[title] + right[title])[n] for n in order] for title, role in ROLES.items()
    }


def random_pairs(
    columns: Columns, count: int, chance: random.Random
) -> tuple[list[int], list[int]]:
    """Pairs of records: half drawn blindly, half among records of one birth date or one phone, who agree in much."""
    size = len(columns[FIELDS[0].name])
    alike: list[tuple[int, int]] = []
    for fact in (str(Role.BIRTH), str(Role.PHONE), str(Role.NAME)):
        order = sorted(range(size), key=lambda n: (columns[fact][n] or "", n))
        alike += [(a, b) for a, b in pairwise(order)]
    chance.shuffle(alike)
    pairs = alike[: count // 2]
    while len(pairs) < count:
        a, b = chance.randrange(size), chance.randrange(size)
        if a != b:
            pairs.append((a, b))
    return [a for a, _ in pairs], [b for _, b in pairs]


def frequencies_of(columns: Columns) -> dict[str, dict[str, float]]:
    """How often the values of facts with rare values occur."""
    return {
        c.name: frequencies(columns[c.name])
        for c in (comparison_of(f, FIELDS) for f in FIELDS)
        if any(x.rare for x in c.levels)
    }


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: Any) -> None:
        parser.add_argument("--pairs", type=int, default=1_000_000)

    args = arguments(words, __doc__ or "", more)
    return show(measure(args.people, args.pairs), as_json=args.json)


def measure(people: int, count: int) -> Report:
    import numpy as np

    from anju.domains.linkage.queries.levels import levels_of
    from anju.domains.linkage.queries.linking import records_of

    table = invented(people, random.Random(1))
    columns = records_of(table, None, FIELDS)[0]
    one, other = random_pairs(columns, count, random.Random(2))
    comparisons = [comparison_of(f, FIELDS) for f in FIELDS]
    report = Report("same-weights", rows=count, seconds=0.0)
    begun = time.perf_counter()
    levels = levels_of(columns, comparisons, one, other)
    report.seconds = time.perf_counter() - begun
    shares = frequencies_of(columns)
    often = {
        fact: np.array([t.get(v or "", 0.0) for v in columns[fact]])[np.array(one)]
        for fact, t in shares.items()
    }
    batch = weigh(PARAMETERS, levels, often)[0]
    report.figures = {"records": len(table[FIELDS[0].name]), "duckdb_seconds": report.seconds}
    worst, seconds = at_intake(table, shares, one, other, batch)
    report.figures |= {"intake_seconds": seconds, "intake_worst": worst}
    report.at_most("intake beside batch", worst, LIMIT)
    spark = on_spark(columns, comparisons, one, other)
    if spark is None:
        report.figures["spark"] = "left out: pyspark or Java is missing"
        return report
    weights = weigh(PARAMETERS, spark[0], often)[0]
    worst = float(np.abs(weights - batch).max())
    report.figures |= {"spark_seconds": spark[1], "spark_worst": worst, "spark_workers": WORKERS}
    report.at_most("Spark beside batch", worst, LIMIT)
    return report


def at_intake(
    table: Columns,
    shares: Mapping[str, Mapping[str, float]],
    one: Sequence[int],
    other: Sequence[int],
    batch: Any,
) -> tuple[float, float]:
    """The largest difference to the batch when each record is declared beside its candidates, and the seconds."""
    from anju.domains.linkage.api import explain

    begun, worst = time.perf_counter(), 0.0
    by_record: dict[int, list[int]] = {}
    for n, record in enumerate(one):
        by_record.setdefault(record, []).append(n)
    for record, places in by_record.items():
        raw = [
            {f.role: table[f.name][r] for f in FIELDS}
            for r in [record, *(other[n] for n in places)]
        ]
        found = explain(PARAMETERS, raw[0], raw[1:], frequency=shares)
        worst = max(
            [worst, *(abs(e.weight - batch[n]) for n, e in zip(places, found, strict=True))]
        )
    return worst, time.perf_counter() - begun


WORKERS = 2


def _likeness(one: str | None, other: str | None) -> float | None:
    return None if one is None or other is None else jaro_winkler(one, other)


def on_spark(
    columns: Columns, comparisons: Sequence[Any], one: Sequence[int], other: Sequence[int]
) -> tuple[dict[str, Any], float] | None:
    """The levels of the pairs by Spark, and the seconds; None without Spark."""
    try:
        from pyspark.sql import SparkSession
        from pyspark.sql.types import DoubleType
    except ImportError:
        return None
    import tempfile
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from anju.domains.linkage.queries.levels import levels_sql

    with tempfile.TemporaryDirectory() as directory:
        size = len(next(iter(columns.values())))
        pq.write_table(
            pa.table(
                {"id": pa.array(range(size), pa.int64())}
                | {name: pa.array(v, pa.string()) for name, v in columns.items()}
            ),
            Path(directory) / "records.parquet",
        )
        pq.write_table(
            pa.table(
                {
                    "pair": pa.array(range(len(one)), pa.int64()),
                    "left_id": pa.array(one, pa.int64()),
                    "right_id": pa.array(other, pa.int64()),
                }
            ),
            Path(directory) / "pairs.parquet",
        )
        session = (
            SparkSession.builder.master(f"local-cluster[{WORKERS},1,1024]")
            .config("spark.executorEnv.PYTHONPATH", os.pathsep.join(p for p in sys.path if p))
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.ansi.doubleQuotedIdentifiers", "true")
            .config("spark.sql.ansi.enabled", "true")
            .getOrCreate()
        )
        try:
            # Spark has none of its own, and the one that comes with Splink weighs otherwise (decision 0056).
            session.udf.register("jaro_winkler_similarity", _likeness, DoubleType())
            for name in ("records", "pairs"):
                session.read.parquet(f"{directory}/{name}.parquet").createOrReplaceTempView(name)
            begun = time.perf_counter()
            session.sql(levels_sql(comparisons, list(columns))).write.parquet(f"{directory}/found")
            seconds = time.perf_counter() - begun
        finally:
            session.stop()
        found = pq.read_table(f"{directory}/found").sort_by("pair")
    return {c.name: found[c.name].to_numpy().astype(np.int8) for c in comparisons}, seconds


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    sys.exit(run(sys.argv[1:]))
