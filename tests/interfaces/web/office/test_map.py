"""The map of an area: the same figures in colours and as a table, buildings in sight, and putting buildings there."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.fieldwork.api import tasks
from anju.domains.housing.api import listings
from anju.domains.places import api as places
from anju.domains.places.api import Position
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.interfaces.web.office.map.figures import BANDS, band_of, bands, legend
from tests.factories.grids import SIDE, SOUTH, WEST, squares
from tests.factories.register import HERE, NEXT_DOOR, PLATFORM, STREET
from tests.factories.spreadsheets import delimited
from tests.factories.staff import actor, public, signed_in, staff
from tests.factories.tasks import contested, own_declaration

pytestmark = pytest.mark.django_db
INSIDE = Position(WEST + SIDE // 2, SOUTH + SIDE // 2)
BOX = f"{WEST},{SOUTH},{WEST + SIDE},{SOUTH + SIDE}"


@pytest.fixture(scope="module")
def drawn(once):
    once(squares, HERE, 2)
    once(squares, NEXT_DOOR, 2, row=1)


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()


@pytest.fixture
def building(street):
    return places.building(street.rooms[0].building_id)


@pytest.fixture
def placed(building):
    with acting(PLATFORM):
        places.place_buildings({building.id: INSIDE}, actor=PLATFORM, at=now())
    return building


@pytest.fixture
def waiting(street):
    contested(street.resident)
    own_declaration(street.rooms[1], street.today)
    with acting(PLATFORM):
        tasks.renew_tasks(actor=PLATFORM, at=now())


def text(answer):
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode())))


@given(st.lists(st.integers(0, 500), max_size=60))
def test_bands_hold_every_value_above_zero_and_follow_each_other(values):
    ends = bands(values)
    assert ends == sorted(set(ends)) and len(ends) <= BANDS
    for value in values:
        band = band_of(value, ends)
        assert (band == 0) == (value == 0)
        if band:
            assert value <= ends[band - 1] and (band == 1 or value > ends[band - 2])
    assert [row["band"] for row in legend(ends)] == list(range(1, len(ends) + 1))


def test_the_table_and_the_map_tell_the_same_and_counts_open_their_lists(
    street, drawn, clerk, waiting
):
    for layer in ("residents", "let", "free", "listings", "tasks", "late"):
        page = clerk.get(f"/office/map/?layer={layer}")
        assert page.status_code == 200
        shown = clerk.get(f"/office/map/areas.json?layer={layer}").json()["areas"]
        assert {a["code"] for a in shown} == {HERE, NEXT_DOOR}
        column = ["residents", "let", "free", "listings", "tasks", "late"].index(layer)
        for area in shown:
            row = re.search(
                rf"<tr>(?:(?!</tr>).)*region={area['code']}(?:(?!</tr>).)*</tr>",
                page.content.decode(),
                re.S,
            )
            cells = re.findall(r"<td[^>]*>(.*?)</td>", row[0], re.S)
            assert int(re.sub(r"<[^>]+>|\s", "", cells[column])) == area["count"], layer
    links = re.findall(
        r'<a href="(/office/(?:tasks|homes)/[^"]*)">(\d+)</a>', page.content.decode()
    )
    assert len(links) >= 3
    for address, count in links:
        assert int(count) == _listed(clerk.get(unescape(address))), address


def _listed(answer):
    head = re.search(r'aj-count">([\d,]+)', answer.content.decode())
    rows = answer.content.decode().split("<tbody>", 1)[1].split("</tbody>", 1)[0].count("<tr>")
    assert head
    return rows


def test_a_grid_is_a_part_as_well_and_the_table_leaves_as_a_sheet(street, drawn, clerk):
    shown = clerk.get("/office/map/areas.json?parts=15").json()["areas"]
    assert {a["code"] for a in shown} == {f"{c}00{n}" for c in (HERE, NEXT_DOOR) for n in (1, 2)}
    book = openpyxl.load_workbook(io.BytesIO(clerk.get("/office/map/map.xlsx").getvalue())).active
    lines = [[c.value for c in row] for row in book.iter_rows()]
    assert lines[-1][0] == "合计"
    for column in range(2, 8):
        assert lines[-1][column] == sum(line[column] for line in lines[1:-1])


def test_a_leader_sees_figures_and_no_buildings(street, drawn, leader, placed, waiting):
    page = leader.get("/office/map/?layer=tasks")
    assert page.status_code == 200 and "/office/tasks/" not in page.content.decode()
    assert "data-points" not in page.content.decode()
    counts = {
        a["code"]: a["count"]
        for a in leader.get("/office/map/areas.json?layer=tasks").json()["areas"]
    }
    assert counts[HERE] == 2
    assert leader.get(f"/office/map/buildings.json?box={BOX}").status_code == 403
    assert leader.get("/office/map/place/").status_code == 403


def test_buildings_in_sight_come_with_what_waits_and_are_bounded(
    street, drawn, clerk, placed, waiting, monkeypatch
):
    (found,) = clerk.get(f"/office/map/buildings.json?box={BOX}").json()["buildings"]
    assert (
        found["tasks"] == 2
        and found["homes"] == len(street.rooms)
        and found["at"] == [INSIDE.longitude, INSIDE.latitude]
    )
    assert clerk.get("/office/map/buildings.json?box=1,1,2,2").json()["buildings"] == []
    assert clerk.get("/office/map/buildings.json?box=x").json()["buildings"] == []
    assert clerk.get(f"/office/map/buildings.json?box={BOX}&show=late").json()["buildings"] == []
    monkeypatch.setattr("anju.interfaces.web.office.map.views.MOST_POINTS", 0)
    answer = clerk.get(f"/office/map/buildings.json?box={BOX}").json()
    assert answer["more"] and answer["buildings"] == []


def test_the_filter_is_asked_before_the_buildings_are_counted(
    street, drawn, clerk, placed, waiting, monkeypatch
):
    with acting(PLATFORM):
        near = places.building(street.dormitory[0].building_id)
        places.place_buildings({near.id: INSIDE}, actor=PLATFORM, at=now())
    monkeypatch.setattr("anju.interfaces.web.office.map.views.MOST_POINTS", 1)
    shown = clerk.get(f"/office/map/buildings.json?box={BOX}&show=tasks").json()
    assert [b["title"] for b in shown["buildings"]] == [placed.title]
    assert not shown["more"]
    whole = clerk.get(f"/office/map/buildings.json?box={BOX}").json()
    assert len(whole["buildings"]) == 1 and whole["more"]


def test_vacancies_of_known_homes_count_in_their_grid(street, drawn, clerk):
    landlord = actor(public("13700000003", grants=(("landlord", street.holder, HERE),)))
    with acting(landlord):
        terms = listings.Terms(Decimal(1500), whole=True)
        listings.offer_room(street.rooms[1].code, terms, actor=landlord, at=now())
    grid = street.rooms[1].region
    for digits, part in ((12, HERE[:12]), (15, grid)):
        with acting(PLATFORM):
            assert listings.open_by_area(STREET, digits=digits) == (
                {part: 1} if len(part) == digits else {}
            )


def test_others_do_not_see_the_area(street, drawn, other_clerk, placed):
    for page in ("", "areas.json", "map.xlsx"):
        assert other_clerk.get(f"/office/map/{page}?region={STREET}").status_code == 403
    assert (
        other_clerk.get(f"/office/map/buildings.json?region={STREET}&box={BOX}").status_code == 403
    )
    assert other_clerk.get(f"/office/map/place/{placed.id}/").status_code == 404
    worker = signed_in(staff("map.grid", ("grid", HERE)))
    assert worker.get("/office/map/").status_code == 200
    assert worker.get(f"/office/map/?region={NEXT_DOOR}").status_code == 403
    assert signed_in(public("13700000008")).get("/office/map/").status_code == 403


def test_a_building_is_placed_from_the_page_and_taken_back(street, drawn, clerk, building):
    page = f"/office/map/place/{building.id}/"
    assert f'href="{page}"' in clerk.get(f"/office/buildings/{building.id}/").content.decode()
    assert building.title in text(clerk.get("/office/map/place/"))
    sent = {"longitude": "113.371", "latitude": "28.201", "datum": "wgs84"}
    assert clerk.post(page, sent | {"longitude": "x"}).status_code == 422
    for wrong in (("28.201", "113.371"), ("0", "0"), ("113.371", "-28.2"), ("2.0", "89")):
        pair = dict(zip(("longitude", "latitude"), wrong, strict=True))
        answer = clerk.post(page, {**pair, "anyway": "1"})
        assert answer.status_code == 422 and "填反" in text(answer), wrong
    saved = clerk.post(page, sent, follow=True)
    assert "位置已保存" in text(saved)
    assert places.positions([building.id])[building.id] == Position(1_133_710_000, 282_010_000)
    assert building.title not in text(clerk.get("/office/map/place/"))
    (undo,) = set(re.findall(r'action="(/office/map/place/undo/[^"]+)"', saved.content.decode()))
    assert "已恢复" in text(clerk.post(undo, follow=True))
    assert places.positions([building.id]) == {}
    assert clerk.post(undo).status_code == 409, "not twice"
    assert clerk.post("/office/map/place/undo/forged/").status_code == 404


def test_a_place_outside_the_grid_is_asked_about(street, drawn, clerk, building):
    page = f"/office/map/place/{building.id}/"
    sent = {"longitude": "113.3", "latitude": "28.1", "datum": "wgs84"}
    doubt = clerk.post(page, sent)
    assert doubt.status_code == 422 and "确实在这里，仍然保存" in text(doubt)
    assert places.positions([building.id]) == {}
    assert clerk.post(page, sent | {"anyway": "1"}).status_code == 302


def test_a_file_of_positions_is_looked_at_and_taken_in(street, drawn, clerk, building):
    lines = [
        ["楼栋编码", "经度", "纬度"],
        [building.code, "113.371", "28.201"],
        ["NONE", "113.371", "28.201"],
    ]

    def sent(name="positions.csv", data=None, **more):
        file = SimpleUploadedFile(name, data or delimited(lines))
        return clerk.post("/office/map/place/file/", {"file": file, "datum": "wgs84", **more})

    seen = text(sent())
    assert "文件里有 2 行" in seen and "没有这个楼栋编码" in seen
    assert places.positions([building.id]) == {}
    assert "已标注 1 栋楼，1 行退回" in text(sent(take="1"))
    assert building.id in places.positions([building.id])
    assert sent(data=delimited([["a", "b"], ["1", "2"]])).status_code == 422
    feature = {
        "properties": {"code": building.code},
        "geometry": {"type": "Point", "coordinates": [113.371, 28.201]},
    }
    points = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert "没有变化 1" in text(sent("points.geojson", points))
    assert clerk.post("/office/map/place/file/", {}).status_code == 422
    left = openpyxl.load_workbook(
        io.BytesIO(clerk.get("/office/map/place/unplaced.xlsx").getvalue())
    ).active
    codes = [row[0].value for row in left.iter_rows()]
    assert codes[0] == "楼栋编码" and building.code not in codes and len(codes) > 1


def test_pages_take_a_fixed_number_of_queries(
    street, drawn, clerk, placed, waiting, django_assert_max_num_queries
):
    for page, most in (
        ("/office/map/", 44),
        ("/office/map/areas.json", 22),
        (f"/office/map/buildings.json?box={BOX}", 22),
        (f"/office/map/place/{placed.id}/", 22),
        ("/office/map/place/", 20),
    ):
        with django_assert_max_num_queries(most):
            assert clerk.get(page).status_code == 200
