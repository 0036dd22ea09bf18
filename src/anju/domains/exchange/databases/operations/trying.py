"""Trying a department's database: whether it answers, what it lets be read, its first rows. Nothing is kept of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from time import monotonic

from anju.domains.exchange.databases.data.databases import Selection, Trial
from anju.domains.exchange.databases.operations.describing import require_region
from anju.domains.exchange.databases.operations.reaching import is_encrypted, reached
from anju.domains.exchange.databases.queries.connections import connection
from anju.domains.exchange.databases.queries.remote import (
    columns_of,
    columns_there,
    may_write,
    missing_columns,
    tables_of,
    version_of,
)
from anju.domains.exchange.databases.rules import selecting
from anju.domains.exchange.databases.rules.cells import table_of_rows
from anju.domains.exchange.deliveries.operations.matching import matched
from anju.domains.exchange.mapping.data.mappings import Mapping
from anju.domains.exchange.mapping.rules.applying import apply_mapping
from anju.domains.exchange.mapping.rules.tables import Table
from anju.domains.exchange.sources.rules.reading import source as source_of
from anju.foundation.actor import Actor, system
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused

SECONDS = 20
"""For each statement of a trial: a person waits."""
MOST_ROWS = 20
_WITHOUT = 1_000


def try_connection(source: str, selection: Selection, *, actor: Actor) -> Trial:
    """Reach the database and look at the table, as a reading would; `selection.table` "" looks at the server alone.

    `Refused` with the code of what is wrong (see `reached`), those of `connection`; `NotFound`
    ``connector_unknown``."""
    require_region(source, actor)
    began = monotonic()
    with reached(connection(selection.connection), seconds=SECONDS) as link:
        found = Trial(
            version_of(link),
            is_encrypted(link),
            writes=False,
            milliseconds=int((monotonic() - began) * 1000),
            tables=tables_of(link),
        )
        if not selection.table:
            return found
        columns = columns_there(link, selection)
        if not columns:
            raise Refused("database_table", table=selection.label)
        missing = missing_columns(selection, columns)
        found = replace(
            found, writes=may_write(link, selection), columns=columns, missing=tuple(missing)
        )
        change = selection.change_column
        if not change or change in missing:
            return found
        selecting.position_kind(columns[change])
        counted = link.scalar(selecting.rows_without_change(selection, _WITHOUT))
        return replace(found, without_change=int(counted or 0))


def preview(
    source: str, selection: Selection, mapping: Mapping, *, actor: Actor, at: datetime
) -> Table:
    """The last changed rows of the table. Who of them is on file finds it in the access log.

    `Refused` as `try_connection`, ``database_selection`` (`field`), ``database_column`` (`columns`)."""
    require_region(source, actor)
    selecting.require_sound(selection)
    with reached(connection(selection.connection), seconds=SECONDS) as link:
        columns_of(link, selection)
        rows = link.execute(selecting.newest_rows(selection, MOST_ROWS)).all()
    table = table_of_rows(selection.columns, [r[:-1] for r in rows])
    _record(source, table, mapping, actor, at)
    return table


def _record(source: str, table: Table, mapping: Mapping, actor: Actor, at: datetime) -> None:
    try:
        made = apply_mapping(source_of(source), mapping, table.cells, numbers=table.numbers)
    except Refused:
        persons = []
    else:
        with acting(system("exchange.databases", channel="exchange")):
            found = matched(source_of(source), made.rows) if made.rows.height else None
        persons = found["person_id"].drop_nulls().to_list() if found is not None else []
    audit.record_read(
        actor,
        person_ids=persons,
        fields=["department_facts"],
        action="exchange.database_previewed",
        at=at,
    )
    audit.record_write(
        actor,
        action="exchange.database_tried",
        subject_kind="exchange_connector",
        subject_id=source,
        at=at,
        detail={"rows": str(table.cells.height)},
    )
