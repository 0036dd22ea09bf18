"""The statements by which a department's table is read, and positions as text and as values.

Names are quoted by SQLAlchemy and values are bound: nothing of a description becomes part of a statement's text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sql

from anju.domains.exchange.databases.data.databases import (
    LARGEST_OVERLAP,
    LARGEST_PART,
    LONGEST_NAME,
    LONGEST_SECONDS,
    MOST_COLUMNS,
    MOST_ROWS,
    SMALLEST_PART,
    Position,
    PositionKind,
    Selection,
)
from anju.foundation.clock import CHINA
from anju.foundation.errors import Refused

CHANGE = "anju_change"
_KINDS = (
    (PositionKind.MOMENT, ("timestamp", "datetime")),
    (PositionKind.DAY, ("date",)),
    (
        PositionKind.NUMBER,
        ("int", "smallint", "bigint", "mediumint", "tinyint", "numeric", "decimal"),
    ),
    (PositionKind.TEXT, ("char", "varchar", "text", "character", "bpchar")),
)
_TYPES: dict[PositionKind, type | tuple[type, ...]] = {
    PositionKind.MOMENT: datetime,
    PositionKind.DAY: date,
    PositionKind.NUMBER: (int, Decimal),
    PositionKind.TEXT: str,
}


def require_sound(selection: Selection) -> None:
    """`Refused` ``database_selection`` (`field`) for a description that cannot be read by."""
    names = (selection.table, *selection.columns)
    optional = (selection.schema, selection.change_column)
    limits = {
        "part_rows": (SMALLEST_PART, LARGEST_PART),
        "row_limit": (selection.part_rows, MOST_ROWS),
        "seconds": (1, LONGEST_SECONDS),
        "overlap": (0, LARGEST_OVERLAP),
        "complete_days": (0, 366),
    }
    if not all(_name(n) for n in names) or not all(_name(n) for n in optional if n):
        raise Refused("database_selection", field="table")
    if not 1 <= len(selection.columns) <= MOST_COLUMNS or len(set(selection.columns)) != len(
        selection.columns
    ):
        raise Refused("database_selection", field="columns")
    for field, (least, most) in limits.items():
        if not least <= getattr(selection, field) <= most:
            raise Refused("database_selection", field=field)


def _name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME and text.isprintable() and text == text.strip()


def position_kind(type_name: str) -> PositionKind:
    """What a change column of this type holds. `Refused` ``database_change_kind`` (`type`)."""
    plain = type_name.lower().split("(")[0].strip()
    for kind, names in _KINDS:
        if any(plain == n or plain.startswith(f"{n} ") or plain == f"{n}eger" for n in names):
            return kind
    raise Refused("database_change_kind", type=type_name[:40])


def written(position: Position) -> str:
    """A position as it is kept."""
    return position.isoformat() if isinstance(position, date) else str(position)


def read_position(text: str, kind: PositionKind) -> Position | None:
    """A kept position as a value of its column; None where there is none, or it is of another kind of column."""
    try:
        if kind == PositionKind.MOMENT:
            return datetime.fromisoformat(text)
        if kind == PositionKind.DAY:
            return date.fromisoformat(text)
        return (int(text) if kind == PositionKind.NUMBER else text) if text else None
    except ValueError:
        return None


def position_of(value: object, kind: PositionKind) -> Position | None:
    """The value of a change column as a position; None for what is none, such as a day of zeros."""
    if not isinstance(value, _TYPES[kind]):
        return None
    return int(value) if isinstance(value, Decimal) else value  # type: ignore[return-value]


def begin(position: Position, overlap: int) -> Position:
    """Where a reading begins: the overlap before the last position. Text has none."""
    try:
        if isinstance(position, datetime):
            return position - timedelta(seconds=overlap)
        if isinstance(position, date):
            return position - timedelta(days=-(-overlap // 86_400))
    except OverflowError:
        return position
    return position - overlap if isinstance(position, int) else position


def up_to_now(position: Position, now: datetime) -> Position:
    """No position lies in the future: a row of the year 9999 would end all reading."""
    if isinstance(position, datetime):
        here = now.astimezone(CHINA)
        return min(position, here if position.tzinfo else here.replace(tzinfo=None))
    return min(position, now.astimezone(CHINA).date()) if isinstance(position, date) else position


def changed_rows(selection: Selection, start: Position | None, limit: int) -> sql.Select[Any]:
    """The named columns of rows whose change value is at or after `start`, in its order, with the value itself."""
    change: sql.ColumnClause[Any] = sql.column(selection.change_column)
    found = _columns(selection).where(change.is_not(None))
    if start is not None:
        found = found.where(change >= sql.bindparam("start", start))
    return found.order_by(change).limit(limit)


def whole_table(selection: Selection, limit: int) -> sql.Select[Any]:
    """The named columns of every row, with the change value where there is such a column."""
    return _columns(selection).limit(limit)


def newest_rows(selection: Selection, limit: int) -> sql.Select[Any]:
    """The named columns of some rows, the last changed first."""
    found = _columns(selection).limit(limit)
    change = selection.change_column
    return found.order_by(sql.column(change).desc()) if change else found


def rows_without_change(selection: Selection, most: int) -> sql.Select[Any]:
    """How many rows have no change value, up to `most`."""
    some = (
        sql.select(sql.literal(1).label("n"))
        .select_from(_table(selection))
        .where(sql.column(selection.change_column).is_(None))
        .limit(most)
        .subquery()
    )
    return sql.select(sql.func.count()).select_from(some)


def _columns(selection: Selection) -> sql.Select[Any]:
    change = sql.column(selection.change_column) if selection.change_column else sql.null()
    named: list[sql.ColumnClause[Any]] = [sql.column(c) for c in selection.columns]
    return sql.select(*named, change.label(CHANGE)).select_from(_table(selection))


def _table(selection: Selection) -> sql.TableClause:
    return sql.table(selection.table, schema=selection.schema or None)
