"""Describing what is read of a department's database, forgetting it, reading it from the beginning again."""

from __future__ import annotations

from datetime import datetime

from anju.domains.exchange.databases.data.databases import Selection
from anju.domains.exchange.databases.models import SourceDatabase
from anju.domains.exchange.databases.queries.connections import connection
from anju.domains.exchange.databases.rules.selecting import require_sound
from anju.domains.exchange.deliveries.models import Connector
from anju.domains.exchange.sources.data.sources import MANAGE
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import NotFound


def describe(source: str, selection: Selection, *, actor: Actor, at: datetime) -> None:
    """Say what is read of a source's database from now on. Another table or change column begins anew.

    `NotFound` ``connector_unknown``, ``database_connection_unknown``; `Refused` ``database_selection`` (`field`) and
    those of `connection`."""
    connector = require_region(source, actor)
    require_sound(selection)
    connection(selection.connection)
    row = SourceDatabase.objects.select_for_update().filter(connector=connector).first()
    made = row or SourceDatabase(connector=connector)
    before = (made.connection, made.table_schema, made.table_name, made.change_column)
    made.connection, made.table_schema = selection.connection, selection.schema
    made.table_name, made.columns = selection.table, list(selection.columns)
    made.change_column, made.overlap = selection.change_column, selection.overlap
    made.part_rows, made.row_limit = selection.part_rows, selection.row_limit
    made.seconds, made.complete_days = selection.seconds, selection.complete_days
    if before != (made.connection, made.table_schema, made.table_name, made.change_column):
        _begin_anew(made)
    made.save()
    connector.next_at = at
    connector.save(update_fields=["next_at"])
    _record(actor, "exchange.database_described", source, at)


def forget(source: str, *, actor: Actor, at: datetime) -> None:
    """Read nothing of a source's database any more. What was delivered stays. `NotFound` ``connector_unknown``."""
    connector = require_region(source, actor)
    SourceDatabase.objects.filter(connector=connector).delete()
    _record(actor, "exchange.database_forgotten", source, at)


def read_again(source: str, *, actor: Actor, at: datetime) -> None:
    """Have the next reading begin at the first row. `NotFound` ``connector_unknown``, ``database_none``."""
    connector = require_region(source, actor)
    row = SourceDatabase.objects.select_for_update().filter(connector=connector).first()
    if row is None:
        raise NotFound("database_none")
    _begin_anew(row)
    row.save()
    connector.next_at = at
    connector.save(update_fields=["next_at"])
    _record(actor, "exchange.database_again", source, at)


def require_region(source: str, actor: Actor) -> Connector:
    """The connector of a source, in the actor's care. `NotFound` ``connector_unknown``."""
    actor.require(MANAGE)
    row = Connector.objects.select_for_update().filter(source=source).first()
    if row is None or not actor.may(MANAGE, region=row.region):
        raise NotFound("connector_unknown")
    return row


def _begin_anew(row: SourceDatabase) -> None:
    row.position, row.digests, row.whole_at, row.more = "", [], None, False
    row.fault, row.fault_params, row.fault_at = "", {}, None


def _record(actor: Actor, action: str, source: str, at: datetime) -> None:
    audit.record_write(
        actor, action=action, subject_kind="exchange_connector", subject_id=source, at=at
    )
