"""Pages of sample audits, from the draw to the published figures, for who runs, checks, is checked, and strangers."""

from __future__ import annotations

import io
import re
from html import unescape

import openpyxl
import pytest

from tests.factories.register import STREET, Street
from tests.factories.samples import CITY
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def people(street):
    return {
        "office": signed_in(staff("samples.run", ("district", CITY))),
        "one": signed_in(staff("samples.one", ("checker", CITY))),
        "two": signed_in(staff("samples.two", ("checker", CITY))),
        "street": signed_in(staff("samples.street", ("street", STREET))),
        "grid": signed_in(staff("samples.grid", ("grid", STREET))),
        "far": signed_in(staff("samples.far", ("district", "440306"))),
    }


def plan(street, **changes):
    base = {
        "name": "冬季核查",
        "kind": "records",
        "region": f"{CITY}000000",
        "digits": "9",
        "size": "3",
        "again": "100",
        "day": street.today.isoformat(),
        "key": "k1",
    }
    return {**base, **changes}


def drawn(office, street, **changes):
    answer = office.post("/office/samples/new/", plan(street, **changes))
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def check_all(client, board, **given):
    for _turn in range(50):
        found = re.search(
            r'href="(/office/samples/units/\d+/)"', client.get(board).content.decode()
        )
        if found is None:
            return
        page = client.get(found[1]).content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)[1]
        answer = client.post(found[1], {"act": "check", "key": key, "outcome": "lives", **given})
        assert answer.status_code == 302, text(answer)


def test_the_whole_way_on_the_pages(street, people):
    office, board = people["office"], drawn(people["office"], street)
    assert "种子的校验值" in text(office.get(board)) and "抽样框摘要" in text(office.get(board))
    check_all(people["one"], board)
    assert "进入复核" in text(office.get(board))
    assert office.post(f"{board}again/").status_code == 302
    assert "等您核查" not in text(people["one"].get(board))
    check_all(people["two"], board, wrong="phone")
    assert "等待裁定" in text(office.get(board))
    office.post(f"{board}close/")
    assert "请先裁定" in text(office.get(board))
    for url in sorted(
        set(re.findall(r'href="(/office/samples/units/\d+/)"', office.get(board).content.decode()))
    ):
        page = office.get(url).content.decode()
        key = re.search(r'name="key" value="([^"]+)"', page)[1]
        form = {"act": "decide", "key": key, "outcome": "lives", "wrong": "phone"}
        assert office.post(url, {**form, "reason": ""}).status_code == 422
        assert office.post(url, {**form, "reason": "电话已停用"}).status_code == 302
    office.post(f"{board}close/")
    closed = text(office.get(board))
    assert "人户一致率" in closed and "100.0%" in closed and "差错率" in closed
    seen = people["street"].get(board)
    assert "结果" in text(seen) and "查看样本" in text(seen)
    units = people["street"].get(f"{board}units/").content.decode()
    url = re.search(r'href="(/office/samples/units/\d+/)"', units)[1]
    people["street"].post(url, {"act": "appeal", "reason": "电话刚换，请再核"})
    assert "等待决定的申诉" in text(office.get(board))
    book = openpyxl.load_workbook(io.BytesIO(office.get(f"{board}result.xlsx").content))
    assert [c.value for c in book.active[1]][:3] == ["地区", "抽样框", "抽取"]
    frame = office.get(f"{board}frame.txt").content.decode().splitlines()
    assert frame[0] == "part,code" and len(frame) > 1
    assert "冬季核查" in text(office.get(f"{board}print/"))


def test_who_is_checked_and_strangers_do_not_see_the_sample(street, people):
    board = drawn(people["office"], street)
    unit = re.search(
        r'href="(/office/samples/units/\d+/)"', people["one"].get(board).content.decode()
    )[1]
    assert people["street"].get(board).status_code == 200
    assert "/office/samples/units/" not in people["street"].get(board).content.decode()
    assert people["street"].get(unit).status_code == 404
    assert people["street"].get(f"{board}units/").status_code == 403
    assert people["street"].get("/office/samples/new/").status_code == 403
    assert people["far"].get(board).status_code == 404
    assert people["grid"].get("/office/samples/").status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"size": "x"}, "每一层抽 1 至 500 个"),
        ({"digits": "6"}, "分层须比核查范围小"),
        ({"again": "0"}, "复核比例"),
        ({"day": "2999-01-01"}, "不能在今天之后"),
        ({"day": "x"}, "基准日"),
        ({"name": ""}, "请写明名称"),
        ({"region": ""}, "请选区划"),
        ({"region": "440306000000"}, "不在您的管辖范围内"),
    ],
)
def test_a_wrong_plan_comes_back_with_a_sentence(street, people, change, words):
    answer = people["office"].post("/office/samples/new/", plan(street, **change))
    assert answer.status_code == 422 and words in text(answer)


def test_the_same_form_sent_twice_draws_once(street, people):
    assert drawn(people["office"], street) == drawn(people["office"], street)


def test_homes_are_checked_by_numbers_of_people(street, people):
    board = drawn(people["office"], street, kind="doors", key="k2")
    unit = re.search(
        r'href="(/office/samples/units/\d+/)"', people["one"].get(board).content.decode()
    )[1]
    key = re.search(r'name="key" value="([^"]+)"', people["one"].get(unit).content.decode())[1]
    form = {"act": "check", "key": key, "outcome": "lived_in"}
    assert "请填写应登记人数" in text(people["one"].post(unit, form))
    assert "不能多于" in text(people["one"].post(unit, {**form, "people": "1", "registered": "3"}))
    assert people["one"].post(unit, {**form, "people": "3", "registered": "2"}).status_code == 302


def test_the_pages_ask_a_fixed_number_of_questions(street, people, django_assert_max_num_queries):
    board = drawn(people["office"], street)
    people["one"].get(board)
    with django_assert_max_num_queries(26):
        people["one"].get(board)
    with django_assert_max_num_queries(16):
        people["office"].get("/office/samples/")


def test_a_checker_reaches_every_address_and_takes_all_of_them_along_on_paper(
    street, people, monkeypatch
):
    monkeypatch.setattr("anju.interfaces.web.office.samples.views.PER_PAGE", 2)
    board = drawn(people["office"], street, key="way", size="3", digits="0")
    first = set(re.findall(r"/office/samples/units/\d+/", text(people["one"].get(board))))
    second = set(
        re.findall(r"/office/samples/units/\d+/", text(people["one"].get(f"{board}?page=2")))
    )
    assert len(first) == 2 and second and not first & second
    paper = text(people["one"].get(f"{board}way/"))
    assert paper.count("<tr>") == 1 + len(first | second)
    assert "本人在住" in paper and "共 3 个" in paper
    assert people["street"].get(f"{board}way/").status_code in (403, 404)
    assert people["far"].get(f"{board}way/").status_code in (403, 404)
    assert f"{board}units/" in text(people["office"].get(board))
    assert "还没有核查" in text(people["office"].get(f"{board}units/"))
