"""Files of agencies: whatever their form, every row is accounted for, and what is taken is what was written."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from anju.domains.housing.api import listings
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import system
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, Refused
from tests.domains.housing.listings import agency
from tests.factories.register import building

pytestmark = pytest.mark.django_db
ACTOR = system("tests", channel="import")
CITY = "430181000000"
FORM = listings.FORM
TABLES = ("housing_listing", "housing_contact", "housing_listing_key")


def sender(source: str = "agency", region: str = CITY, party: str = "") -> Sender:
    return Sender(source, "import", "安居房产", region=region, party=party)


def received(data: bytes, name: str = "房源.csv", **of: str) -> register.ImportView:
    with acting(ACTOR):
        return register.receive(data, name, form=FORM, sender=sender(**of), actor=ACTOR, at=now())


def applied(data: bytes, name: str = "房源.csv", **of: str) -> register.ImportView:
    found = received(data, name, **of)
    with acting(ACTOR):
        return register.apply_import(found.id, actor=ACTOR, at=now())[0]


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def outcome(view: register.ImportView) -> dict[str, int]:
    counts = {k: view.counts[k] for k in ("taken", "same", "doubtful")}
    found = counts | {"refused": view.counts["rejected"]}
    assert sum(found.values()) == view.counts["rows"]
    assert view.counts["accepted"] + view.counts["rejected"] == view.counts["rows"]
    return {k: n for k, n in found.items() if n}


def held(
    columns: str = "place, rent, area, bedrooms, floor, floors, state",
) -> list[tuple[object, ...]]:
    with acting(ACTOR):
        return rows(f"SELECT {columns} FROM housing_listing WHERE current ORDER BY row")


def contents() -> list[object]:
    """All that the register holds of vacancies, but for when it was seen and ids."""
    with acting(ACTOR):
        listed = rows(
            "SELECT source, ident, fingerprint, state, closed_why, place, rent, area FROM housing_listing"
            " WHERE current ORDER BY ident"
        )
        keys = rows(
            "SELECT k.place, k.rooms, k.area_band, k.rent_band, k.rent, k.area, k.available, l.ident"
            " FROM housing_listing_key k JOIN housing_listing l ON l.id = k.listing_id ORDER BY l.ident, k.place"
        )
    return [listed, keys]


@pytest.mark.parametrize(("form", "seed"), [("csv", 1), ("gbk", 2), ("xlsx", 3), ("json", 4)])
def test_every_row_of_an_untidy_file_has_its_known_fate_and_its_values(form, seed):
    rng = random.Random(seed)
    some = agency.rows(rng, 90)
    lines = agency.table(rng, some)
    data = {
        "csv": lambda: agency.as_csv(lines),
        "gbk": lambda: agency.as_csv(lines, "gb18030"),
        "xlsx": lambda: agency.as_xlsx(lines),
        "json": lambda: agency.as_json(some),
    }[form]()
    found = received(data, f"房源.{'json' if form == 'json' else 'csv'}")
    fates = {k: sum(r.fate == k for r in some) for k in ("taken", "doubtful", "refused")}
    assert outcome(found) == {k: n for k, n in fates.items() if n}
    view = applied(data, f"房源.{'json' if form == 'json' else 'csv'}")
    assert outcome(view) == outcome(found), "what was foreseen is what was done"
    stored = {r[0]: r[1:] for r in held("number, rent, area, state, doubts")}
    for row in some:
        mine = stored.pop(row.cells["number"], None)
        if row.fate == "refused":
            assert mine is None
            continue
        rent, area, state, doubts = mine
        assert state == ("open" if row.fate == "taken" else "doubtful"), row
        assert not row.why or row.why in doubts
        if "unlikely" not in row.why:
            assert (rent, area) == (row.rent, row.area), row
    assert stored == {}


def test_refused_rows_come_back_as_they_stood_with_the_reason():
    data = csv(
        "房源编号,小区,租金,面积",
        "A1,安居苑,1800,56",
        "A2,幸福里,,40",
        "A3,星城,-5,40",
        "合计,3套,,",
    )
    found = received(data)
    with acting(ACTOR):
        sheet = register.refused_rows(found.id, sentence=str, at=now(), actor=ACTOR)
    assert sheet.top[-1] == ("房源编号", "小区", "租金", "面积", "原因")
    assert [row for block in sheet.blocks for row in block.rows()] == [
        ("A2", "幸福里", None, "40", "listing_rent_missing"),
        ("A3", "星城", "-5", "40", "listing_rent_negative"),
    ]
    assert found.counts["problems"] == {"listing_rent_missing": 1, "listing_rent_negative": 1}
    (left,) = found.counts["reading"]["rows"]
    assert (left["what"], left["count"], left["places"]) == ("left_out_total", 1, [5])


def test_the_same_file_again_changes_nothing_and_a_changed_row_replaces_its_listing():
    first = csv("房源编号,小区,租金,面积", "A1,安居苑,1800,56", "A2,幸福里,900,40")
    applied(first)
    before = contents()
    assert outcome(applied(first)) == {"same": 2}
    assert contents() == before
    changed = applied(csv("房源编号,小区,租金,面积", "A1,安居苑,1700,56", "A2,幸福里,900,40"))
    assert outcome(changed) == {"taken": 1, "same": 1}
    assert [r[1] for r in held()] == [1700, 900]
    with acting(ACTOR):
        assert register.undo(changed.id, actor=ACTOR, at=now()) == 1
    assert contents() == before


def test_undo_leaves_nothing_behind_and_what_came_later_stays():
    nothing = contents()
    one = applied(csv("房源编号,小区,租金", "A1,安居苑,1800", "A2,幸福里,900"))
    two = applied(csv("房源编号,小区,租金", "A1,安居苑,1700"))
    with acting(ACTOR):
        assert register.undo(one.id, actor=ACTOR, at=now()) == 2
    assert [r[:2] for r in held()] == [("安居苑", 1700)]
    with acting(ACTOR):
        assert register.undo(two.id, actor=ACTOR, at=now()) == 1
        with pytest.raises(Conflict, match="undo_not_applied"):
            register.undo(two.id, actor=ACTOR, at=now())
    assert contents() == nothing
    assert outcome(applied(csv("房源编号,小区,租金", "A1,安居苑,1800"))) == {"taken": 1}


def test_one_flat_twice_is_told_apart_from_two_flats():
    data = csv(
        "房源编号,地址,户型,租金,面积",
        "A1,新屋路1号3栋501室,2室1厅,1800,56",
        "A1,新屋路1号3栋501室,2室1厅,1800,56",
        "A1,新屋路1号3栋501室,2室1厅,1900,56",
        "A2,新屋路1号3栋501室,2室1厅,1800,56",
        "A3,新屋路1号3栋502室,2室1厅,1800,56",
        ",新屋路1号3栋503室,2室1厅,1800,56",
        ",新屋路1号 3幢 503,2室1厅,1850,56",
        ",安居苑,1室,700,20",
        ",安居苑,1室,700,20",
        ",安居苑,1室,750,20",
    )
    view = applied(data)
    assert outcome(view) == {"taken": 5, "same": 2, "doubtful": 3}
    assert view.counts["warnings"] == {"listing_number_twice": 1, "listing_same_flat": 3}
    assert [r[0] for r in held("row")] == [2, 4, 5, 6, 7, 8, 9, 11]
    assert outcome(applied(data)) == {"same": 10}


def test_a_flat_that_two_agencies_offer_is_taken_with_a_remark():
    data = csv("地址,租金,面积", "新屋路1号3栋501室,1800,56")
    applied(data)
    view = applied(csv("地址,租金,面积", "浏阳市新屋路1号3幢501,1750,56"), source="other")
    assert outcome(view) == {"taken": 1}
    assert view.counts["warnings"] == {"listing_offered_by_others": 1}


def test_a_home_on_file_is_recognised_by_its_address_or_its_code_and_keeps_its_region():
    home, other = building("430181124205", "新屋路12号", ["301", "302"])
    data = csv(
        "房屋码,地址,租金", ",洞阳镇新屋路12号301,900", f"{other.code},,950", "XXXXXXXXXX,,950"
    )
    view = applied(data)
    assert outcome(view) == {"taken": 2, "refused": 1}
    assert view.counts["problems"] == {"listing_home_unknown": 1}
    assert held("home_id, region, place, exact") == [
        (home.id, "430181124205", "新屋路12号", True),
        (other.id, "430181124205", "新屋路12号", True),
    ]


def test_the_public_place_never_holds_the_room():
    applied(
        csv("小区,地址,楼栋,房号,租金", "安居苑3栋2单元501,,,,900", "安居苑,新屋路12号,3栋,501,900")
    )
    assert [(p, f) for p, f in held("place, flat")] == [
        ("安居苑3栋", ""),
        ("安居苑（新屋路12号3栋）", "3栋 501"),
    ]


def test_phones_are_kept_apart_and_encrypted():
    applied(csv("小区,租金,电话,联系人", "安居苑,900,13912345678,王经理", "幸福里,900,,"))
    with acting(ACTOR):
        ((name, cipher),) = rows("SELECT name, phone_cipher FROM housing_contact")
        whole = "".join(map(str, rows("SELECT * FROM housing_listing")))
    assert name == "王经理" and b"13912345678" not in bytes(cipher) and "13912345678" not in whole


def test_columns_of_english_programs_are_told_by_what_stands_in_them():
    data = (
        '[{"house_id": 7, "area": "金沙", "area_sqm": 56.5, "price": 1800, "title": "整租·安居苑 2室1厅",'
        ' "bedrooms": 2, "rental_type": "整租", "available_from": "2026-12-01", "lng": 113.64, "lat": 28.16,'
        ' "contact_phone": "13912345678", "tags": ["近地铁", "有电梯"]}]'
    ).encode()
    assert outcome(applied(data, "list.json")) == {"taken": 1}
    assert held("number, area, rent, bedrooms, whole, available, longitude, remark") == [
        (
            "7",
            Decimal("56.50"),
            Decimal("1800.00"),
            2,
            True,
            date(2026, 12, 1),
            113.64,
            "近地铁、有电梯",
        )
    ]


def test_titles_on_two_lines_and_cells_joined_over_several_rows_are_read():
    data = (
        "<table><tr><td colspan=4>房源表</td></tr>"
        "<tr><td rowspan=2>小区</td><td colspan=2>房屋情况</td><td rowspan=2>租金</td></tr>"
        "<tr><td>户型</td><td>面积</td></tr>"
        "<tr><td rowspan=2>安居苑</td><td>1室</td><td>30</td><td>700</td></tr>"
        "<tr><td>2室</td><td>50</td><td>900</td></tr></table>"
    ).encode()
    view = applied(data, "list.html")
    assert outcome(view) == {"taken": 2}
    assert held("place, bedrooms, area, rent") == [("安居苑", 1, 30, 700), ("安居苑", 2, 50, 900)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (csv("姓名,身份证号", "张三,1"), "listing_header_missing"),
        (csv("小区,面积", "安居苑,56"), "listing_header_missing"),
        (csv("小区,租金,面积"), "rows_missing"),
        (b"", "file_empty"),
        (b"%PDF-1.7\n", "file_is_pdf"),
    ],
)
def test_what_is_no_list_of_vacancies_is_refused_whole(data, code):
    with pytest.raises(Refused, match=code):
        received(data)


def test_a_person_sets_columns_and_cells_right_and_the_columns_are_remembered():
    data = csv("小区,挂牌,租金,面积", "安居苑,1800,x,56", "幸福里,900,x,40")
    found = received(data)
    assert outcome(found) == {"refused": 2}
    columns = {k: v for k, v in found.mapping["columns"].items() if k != "rent"} | {"rent": [1]}
    with acting(ACTOR):
        found = register.correct_rows(found.id, actor=ACTOR, at=now(), columns=columns)
        assert outcome(found) == {"taken": 2}
        found = register.correct_rows(found.id, actor=ACTOR, at=now(), fixes={2: {"rent": "-7"}})
    assert outcome(found) == {"taken": 1, "refused": 1}
    again = received(data + b"\n")
    assert outcome(again) == {"taken": 2}


def test_a_list_of_vacancies_is_none_of_people_and_changes_nobody():
    found = received(csv("小区,租金", "安居苑,900"))
    with acting(ACTOR), pytest.raises(Conflict, match="import_not_of_people"):
        register.preview(found.id, at=now())
    applied(csv("小区,租金", "安居苑,900"))
    with acting(ACTOR):
        assert rows("SELECT count(*) FROM register_declaration") == [(0,)]
    assert local_date(now())
