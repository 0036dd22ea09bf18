"""The tabs of an employer's dormitories."""

from __future__ import annotations

from anju.domains.places.api import BuildingView
from anju.interfaces.web.reception.place import titles_of


def building(number: int, address: str, name: str) -> BuildingView:
    return BuildingView(
        number, f"B{number}", "430181124205", address, name, "dormitory", 6, "employer:1", True
    )


def test_buildings_of_one_name_are_told_apart_by_their_address() -> None:
    found = [
        building(1, "园丰路1号", "1栋"),
        building(2, "纬二路36号", "1栋"),
        building(3, "园丰路1号", "2栋"),
        building(4, "新屋路12号", ""),
    ]
    assert titles_of(found) == {
        1: "园丰路1号1栋",
        2: "纬二路36号1栋",
        3: "2栋",
        4: "新屋路12号",
    }
