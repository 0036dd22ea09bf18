"""Departments' databases as values: what is read of each and how far the readings came."""

from __future__ import annotations

from anju.domains.exchange.databases.data.databases import Database, Selection
from anju.domains.exchange.databases.models import SourceDatabase


def databases() -> dict[str, Database]:
    """Source → its database. One query."""
    rows = SourceDatabase.objects.select_related("connector")
    return {row.connector.source: database_value(row) for row in rows}


def database(source: str) -> Database | None:
    """The database of a source, where it has one."""
    row = SourceDatabase.objects.select_related("connector").filter(connector__source=source)
    found = row.first()
    return database_value(found) if found else None


def database_value(row: SourceDatabase) -> Database:
    """A row as a value."""
    return Database(
        row.connector.source,
        row.connector.region,
        Selection(
            row.connection,
            row.table_schema,
            row.table_name,
            tuple(row.columns),
            row.change_column,
            row.overlap,
            row.part_rows,
            row.row_limit,
            row.seconds,
            row.complete_days,
        ),
        row.position,
        row.tried_at,
        row.read_at,
        row.whole_at,
        row.rows_read,
        row.milliseconds,
        row.more,
        row.without_change,
        row.fault,
        row.fault_params,
        row.fault_at,
        row.readings,
        tuple(row.digests),
    )
