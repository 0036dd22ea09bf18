"""The same records linked by Splink as its manual has it, without anything of ours: what a linkage is measured
against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anju.domains.linkage.data import Role
from anju.domains.linkage.queries.pairs import Columns, quiet
from anju.domains.linkage.rules.clusters import group
from anju.domains.linkage.rules.comparisons import Comparison

if TYPE_CHECKING:
    from splink.internals.comparison_creator import ComparisonCreator

MOST_PAIRS = 5_000_000
_SINGLE_KEYS = (Role.NUMBER, Role.PHONE, Role.BIRTH, Role.NAME, Role.EMAIL, Role.POSTCODE)


def plain_splink(
    columns: Columns, side: Sequence[int], comparisons: Sequence[Comparison], *, threshold: float
) -> list[int]:
    """The group of each record by Splink's own comparisons, training and clusters. Raises what Splink raises where it
    cannot learn from the records."""
    import duckdb
    import pyarrow as pa
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect()
    names = [c.name for c in comparisons]
    two = len(set(side)) == 2
    database = DuckDBAPI(connection=connection)
    tables = []
    for which in sorted(set(side)):
        rows = [n for n, s in enumerate(side) if s == which]
        data = {"unique_id": pa.array(rows, pa.int64())} | {
            name: pa.array([columns[name][n] for n in rows], pa.string()) for name in names
        }
        connection.register(f"given_{which}", pa.table(data))
        connection.execute(f"CREATE TABLE side_{which} AS SELECT * FROM given_{which}")  # noqa: S608
        tables.append(database.register(f"side_{which}"))
    keys = _keys(columns, comparisons)
    settings = SettingsCreator(
        link_type="link_only" if two else "dedupe_only",
        comparisons=[_plain(c) for c in comparisons],
        blocking_rules_to_generate_predictions=[block_on(*k) for k in keys],
        retain_matching_columns=False,
    )
    with quiet():
        linker = Linker(tables if two else tables[0], settings, log_level=None)
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on(*k) for k in keys[:2]], recall=0.7
        )
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for key in keys[:2]:
            training.estimate_parameters_using_expectation_maximisation(block_on(*key))
        found = linker.inference.predict(
            threshold_match_probability=threshold, warning_mode="never"
        )
        pairs = connection.execute(
            f"SELECT unique_id_l, unique_id_r FROM {found.physical_name} ORDER BY match_weight DESC"  # noqa: S608
        ).fetchall()
    return group(len(side), pairs)


def _plain(comparison: Comparison) -> ComparisonCreator:
    """Splink's own comparison for a fact."""
    from splink import comparison_library as cl

    name = comparison.name
    match comparison.role:
        case Role.NAME | Role.GIVEN | Role.SURNAME:
            return cl.NameComparison(name)
        case Role.BIRTH:
            return cl.DateOfBirthComparison(name, input_is_string=True, datetime_format="%Y%m%d")
        case Role.NUMBER | Role.PHONE | Role.POSTCODE | Role.STREET_NUMBER:
            return cl.DamerauLevenshteinAtThresholds(name, [1, 2])
        case Role.SEX | Role.STATE:
            return cl.ExactMatch(name)
        case _:
            return cl.JaroWinklerAtThresholds(name)


def _keys(columns: Columns, comparisons: Sequence[Comparison]) -> list[tuple[str, ...]]:
    """What its manual blocks on: strong facts alone, names together; without those that make too many pairs."""
    by_role = {c.role: c.name for c in reversed(comparisons)}
    wanted: list[tuple[str, ...]] = [(by_role[r],) for r in _SINGLE_KEYS if r in by_role]
    if Role.GIVEN in by_role and Role.SURNAME in by_role:
        wanted.append((by_role[Role.GIVEN], by_role[Role.SURNAME]))
    wanted += [(by_role[r],) for r in (Role.ADDRESS, Role.SURNAME, Role.GIVEN) if r in by_role]
    size = len(next(iter(columns.values()), ()))
    return [k for k in wanted if 0 < _pairs(columns, k) <= MOST_PAIRS + 5 * size] or wanted[:1]


def _pairs(columns: Columns, key: tuple[str, ...]) -> int:
    counted: dict[tuple[str | None, ...], int] = {}
    for values in zip(*(columns[k] for k in key), strict=True):
        if None not in values:
            counted[values] = counted.get(values, 0) + 1
    return sum(n * (n - 1) // 2 for n in counted.values())
