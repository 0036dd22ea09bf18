"""Positions of buildings from a file: what each row would do, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.domains.places.data import BuildingView, Position
from anju.domains.places.operations.positions import outside, place_buildings
from anju.domains.places.queries.homes import positions
from anju.domains.places.queries.on_map import buildings_by_code, misplaced
from anju.domains.places.rules.codes import tidy
from anju.domains.places.rules.position_rows import PositionRow
from anju.domains.regions import api as regions
from anju.domains.regions.api import Datum
from anju.foundation.actor import Actor
from anju.foundation.errors import Refused

MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class PositionOutcome:
    """What a row does: ``new``, ``moved``, ``same``, ``empty`` (it names no position) or ``refused``, with the code of
    the reason."""

    row: int
    code: str
    building: BuildingView | None
    outcome: str
    reason: str = ""


def preview_positions(
    rows: Sequence[PositionRow], *, datum: Datum, actor: Actor
) -> list[PositionOutcome]:
    """What each row would do, every row once. Needs `home.edit` where the building lies. `Refused`
    ``positions_too_many``."""
    return _judged(rows, datum, actor)[0]


def take_positions(
    rows: Sequence[PositionRow], *, datum: Datum, actor: Actor, at: datetime
) -> list[PositionOutcome]:
    """Put the buildings of all accepted rows on the map, in one transaction; the outcome of each row. The same file
    again changes nothing. Raises as `preview_positions`."""
    outcomes, accepted = _judged(rows, datum, actor)
    if accepted:
        place_buildings(accepted, actor=actor, at=at)
    return outcomes


def _judged(
    rows: Sequence[PositionRow], datum: Datum, actor: Actor
) -> tuple[list[PositionOutcome], dict[int, Position]]:
    if len(rows) > MOST_ROWS:
        raise Refused("positions_too_many", most=MOST_ROWS)
    known = buildings_by_code(sorted({tidy(r.code) for r in rows if r.code}))
    wanted = {r.row: _position(r, datum) for r in rows}
    pairs = [(r, known.get(tidy(r.code))) for r in rows]
    mine = [(r, b) for r, b in pairs if b is not None and actor.may("home.edit", region=b.region)]
    places = {b.id: p for r, b in mine if (p := wanted[r.row]) is not None}
    elsewhere = misplaced(places, {b.id: b.region for _, b in mine})
    standing = positions(list(places))
    accepted: dict[int, Position] = {}
    outcomes = []
    for row, building in pairs:
        held = building if building and actor.may("home.edit", region=building.region) else None
        at = wanted[row.row]
        reason = _refusal(row, held, at, accepted, elsewhere)
        if reason or held is None or at is None:
            outcome = "empty" if reason == "position_empty" else "refused"
            outcomes.append(PositionOutcome(row.row, row.code, held, outcome, reason))
            continue
        accepted[held.id] = at
        before = standing.get(held.id)
        outcome = "new" if before is None else "same" if before == at else "moved"
        outcomes.append(PositionOutcome(row.row, row.code, held, outcome))
    return outcomes, accepted


def _position(row: PositionRow, datum: Datum) -> Position | None:
    if row.longitude is None or row.latitude is None or abs(row.latitude) > 90:
        return None
    return Position(*regions.stored(row.longitude, row.latitude, datum))


def _refusal(
    row: PositionRow,
    building: BuildingView | None,
    at: Position | None,
    accepted: dict[int, Position],
    elsewhere: dict[int, str],
) -> str:
    if building is None:
        return "position_building"
    if row.empty:
        return "position_empty"
    if at is None:
        return "position_unreadable"
    if outside(at):
        return "position_outside"
    if building.id in accepted and accepted[building.id] != at:
        return "position_twice"
    return "position_other_grid" if building.id in elsewhere else ""
