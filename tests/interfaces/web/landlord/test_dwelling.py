"""A landlord states what a room is like and reads what is against the city's rules; staff see the same record."""

from __future__ import annotations

import pytest

from anju.domains.housing.api import standards
from anju.domains.housing.api.standards import KINDS
from anju.foundation import law
from anju.foundation.db.scope import acting
from tests.factories import register as town
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
CITY = """region: "4301"
zh: 长沙市
en: Changsha
revised: 2026-11-29
dwelling:
  - key: area_per_person
    square_metres: "5"
    article: {zh: 长沙测试规定第三条, en: "Test rule of Changsha, art. 3"}
    valid_from: 2026-01-01
    confidence: L
  - key: window_bars
    article: {zh: 长沙测试规定第五条, en: "Test rule of Changsha, art. 5"}
    valid_from: 2026-01-01
    confidence: L
"""


@pytest.fixture
def street() -> town.Street:
    return town.Street.built()


@pytest.fixture
def city(tmp_path, settings):
    """Rules of the city in which the street lies."""
    settings.DATA = tmp_path
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "4301.yaml").write_text(CITY, "utf-8")
    law.look_again()
    yield
    law.look_again()


def landlord(street, language="zh-hans"):
    phone = "13700000001" if language == "zh-hans" else "13700000003"
    user = public(phone, grants=(("landlord", street.holder, town.HERE),))
    return signed_in(user, language=language)


def posted(*spaces: dict[str, str], **facts: str) -> dict[str, str]:
    data = {"s-TOTAL_FORMS": str(len(spaces)), "s-INITIAL_FORMS": "0", **facts}
    for n, space in enumerate(spaces):
        whole = {"purpose": "bedroom", "partition": "none", **space}
        data |= {f"s-{n}-{k}": v for k, v in whole.items()}
    return data


def page(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_room_is_stated_judged_with_its_article_and_seen_alike_by_landlord_and_office(
    street, city
):
    client, code = landlord(street), street.rooms[0].code
    assert "还没有填房间情况" in page(client, f"/landlord/room/{code}/")
    form = page(client, f"/landlord/room/{code}/dwelling/")
    assert 'name="s-0-purpose"' in form and 'name="s-1-purpose"' not in form
    answer = client.post(
        f"/landlord/room/{code}/dwelling/",
        posted(
            {"let": "on", "area": "9.5", "people": "2", "name": "主卧"},
            {"purpose": "kitchen", "let": "on"},
        ),
    )
    assert (answer.status_code, answer.url) == (302, f"/landlord/room/{code}/#standards")
    officer = signed_in(staff("street.zhao", ("street", town.STREET)))
    for text in (page(client, f"/landlord/room/{code}/"), page(officer, f"/office/homes/{code}/")):
        assert "主卧：人均 4.75 平方米，不到 5 平方米" in text
        assert "长沙测试规定第三条" in text and "条文待本市核对" in text
        assert "厨房 2：不能出租给人住" in text and "国务院令第 812 号" in text
        assert "整套房屋：防盗网" in text
    assert not [kind for kind in KINDS if kind in page(officer, f"/office/homes/{code}/")]


def test_staff_state_it_too_and_the_landlord_reads_it(street, city):
    officer = signed_in(staff("street.zhao", ("street", town.STREET)))
    code = street.rooms[0].code
    assert "填写房间情况" in page(officer, f"/office/homes/{code}/")
    answer = officer.post(
        f"/office/homes/{code}/dwelling/", posted({"let": "on", "area": "12"}, bars="fixed")
    )
    assert answer.status_code == 302
    assert "防盗网不能从室内打开" in page(landlord(street), f"/landlord/room/{code}/")
    english = page(landlord(street, "en"), f"/landlord/room/{code}/")
    assert "The home as a whole: Window bars do not open from inside" in english
    assert "Test rule of Changsha, art. 5" in english and "长沙测试规定" not in english


def test_spaces_are_added_without_losing_what_was_typed_and_taken_out(street):
    client, path = landlord(street), f"/landlord/room/{street.rooms[0].code}/dwelling/"
    more = client.post(path, posted({"let": "on", "name": "东屋", "area": "x"}) | {"more": "1"})
    text = more.content.decode()
    assert more.status_code == 200 and 'value="东屋"' in text and 'name="s-1-purpose"' in text
    client.post(path, posted({"let": "on", "name": "东屋"}, {"let": "on", "name": "西屋"}))
    client.post(path, posted({"let": "on", "name": "东屋", "gone": "on"}, {"name": "西屋"}))
    with acting(town.PLATFORM):
        (record,) = standards.dwellings_of([street.rooms[0].id]).values()
    assert [(s.number, s.name, s.let) for s in record.dwelling.spaces] == [(1, "西屋", False)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (posted({"let": "on", "area": "-4"}), "0"),
        (posted({"let": "on", "area": "八"}), "s-0-area_error"),
        (posted({"let": "on", "people": "2.5"}), "s-0-people_error"),
        (posted({"purpose": "attic"}), "s-0-purpose_error"),
        ({"more": ""} | {"s-TOTAL_FORMS": "1"}, "s-0"),
        ({}, "页面没有完整提交"),
        (posted({"let": "on", "area": "0.001"}), "s-0-area_error"),
    ],
)
def test_wrong_figures_are_said_at_their_field_and_nothing_is_kept(street, data, says):
    client, path = landlord(street), f"/landlord/room/{street.rooms[0].code}/dwelling/"
    answer = client.post(path, data)
    assert answer.status_code in (200, 422) and says in answer.content.decode()
    with acting(town.PLATFORM):
        assert standards.dwellings_of([street.rooms[0].id]) == {}


def test_nobody_states_anything_of_the_rooms_of_others(street):
    stranger = signed_in(
        public("13700000002", grants=(("landlord", "holder:999999999", town.HERE),))
    )
    path = f"{street.rooms[0].code}/dwelling/"
    assert stranger.get(f"/landlord/room/{path}").status_code == 404
    assert stranger.post(f"/landlord/room/{path}", posted({})).status_code == 404
    elsewhere = signed_in(staff("street.wu", ("street", town.OTHER_STREET)))
    assert elsewhere.post(f"/office/homes/{path}", posted({})).status_code == 404
    auditor = signed_in(staff("leader.sun", ("leader", town.STREET)))
    assert auditor.post(f"/office/homes/{path}", posted({})).status_code in (403, 404)
