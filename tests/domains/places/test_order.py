"""Rooms, buildings and units stand in the order people count them."""

import pytest

from anju.domains.places import api as places
from anju.domains.regions import api as regions
from anju.foundation.db.scope import acting
from tests.factories import register as town

pytestmark = pytest.mark.django_db


def test_rooms_of_a_floor_and_numbered_buildings_count_9_10_11():
    rooms = ["11", "9", "10", "1", "2"]
    homes = town.building(town.HERE, "测试路9号", rooms, kind="dormitory", party="holder:99")
    for name in ("10号楼", "9号楼", "11号楼"):
        town.building(
            town.HERE, "测试路8号", ["101"], kind="dormitory", party="holder:99", name=name
        )
    with acting(town.PLATFORM):
        counted = [h.room for h in places.homes_of_building(homes[0].building_id)]
        assert counted == ["1", "2", "9", "10", "11"]
        held = places.holdings(["holder:99"])
        assert [b.name for b, _ in held if "8号" in b.address] == ["9号楼", "10号楼", "11号楼"]
        assert [h.room for b, hs in held for h in hs if "9号" in b.address] == counted
        assert [
            h.room
            for h in places.suggest("测试路9号", regions=[town.HERE])
            if h.building_id == homes[0].building_id
        ] == counted
        page, _ = places.buildings_page([town.HERE], limit=50, offset=0)
        assert [b.name for b in page if "8号" in b.address] == ["9号楼", "10号楼", "11号楼"]


def test_a_home_is_found_with_its_community_among_the_words_in_any_order():
    home = town.building(town.HERE, "东升路1号", ["306"])[0]
    town.building(town.NEXT_DOOR, "东升路1号", ["306"])
    community = regions.get(town.HERE).name
    with acting(town.PLATFORM):
        for q in (
            f"{community} 东升路 306",
            f"306室 1号 东升路 {community}",
            f"洞阳镇 {community[:2]} 东升路 306",
            f"东升路 306 {community} 洞阳镇",
        ):
            found = places.suggest(q, regions=[town.STREET])
            assert [h.id for h in found] == [home.id], q
        assert len(places.suggest("东升路 306", regions=[town.STREET])) == 2
