"""Places at which an inspection is awaited, for whoever makes a round of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anju.foundation.db.statements import rows


@dataclass(frozen=True, slots=True)
class AwaitedInspection:
    """A building, or one home of it, that is to be inspected until `due`. `key` names what it is about, for ever."""

    building_id: int
    home_id: int | None
    key: str
    due: date


def inspections_due(
    *, day: date, buildings: Sequence[int] | None = None
) -> list[AwaitedInspection]:
    """Recurring visits that are due on a day and not done, everywhere or at these buildings. One query."""
    where, params = _at(buildings)
    sql = f"""SELECT building_id, home_id, rule || ':' || period, due FROM housing_duty
        WHERE done_at IS NULL AND period <= %s AND {where}"""  # noqa: S608
    return [AwaitedInspection(*r) for r in rows(sql, [day, *params])]


def second_looks(*, day: date, buildings: Sequence[int] | None = None) -> list[AwaitedInspection]:
    """Inspections after which somebody is to look again: a hazard was said to be put right, or its term has passed.
    One query."""
    where, params = _at(buildings, "i.")
    sql = f"""SELECT i.building_id, i.home_id, i.id::text, coalesce(min(h.due),
            min((h.state_since AT TIME ZONE 'Asia/Shanghai')::date))
        FROM housing_hazard h JOIN housing_inspection i ON i.id = h.inspection_id
        WHERE (h.state = 'answered' OR (h.state = 'open' AND h.due < %s)) AND {where} GROUP BY i.id"""  # noqa: S608
    return [AwaitedInspection(*r) for r in rows(sql, [day, *params])]


def _at(buildings: Sequence[int] | None, table: str = "") -> tuple[str, list[Any]]:
    if buildings is None:
        return "true", []
    return f"{table}building_id = ANY(%s)", [list(buildings)]
