"""Buildings are put on the map, moved, taken off and found there; files of positions account for every row."""

from __future__ import annotations

import json

import pytest

from anju.domains.places import api as places
from anju.domains.places.api import Box, Position, PositionRow
from anju.domains.regions import api as regions
from anju.domains.regions.api import Datum
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.grids import SIDE, SOUTH, WEST, squares
from tests.factories.register import HERE, NEXT_DOOR, OTHER_STREET, PLATFORM, STREET, Street
from tests.factories.staff import actor, staff
from tests.factories.tasks import all_rows

pytestmark = pytest.mark.django_db
INSIDE = Position(WEST + SIDE // 2, SOUTH + SIDE // 2)
"""In the first square of the community HERE."""
BESIDE = Position(WEST + SIDE // 2, SOUTH + SIDE + SIDE // 2)
"""In the square of the community next door."""


@pytest.fixture(scope="module")
def street(once):
    built = once(Street.built)
    once(squares, HERE, 2)
    once(squares, NEXT_DOOR, 2, row=1)
    return built


@pytest.fixture
def office():
    return actor(staff("map.street", ("street", STREET)))


@pytest.fixture
def building(street):
    return places.building(street.rooms[0].building_id)


def placed(who, positions, **more):
    with acting(who):
        return places.place_buildings(positions, actor=who, at=now(), **more)


def test_a_building_is_put_on_the_map_moved_and_taken_off_with_a_line_in_the_trail(
    office, building
):
    there = Position(INSIDE.longitude + 1, INSIDE.latitude)
    assert placed(office, {building.id: INSIDE}) == 1
    assert placed(office, {building.id: INSIDE}) == 0, "the same again"
    assert placed(office, {building.id: there}) == 1
    assert placed(office, {building.id: None}) == 1
    assert places.positions([building.id]) == {}
    details = [
        d
        for (d,) in all_rows(
            "SELECT detail::text FROM audit_entry WHERE action = 'places.position' ORDER BY id"
        )
    ]
    pairs = [(json.loads(d)["from"], json.loads(d)["to"]) for d in details]
    one, two = [INSIDE.longitude, INSIDE.latitude], [there.longitude, there.latitude]
    assert pairs == [(None, one), (one, two), (two, None)]


def test_a_change_is_taken_back_only_while_it_is_the_latest(office, building):
    placed(office, {building.id: INSIDE})
    placed(office, {building.id: BESIDE})
    with pytest.raises(Conflict, match="position_changed"):
        placed(office, {building.id: None}, instead_of={building.id: INSIDE})
    assert placed(office, {building.id: INSIDE}, instead_of={building.id: BESIDE}) == 1


def test_only_who_keeps_the_homes_of_a_place_moves_its_buildings(building):
    for who in (
        actor(staff("far", ("street", OTHER_STREET))),
        actor(staff("boss", ("leader", STREET))),
    ):
        with pytest.raises(NotAllowed):
            placed(who, {building.id: INSIDE})
    with pytest.raises(NotFound, match="building_unknown"):
        placed(PLATFORM, {10**9: INSIDE})
    with pytest.raises(Refused, match="position_outside"):
        placed(PLATFORM, {building.id: Position(0, 0)})


def test_what_is_in_sight_is_found_by_place_and_bounded(office, street, building):
    assert places.unplaced((STREET,), limit=9)[1] == places.unplaced((STREET,), limit=9)[2]
    placed(office, {building.id: INSIDE})
    around = Box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    ((found, at),) = places.buildings_on_map((STREET,), around, limit=10)
    assert (found.id, at) == (building.id, INSIDE)
    assert places.buildings_on_map((OTHER_STREET,), around, limit=10) == []
    assert places.buildings_on_map((STREET,), Box(0, 0, 1, 1), limit=10) == []
    left, missing, total = places.unplaced((STREET,), limit=100)
    assert missing == total - 1 == len(left) and building.id not in {b.id for b in left}


def test_a_building_outside_its_community_is_noticed_where_there_are_boundaries(street, building):
    lying = {building.id: building.region}
    assert places.misplaced({building.id: INSIDE}, lying) == {}
    assert places.misplaced({building.id: BESIDE}, lying) == {building.id: f"{NEXT_DOOR}001"}
    assert places.misplaced({building.id: Position(WEST, SOUTH - 9)}, lying) == {building.id: ""}
    far = street.far[0]
    assert places.misplaced({far.building_id: INSIDE}, {far.building_id: far.region}) == {}


def row(number, code, position=INSIDE, datum=Datum.WGS84):
    return PositionRow(
        number, code, *regions.degrees((position.longitude, position.latitude), datum)
    )


def test_every_row_of_a_file_has_one_outcome(office, street, building):
    away = places.building(street.far[0].building_id)
    second = places.building(street.dormitory[0].building_id)
    rows = [
        row(2, building.code.lower()),
        row(3, building.code),
        row(4, building.code, Position(INSIDE.longitude + 5, INSIDE.latitude)),
        row(5, "NONE"),
        row(6, away.code),
        row(7, second.code, Position(WEST - 9, SOUTH - 9)),
        PositionRow(8, second.code, None, 28.0),
        PositionRow(9, second.code, empty=True),
        PositionRow(10, second.code, 2.0, 2.0),
    ]
    with acting(office):
        seen = places.preview_positions(rows, datum=Datum.WGS84, actor=office)
        assert places.positions([building.id]) == {}, "only looked at"
        done = places.take_positions(rows, datum=Datum.WGS84, actor=office, at=now())
        again = places.take_positions(rows, datum=Datum.WGS84, actor=office, at=now())
    assert seen == done and [o.row for o in done] == [r.row for r in rows]
    assert [(o.outcome, o.reason) for o in done] == [
        ("new", ""),
        ("new", ""),
        ("refused", "position_twice"),
        ("refused", "position_building"),
        ("refused", "position_building"),
        ("refused", "position_other_grid"),
        ("refused", "position_unreadable"),
        ("empty", "position_empty"),
        ("refused", "position_outside"),
    ]
    assert [o.outcome for o in again][:2] == ["same", "same"]
    assert places.positions([building.id]) == {building.id: INSIDE}


def test_shifted_coordinates_are_turned_back(office, building):
    with acting(office):
        places.take_positions(
            [row(2, building.code, datum=Datum.GCJ02)], datum=Datum.GCJ02, actor=office, at=now()
        )
    at = places.positions([building.id])[building.id]
    assert abs(at.longitude - INSIDE.longitude) <= 2 and abs(at.latitude - INSIDE.latitude) <= 2


def test_tables_and_geojson_are_read_row_by_row():
    table = [
        ["地址", "楼栋编码", "纬度", "经度"],
        ["甲", " A1 ", "28.1", "113.2"],
        [None, None, None, None],
        ["乙", "B2", "x", "1"],
    ]
    assert places.rows_of_table(table) == [
        PositionRow(2, "A1", 113.2, 28.1),
        PositionRow(4, "B2", 1.0, None),
    ]
    assert places.rows_of_table([["地址", "经度"]]) is None and places.rows_of_table([]) is None
    features = [
        {"properties": {"code": "A1"}, "geometry": {"type": "Point", "coordinates": [113.2, 28.1]}},
        {"properties": {"code": "B2"}, "geometry": {"type": "LineString", "coordinates": [[1, 2]]}},
        None,
    ]
    assert places.rows_of_geojson(json.dumps({"features": features})) == [
        PositionRow(1, "A1", 113.2, 28.1),
        PositionRow(2, "B2"),
        PositionRow(3, ""),
    ]
    assert places.rows_of_geojson("[") is None and places.rows_of_geojson("[1]") is None
