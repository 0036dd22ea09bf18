"""Grids at the office: listed, edited on the map's own terms, taken from files, and put back."""

from __future__ import annotations

import io
import json

import pytest

from anju.domains.regions import api as regions
from tests.factories.grids import at, collection, feature, square, squares, versions
from tests.factories.register import HERE, NEXT_DOOR, OTHER_STREET, STREET

pytestmark = pytest.mark.django_db


@pytest.fixture
def grids(street):
    """Two grids of a community, and one of the next."""
    squares(NEXT_DOOR, 1, row=1)
    return squares(HERE, 2)


def sent(client, steps, *, save="1", base=None, region=STREET):
    fields = {
        "region": region,
        "save": save,
        "steps": json.dumps(steps),
        "base": json.dumps(versions(STREET) if base is None else base),
    }
    return client.post("/office/grids/map/save/", fields)


MOVE = [{"do": "move", "at": at(1, 0), "to": at(1.2, -0.1)}]


def test_the_list_names_grids_by_community_and_those_without_a_boundary(clerk, grids):
    page = clerk.get("/office/grids/").content.decode()
    assert "第2网格" in page and "砰山" in page and "没有边界" not in page
    sent(clerk, [{"do": "draw", "code": f"{HERE}009", "ring": square(5, 5), "name": "远片"}])
    edit = regions.grid_edits(STREET)[0].id
    assert "远片" in clerk.get("/office/grids/").content.decode()
    clerk.post(f"/office/grids/history/{edit}/undo/")
    assert "远片" not in clerk.get("/office/grids/").content.decode()


def test_what_the_map_draws_says_which_grids_are_ones_own(other_clerk, clerk, grids):
    data = clerk.get(f"/office/grids/map/boundaries.json?region={HERE}").json()
    own = {g["name"] + g["code"][9:12]: g["own"] for g in data["grids"]}
    assert own == {"第1网格007": True, "第1网格205": True, "第2网格205": True}
    assert data["grids"][1]["shape"] == [[square(0, 0)]]
    assert other_clerk.get(f"/office/grids/map/boundaries.json?region={HERE}").status_code == 403


def test_trying_answers_what_would_become_and_saving_keeps_it(clerk, grids):
    tried = sent(clerk, MOVE, save="").json()
    assert tried["edit"] is None and set(tried["shapes"]) == set(grids) and not tried["faults"]
    assert versions(STREET) == {b.code: b.version for b in regions.boundaries(STREET)}
    saved = sent(clerk, MOVE).json()
    assert saved["edit"] and "2 个网格" in saved["said"]
    assert saved["versions"] == versions(STREET)


def test_a_fault_is_named_and_drawn_and_not_saved(clerk, grids):
    wrong = [{"do": "move", "at": at(0, 0), "to": at(2.5, 0.5)}]
    answer = sent(clerk, wrong).json()
    assert answer["edit"] is None and answer["faults"][0]["lines"]
    assert "第1网格" in answer["faults"][0]["said"]


def test_who_comes_second_is_told_so_in_words(clerk, grids):
    old = versions(STREET)
    assert sent(clerk, MOVE, base=old).status_code == 200
    late = sent(clerk, [{"do": "move", "at": at(1, 1), "to": at(1.1, 1)}], base=old)
    assert late.status_code == 409 and late.json()["reason"] == "grid_changed_meanwhile"
    assert "第1网格、第2网格" in late.json()["refused"]


@pytest.mark.parametrize("steps", ["", "[", "[]", "{}", '[{"do": "x"}]'])
def test_what_is_no_step_is_refused_in_words(clerk, grids, steps):
    fields = {"region": STREET, "steps": steps, "base": "{}"}
    answer = clerk.post("/office/grids/map/save/", fields)
    assert answer.status_code == 422 and "重新载入" in answer.json()["refused"]


def test_nobody_edits_the_grids_of_another_street(other_clerk, leader, grids):
    assert sent(other_clerk, MOVE).status_code == 403
    assert sent(other_clerk, MOVE, region=OTHER_STREET).status_code in (403, 422)
    assert leader.get("/office/grids/").status_code == 403
    assert sent(leader, MOVE).status_code == 403


def test_the_history_shows_the_past_and_takes_it_back(clerk, grids):
    before = regions.boundaries(STREET)
    sent(clerk, MOVE)
    edit = regions.grid_edits(STREET)[0]
    page = clerk.get("/office/grids/history/").content.decode()
    assert "在地图上修改" in page and "赵敏" in page and "洞阳镇砰山村第1网格" in page
    assert (
        "只能看" in clerk.get(f"/office/grids/map/?region={STREET}&edit={edit.id}").content.decode()
    )
    past = clerk.get(f"/office/grids/map/boundaries.json?region={STREET}&edit={edit.id}").json()
    assert at(1.2, -0.1) in past["grids"][1]["shape"][0][0]
    assert clerk.post(f"/office/grids/history/{edit.id}/undo/").status_code == 302
    assert [b.shape for b in regions.boundaries(STREET)] == [b.shape for b in before]
    assert clerk.post(f"/office/grids/history/{edit.id}/undo/").status_code == 409


def upload(client, text, **more):
    file = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    file.name = "grids.geojson"
    return client.post(
        "/office/grids/import/", {"region": STREET, "file": file, "datum": "wgs84", **more}
    )


def test_a_file_is_looked_at_first_and_taken_when_asked(clerk, grids):
    text = collection(
        feature(f"{HERE}003", square(2, 0), "新片"), feature(f"{HERE}001", square(0, 0))
    )
    looked = upload(clerk, text)
    assert looked.status_code == 200 and "会改动 1 个网格" in looked.content.decode()
    assert len(regions.grids(HERE)) == 2
    assert upload(clerk, text, take="1").status_code == 302
    assert [g.name for g in regions.grids(HERE)] == ["第1网格", "第2网格", "新片"]


def test_what_is_wrong_with_a_file_is_said_by_feature(clerk, grids):
    answer = upload(
        clerk, collection(feature("12", square(2, 0)), feature(f"{HERE}001", square(0, 0)))
    )
    assert (
        answer.status_code == 422 and "第 1 个要素：没有说明是哪个网格" in answer.content.decode()
    )
    for broken in ("{", b"\xff\xfe", "[1]"):
        assert upload(clerk, broken).status_code == 422
    assert clerk.post("/office/grids/import/", {"region": STREET}).status_code == 422


@pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
def test_what_leaves_as_a_file_comes_back_as_it_was(clerk, grids, datum):
    text = clerk.get(f"/office/grids/boundaries.geojson?datum={datum}")
    assert text["content-type"].startswith("application/geo+json")
    answer = upload(clerk, text.content, datum=datum)
    assert "会改动 0 个网格" in answer.content.decode()


def test_a_grid_gets_another_name(clerk, other_clerk, grids):
    assert (
        clerk.post("/office/grids/rename/", {"code": grids[0], "name": "东片"}).status_code == 302
    )
    assert "东片" in clerk.get("/office/grids/").content.decode()
    refused = other_clerk.post("/office/grids/rename/", {"code": grids[0], "name": "x"})
    assert refused.status_code == 403
