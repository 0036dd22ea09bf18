"""A reading of a department's database: in parts, each taken in whole with the position it brings, in one transaction.

Whoever is killed in between goes on from the last part that was taken in; rows that are read again are unchanged. A
part ends where the change value does, so that no value is ever left in the middle of its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import sqlalchemy as sql

from anju.domains.exchange.databases.data.databases import (
    MOST_ROWS,
    Database,
    Position,
    PositionKind,
)
from anju.domains.exchange.databases.models import SourceDatabase
from anju.domains.exchange.databases.operations.reaching import reached
from anju.domains.exchange.databases.queries.connections import connection
from anju.domains.exchange.databases.queries.databases import database
from anju.domains.exchange.databases.queries.remote import columns_of
from anju.domains.exchange.databases.rules import selecting
from anju.domains.exchange.databases.rules.cells import digest_of, table_of_rows
from anju.domains.exchange.deliveries.data.deliveries import Delivery, DeliveryState, Manifest
from anju.domains.exchange.deliveries.operations.taking import take_rows
from anju.domains.exchange.mapping.queries.versions import in_force
from anju.domains.exchange.sources.rules.reading import source as source_of
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError, Refused

ACTOR = system("exchange.databases", channel="exchange")
MOST_WITHOUT_CHANGE, MOST_DIGESTS = 1_000, 500
SOON = timedelta(minutes=10)
"""After a reading that failed or left rows."""
Rows = Sequence[Sequence[Any]]


@dataclass(slots=True)
class Reading:
    """What a reading brought. `fault`: why it ended early, "" for not at all; `again`: when the next one is wanted
    sooner than usual. `known`: digests of the parts of the reading before it, `digests` of its own."""

    deliveries: list[Delivery] = field(default_factory=list)
    fault: str = ""
    rows: int = 0
    more: bool = False
    known: frozenset[str] = frozenset()
    digests: list[str] = field(default_factory=list)

    @property
    def again(self) -> timedelta | None:
        """How long to wait, where the source's hours are too long."""
        if self.fault:
            return SOON
        return timedelta(0) if self.more else None


def read_database(source: str, *, at: datetime) -> Reading:
    """Read what changed (or everything, where that is due) and take it in; nothing for a source without a database.

    Never raises for what is wrong with the database: that is the `fault`, kept with the source for its page. Must not
    stand in a transaction: each part is one of its own."""
    with acting(ACTOR):
        described = database(source)
    if described is None:
        return Reading()
    reading = Reading(known=frozenset(described.digests))
    began, params, without = monotonic(), {}, described.without_change
    try:
        selection = described.selection
        with reached(connection(selection.connection), seconds=selection.seconds) as link:
            types = columns_of(link, selection)
            _whole(described, link, reading, at) if _is_whole(described, at) else _changed(
                described, link, types, reading, at
            )
            if selection.change_column and not reading.fault:
                counted = link.scalar(selecting.rows_without_change(selection, MOST_WITHOUT_CHANGE))
                without = int(counted or 0)
    except AnjuError as wrong:
        reading.fault, params = wrong.code, {k: str(v)[:300] for k, v in wrong.params.items()}
    _note(source, reading, params, without, int((monotonic() - began) * 1000), at)
    return reading


def _is_whole(described: Database, at: datetime) -> bool:
    selection, last = described.selection, described.whole_at
    if not selection.change_column:
        return True
    days = timedelta(days=selection.complete_days)
    return bool(days) and (last is None or at - last >= days)


def _whole(described: Database, link: sql.Connection, reading: Reading, at: datetime) -> None:
    """Everything, as one delivery: what it lacks is absent, and a table that shrank stops and asks."""
    selection = described.selection
    found: list[Any] = []
    statement = selecting.whole_table(selection, MOST_ROWS + 1)
    for part in _streamed(link, statement, selection.part_rows):
        found += part
    if len(found) > MOST_ROWS:
        raise Refused("database_many", most=MOST_ROWS)
    kind = _kind(described, columns_of(link, selection))
    values = [p for r in found if kind and (p := selecting.position_of(r[-1], kind)) is not None]
    _take(described, found, _highest(values), reading, at, complete=True)


def _highest(values: Sequence[Any]) -> Position | None:
    return max(values, default=None)


def _kind(described: Database, types: dict[str, str]) -> PositionKind | None:
    change = described.selection.change_column
    return selecting.position_kind(types[change]) if change else None


def _changed(
    described: Database,
    link: sql.Connection,
    types: dict[str, str],
    reading: Reading,
    at: datetime,
) -> None:
    """The rows from the overlap before the last position on, in parts."""
    selection = described.selection
    kind = selecting.position_kind(types[selection.change_column])
    last = selecting.read_position(described.position, kind)
    start = None if last is None else selecting.begin(last, selection.overlap)
    limit = selection.row_limit + 1
    streamed = _streamed(link, selecting.changed_rows(selection, start, limit), selection.part_rows)
    position = last
    for rows in _parts(streamed, selection.part_rows, limit, reading):
        found = [p for r in rows if (p := selecting.position_of(r[-1], kind)) is not None]
        position = _later(position, found[-1]) if found else position
        _take(described, rows, position, reading, at, complete=False)
        if reading.fault:
            return
    if reading.more and position == last:
        raise Refused("database_stuck", most=selection.row_limit)
    if last is not None and not reading.rows:
        raise Refused("database_went_back", position=described.position)


def _later(before: Position | None, found: Position) -> Position:
    """Positions never go back, though within the overlap rows of earlier changes are read again. Text is ordered by the
    server."""
    if before is None or isinstance(found, str):
        return found
    try:
        return max(before, found)
    except TypeError:  # the column bears a zone now, or none any more
        return found


def _streamed(link: sql.Connection, statement: Any, size: int) -> Iterator[list[Any]]:  # noqa: ANN401 - any SELECT
    """Rows by a cursor of the server, so many at a time."""
    options = {"stream_results": True, "yield_per": size, "max_row_buffer": size}
    result = link.execution_options(**options).execute(statement)
    try:
        for part in result.partitions(size):
            yield list(part)
    finally:
        result.close()


def _parts(
    streamed: Iterator[list[Any]], size: int, limit: int, reading: Reading
) -> Iterator[list[Any]]:
    """Parts of about this size that end where the change value does. Where there are more rows than the limit lets by,
    the last value is left for the next reading."""
    held: list[Any] = []
    count = 0
    for rows in streamed:
        held += rows
        count += len(rows)
        cut = _last_change(held)
        if cut and len(held) >= size:
            yield held[:cut]
            held = held[cut:]
    reading.more = count >= limit
    if reading.more:
        held = held[: _last_change(held)]
    if held:
        yield held


def _last_change(rows: Sequence[Any]) -> int:
    """Where the rows of the last value begin."""
    place = len(rows)
    while place and rows[place - 1][-1] == rows[-1][-1]:
        place -= 1
    return place


def _take(
    described: Database,
    rows: Rows,
    position: Position | None,
    reading: Reading,
    at: datetime,
    *,
    complete: bool,
) -> None:
    """Take one part in and keep its position, or note why not."""
    selection = described.selection
    reading.rows += len(rows)
    table = table_of_rows(selection.columns, [r[:-1] for r in rows])
    with acting(ACTOR):
        kept = SourceDatabase.objects.select_for_update().get(connector__source=described.source)
        version = in_force(source_of(described.source)).number
        digest = digest_of(table, described.source, selection.label, str(version), str(complete))
        if digest not in reading.known:
            own = digest_of(table.head(0), digest, str(kept.pk), str(kept.readings))
            manifest = Manifest(own, len(rows), None, complete)
            name = f"{selection.label} / {'all' if complete else 'changes'}"
            found = take_rows(described.source, name, table, manifest, at=at)
            reading.deliveries.append(found)
            if found.state != DeliveryState.APPLIED:
                reading.fault = found.reason
                return
            kept.readings += 1
        reading.digests.append(digest)
        kept.digests = reading.digests[:MOST_DIGESTS]
        if position is not None:
            kept.position = selecting.written(selecting.up_to_now(position, at))[:200]
        if complete:
            kept.whole_at = at
        kept.save(update_fields=["digests", "readings", "position", "whole_at"])


def _note(
    source: str,
    reading: Reading,
    params: dict[str, str],
    without: int,
    milliseconds: int,
    at: datetime,
) -> None:
    with acting(ACTOR):
        kept = SourceDatabase.objects.select_for_update().get(connector__source=source)
        if not reading.fault:
            kept.read_at, kept.fault_at = at, None
        elif not kept.fault:
            kept.fault_at = at
        kept.tried_at, kept.fault, kept.fault_params = at, reading.fault, params
        kept.rows_read, kept.milliseconds, kept.more = reading.rows, milliseconds, reading.more
        kept.without_change = without
        kept.save()
