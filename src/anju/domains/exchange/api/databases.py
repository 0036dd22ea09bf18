"""Departments' databases: what is read of each, trying it, reading it."""

from anju.domains.exchange.databases.data.databases import (
    LARGEST_OVERLAP,
    LARGEST_PART,
    LONGEST_SECONDS,
    MOST_ROWS,
    SMALLEST_PART,
    Database,
    PositionKind,
    Selection,
    Trial,
)
from anju.domains.exchange.databases.data.health import SourceHealth, SourceState
from anju.domains.exchange.databases.operations.describing import describe, forget, read_again
from anju.domains.exchange.databases.operations.reading import Reading, read_database
from anju.domains.exchange.databases.operations.trying import preview, try_connection
from anju.domains.exchange.databases.queries.connections import connection_names, folder
from anju.domains.exchange.databases.queries.databases import database, databases
from anju.domains.exchange.databases.queries.health import source_health

__all__ = [
    "LARGEST_OVERLAP",
    "LARGEST_PART",
    "LONGEST_SECONDS",
    "MOST_ROWS",
    "SMALLEST_PART",
    "Database",
    "PositionKind",
    "Reading",
    "Selection",
    "SourceHealth",
    "SourceState",
    "Trial",
    "connection_names",
    "database",
    "databases",
    "describe",
    "folder",
    "forget",
    "preview",
    "read_again",
    "read_database",
    "source_health",
    "try_connection",
]
