"""Vacancies on the pages: found by anybody, offered by the landlord, decided at the office."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from anju.domains.housing.api import listings
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.notices import api as notices
from tests.domains.housing.listings.news import heard
from tests.factories import register as town
from tests.factories.grids import squares
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
PHONE, ROOM = "13912345678", "1803"
FILE = f"""房源编号,区县,小区,楼栋,房号,户型,面积,租金,出租方式,电话,备注
A1,浏阳市,安居苑,3栋,{ROOM},2室1厅,56,1800,整租,{PHONE},看房打{PHONE}
A2,浏阳市,幸福里,1栋,201,1室1厅,35,900,合租,{PHONE},
A3,浏阳市,星城,1栋,202,1室1厅,9000,900,整租,{PHONE},电梯房
A4,浏阳市,金沙,1栋,203,1室1厅,40,1200-1500,整租,{PHONE},"""


@pytest.fixture
def street() -> town.Street:
    return town.Street.built()


def taken(data: str = FILE) -> int:
    """A file of an agency, taken in; the number of its import."""
    platform = system("tests", channel="import")
    with acting(platform):
        sender = Sender("agency", "import", "安居房产", region="430181000000")
        got = register.receive(
            data.encode(), "房源.csv", form=listings.FORM, sender=sender, actor=platform, at=now()
        )
        return register.apply_import(got.id, actor=platform, at=now())[0].id


@pytest.fixture
def landlord(street) -> Client:
    return signed_in(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))


@pytest.fixture
def officer() -> Client:
    return signed_in(staff("city.qian", ("city", "4301")))


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def shown(text: str) -> list[str]:
    return re.findall(r'class="vc-title">([^<]+)<', text)


def test_anybody_finds_a_vacancy_and_reads_neither_room_nor_phone(street):
    taken()
    reader = Client()
    every = page(reader, "/vacancies/")
    assert shown(every) == ["幸福里1栋", "安居苑3栋"] and "1,800 元/月" in every
    one = page(reader, re.search(r"/vacancies/\d+/", every)[0])
    two = page(reader, sorted(set(re.findall(r"/vacancies/\d+/", every)))[0])
    for text in (every, one, two):
        assert PHONE not in text and ROOM not in text and "139" not in text
    assert "看房打…" in one + two and "2室 1厅" in one + two


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("rent_to=1000", ["幸福里1栋"]),
        ("rent_from=1000&area_from=50", ["安居苑3栋"]),
        ("bedrooms=1&way=room", ["幸福里1栋"]),
        ("bedrooms=1&bedrooms=2&sort=cheapest", ["幸福里1栋", "安居苑3栋"]),
        ("sort=largest", ["安居苑3栋", "幸福里1栋"]),
        ("region=430181000000", ["幸福里1栋", "安居苑3栋"]),
        ("region=430102001000", []),
        ("rent_from=abc&bedrooms=x&way=y&sort=z&region=zz&after=%00", ["幸福里1栋", "安居苑3栋"]),
    ],
)
def test_filters_narrow_the_list_and_nonsense_is_told(street, query, titles):
    taken()
    answer = Client().get(f"/vacancies/?{query}")
    if "%00" in query:
        assert answer.status_code == 422
        answer = Client().get(f"/vacancies/?{query.replace('%00', 'x')}")
        assert "请填整数" in answer.content.decode()
    assert shown(answer.content.decode()) == titles


def test_nothing_found_says_what_to_leave_out(street):
    assert "还没有空房发布" in page(Client(), "/vacancies/")
    taken()
    empty = page(Client(), "/vacancies/?rent_to=1000&bedrooms=2")
    assert "没有符合条件的空房" in empty
    assert "不限租金" in empty and "不限卧室数" in empty and "不限面积" not in empty
    english = Client(headers={"accept-language": "en"}).get("/vacancies/?rent_to=1000&bedrooms=2")
    assert "No vacancy is like this" in english.content.decode()


def test_the_pages_take_a_fixed_number_of_statements(street, django_assert_max_num_queries):
    taken()
    number = re.search(r"/vacancies/(\d+)/", page(Client(), "/vacancies/"))[1]
    more = "\n".join(f"B{n},浏阳市,小区{n},1栋,101,1室1厅,40,1000,整租,," for n in range(30))
    taken(FILE.splitlines()[0] + "\n" + more)
    for path, most in (
        ("/vacancies/", 9),
        ("/vacancies/?region=430181000000&sort=cheapest", 9),
        ("/vacancies/?rent_to=1&bedrooms=4&way=room&area_to=1&region=430181000000", 22),
        (f"/vacancies/{number}/", 7),
    ):
        cache.clear()
        with django_assert_max_num_queries(most):
            page(Client(), path)


def test_the_list_goes_on_by_key_and_back_to_its_beginning(street):
    lines = "\n".join(
        f"B{n},浏阳市,{chr(65 + n)}苑,1栋,101,1室1厅,40,{1000 + n},整租,," for n in range(25)
    )
    taken(FILE.splitlines()[0] + "\n" + lines)
    first = page(Client(), "/vacancies/?sort=cheapest")
    assert len(shown(first)) == 20
    on = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = page(Client(), f"/vacancies/{on}")
    assert shown(second) == [f"{c}苑1栋" for c in "UVWXY"]
    assert "第一页" in second and 'rel="next"' not in second


def test_a_landlord_offers_from_the_room_changes_and_withdraws(street, landlord):
    code = street.rooms[1].code
    assert "发布这间" in page(landlord, f"/landlord/room/{code}/")
    form = {"rent": "1500", "way": "whole", "area": "45", "bedrooms": "1", "title": "朝南 近公交"}
    answer = landlord.post(f"/landlord/room/{code}/vacancy/", form)
    assert answer.status_code == 302 and answer.url.startswith("/landlord/vacancies/#v")
    assert shown(page(Client(), "/vacancies/")) == ["朝南 近公交"]
    number = answer.url.rpartition("v")[2]
    change = page(landlord, f"/landlord/room/{code}/vacancy/?listing={number}")
    assert 'value="1500.00"' in change or 'value="1500"' in change
    unlikely = landlord.post(
        f"/landlord/room/{code}/vacancy/", {**form, "listing": number, "rent": "20"}
    )
    assert unlikely.status_code == 422 and 'name="sure"' in unlikely.content.decode()
    assert landlord.post(
        f"/landlord/room/{code}/vacancy/", {**form, "listing": number, "rent": "1400"}
    ).status_code == 302  # fmt: skip
    every = page(Client(), "/vacancies/")
    assert "1,400 元/月" in every and "1,500" not in every
    first, later = number, re.search(r"/vacancies/(\d+)/", every)[1]
    assert Client().get(f"/vacancies/{first}/").url == f"/vacancies/{later}/", "links go on working"
    assert landlord.post(
        f"/landlord/room/{code}/vacancy/", {**form, "listing": first, "rent": "1400"}
    ).status_code == 302, "the same sent again from the page before"  # fmt: skip
    assert shown(page(Client(), "/vacancies/")) == ["朝南 近公交"]
    (number,) = re.findall(r"/vacancies/(\d+)/withdraw/", page(landlord, "/landlord/vacancies/"))
    landlord.post(f"/landlord/vacancies/{number}/withdraw/")
    assert shown(page(Client(), "/vacancies/")) == []
    assert "已撤下" in page(landlord, "/landlord/vacancies/")
    page(Client(), f"/vacancies/{number}/", 404)
    landlord.post(f"/landlord/vacancies/{number}/again/")
    assert shown(page(Client(), "/vacancies/")) == ["朝南 近公交"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rent": ""}, "请填每月多少元"),
        ({"rent": "八百"}, "id_rent_error"),
        ({"rent": "-5"}, "id_rent_error"),
        ({"remark": f"打{PHONE}"}, "这里写了电话"),
        ({"way": "boat"}, "aj-error"),
        ({"available": "2097-01-01"}, "太早或太晚"),
        ({"available": "1801-01-01"}, "太早或太晚"),
        ({"bedrooms": "999"}, "id_bedrooms_error"),
    ],
)
def test_what_is_wrong_of_an_offer_is_said_at_its_field(street, landlord, change, says):
    form = {"rent": "1500", "way": "whole", **change}
    answer = landlord.post(f"/landlord/room/{street.rooms[1].code}/vacancy/", form)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert shown(page(Client(), "/vacancies/")) == []


def test_a_change_keeps_the_day_from_which_the_home_is_free(street, landlord):
    code, day = street.rooms[1].code, f"{now() + timedelta(days=9):%Y-%m-%d}"
    form = {"rent": "1500", "way": "whole", "available": day}
    number = landlord.post(f"/landlord/room/{code}/vacancy/", form).url.rpartition("v")[2]
    change = page(landlord, f"/landlord/room/{code}/vacancy/?listing={number}")
    assert re.search(rf'type="date" name="available" value="{day}"', change)


def test_the_form_begins_with_what_is_stated_of_the_home(street, landlord):
    code = street.rooms[1].code
    spaces = {"s-TOTAL_FORMS": "2", "s-INITIAL_FORMS": "0"}
    for n, (purpose, area) in enumerate((("bedroom", "12.5"), ("bedroom", "10"))):
        spaces |= {
            f"s-{n}-purpose": purpose,
            f"s-{n}-area": area,
            f"s-{n}-let": "on",
            f"s-{n}-partition": "none",
        }
    landlord.post(f"/landlord/room/{code}/dwelling/", spaces)
    form = page(landlord, f"/landlord/room/{code}/vacancy/")
    assert re.search(r'name="area" value="22\.50?"', form)
    assert re.search(r'name="bedrooms" value="2"', form)


def test_others_reach_none_of_a_landlords_vacancies(street, landlord):
    code = street.rooms[1].code
    answer = landlord.post(f"/landlord/room/{code}/vacancy/", {"rent": "1500", "way": "whole"})
    number = answer.url.rpartition("v")[2]
    stranger = signed_in(public("13700000002", grants=(("landlord", "holder:99", town.HERE),)))
    for path in (f"room/{code}/vacancy/", f"vacancies/{number}/withdraw/"):
        assert stranger.post(f"/landlord/{path}", {"rent": "1", "way": "whole"}).status_code == 404
    assert len(shown(page(Client(), "/vacancies/"))) == 1


def test_the_office_decides_about_doubtful_vacancies_of_a_file(
    street, officer, django_assert_max_num_queries
):
    batch = taken()
    assert len(shown(page(Client(), "/vacancies/"))) == 2
    cache.clear()
    with django_assert_max_num_queries(16):
        text = page(officer, f"/office/vacancies/?file={batch}")
    assert "面积小于 4 或大于 600 平方米" in text and "租金写成了一个范围" in text
    ids = re.findall(r'name="listing" value="(\d+)"', text)
    none = officer.post("/office/vacancies/decide/", {"decision": "confirm"})
    assert none.status_code == 422 and "请先选中房源" in none.content.decode()
    bare = officer.post("/office/vacancies/decide/", {"decision": "refuse", "listing": ids[:1]})
    assert bare.status_code == 422 and "退回要写明理由" in bare.content.decode()
    officer.post("/office/vacancies/decide/", {"decision": "confirm", "listing": ids})
    assert len(shown(page(Client(), "/vacancies/"))) == 4
    after = page(officer, "/office/vacancies/")
    undo = re.search(r"/office/vacancies/decisions/\d+/undo/", after)[0]
    assert "没有存疑的房源" in after
    officer.post(undo)
    assert len(shown(page(Client(), "/vacancies/"))) == 2
    officer.post(
        "/office/vacancies/decide/", {"decision": "refuse", "listing": ids, "note": "面积不对"}
    )
    assert "没有存疑的房源" in page(officer, "/office/vacancies/")


def test_staff_of_elsewhere_see_and_decide_nothing(street, officer):
    taken()
    ids = re.findall(r'name="listing" value="(\d+)"', page(officer, "/office/vacancies/"))
    far = signed_in(staff("far.wu", ("street", "430102001")))
    assert "没有存疑的房源" in page(far, "/office/vacancies/")
    answer = far.post("/office/vacancies/decide/", {"decision": "confirm", "listing": ids})
    assert answer.status_code in (302, 403, 404)
    assert len(shown(page(Client(), "/vacancies/"))) == 2
    leader = signed_in(staff("leader.sun", ("leader", "4301")))
    assert leader.get("/office/vacancies/").status_code == 403


def offered(landlord: Client, code: str) -> str:
    """An offer of a room; its number."""
    answer = landlord.post(f"/landlord/room/{code}/vacancy/", {"rent": "1500", "way": "whole"})
    return answer.url.rpartition("v")[2]


def test_a_seeker_signs_in_to_write_and_both_sides_agree_when_to_see_it(
    street, landlord, django_assert_max_num_queries
):
    number = offered(landlord, street.rooms[1].code)
    ask = f"/vacancies/{number}/ask/"
    assert f'href="{ask}"' in page(Client(), f"/vacancies/{number}/")
    assert Client().get(ask).url.startswith("/account/")
    seeker = signed_in(public("13800000021"))
    key = re.search(r'name="key" value="(\w+)"', page(seeker, ask))[1]
    assert seeker.post(ask, {"text": " ", "key": key}).status_code == 422
    for _ in range(2):
        thread = seeker.post(ask, {"text": "周末能看房吗", "key": key}).url
    seeker.post(ask, {"text": "或者周五晚上", "key": key})
    mine = page(landlord, "/landlord/vacancies/")
    assert re.search(r"找房留言 <span[^>]*>1<", mine)
    theirs = page(landlord, thread)
    assert theirs.count("周末能看房吗") == 1 and "13800000021" not in theirs
    assert theirs.count("或者周五晚上") == 1, "written on the page before: another message"
    assert "有新消息" not in page(landlord, "/vacancies/messages/")
    landlord.post(thread, {"act": "write", "text": "可以", "key": "k2"})
    assert "有新消息" in page(seeker, "/vacancies/messages/")
    wrong = seeker.post(thread, {"act": "propose", "when": "明天"})
    assert wrong.status_code == 422 and "请选看房的日期和时间" in wrong.content.decode()
    when = f"{now() + timedelta(days=2):%Y-%m-%dT10:30}"
    seeker.post(thread, {"act": "propose", "when": when})
    viewing = re.search(r'name="viewing" value="(\d+)"', page(landlord, thread))[1]
    landlord.post(thread, {"act": "accept", "viewing": viewing})
    assert "已约好" in page(seeker, thread) and "10:30" in page(seeker, thread)
    with django_assert_max_num_queries(14):
        page(seeker, thread)
    with django_assert_max_num_queries(9):
        page(seeker, "/vacancies/messages/")
    seeker.post(thread, {"act": "cancel", "viewing": viewing})
    assert "已取消" in page(landlord, thread)
    stranger = signed_in(public("13800000022"))
    page(stranger, thread, 404)
    assert stranger.post(thread, {"act": "cancel", "viewing": viewing}).status_code == 404
    assert "还没有留言" in page(stranger, "/vacancies/messages/")


def test_an_agency_answers_without_an_account_by_its_address(street):
    taken()
    number = re.search(r"/vacancies/(\d+)/", page(Client(), "/vacancies/?rent_from=1500"))[1]
    seeker = signed_in(public("13800000021"))
    thread = seeker.post(f"/vacancies/{number}/ask/", {"text": "还在吗", "key": "k1"}).url
    heard()
    (said,) = [m.text for m in notices.recent(to=PHONE)]
    address = re.search(r"/vacancies/answer/[^/]+/", said)[0]
    assert "还在吗" in page(Client(), address)
    assert Client().post(address, {"act": "write", "text": "在的", "key": "k2"}).url == address
    assert "在的" in page(seeker, thread) and PHONE not in page(seeker, thread)
    page(Client(), "/vacancies/answer/x:y:z/", 404)
    wrong = Client().post(address, {"act": "propose", "when": "2020-01-01T10:00"})
    assert wrong.status_code == 422 and "已经过了" in wrong.content.decode()


def test_a_search_is_saved_looked_at_and_left_with_one_tap(street, landlord):
    seeker = signed_in(public("13800000021"))
    listed = page(seeker, "/vacancies/?region=430181000000&rent_to=2000&bedrooms=4")
    assert "保存条件，有新房源通知我" in listed
    assert "保存条件" not in page(Client(), "/vacancies/?rent_to=2000")
    hidden = re.findall(
        r'type="hidden" name="(\w+)" value="(\w+)"', listed.partition("vc-results")[2]
    )
    kept: dict[str, list[str]] = {}
    for name, value in hidden:
        kept.setdefault(name, []).append(value)
    assert kept["bedrooms"] == ["4", "5", "6"] and kept["rent_to"] == ["2000"]
    assert seeker.post("/vacancies/saved/", {"region": "430181000000", "rent_to": "2000"}).url == (
        "/vacancies/saved/"
    )
    offered(landlord, street.rooms[1].code)
    heard()
    mine = page(seeker, "/vacancies/saved/")
    assert "湖南省长沙市浏阳市 · 2,000 元/月 以内" in mine and "新增 1 套" in mine
    (number,) = set(re.findall(r"/vacancies/saved/(\d+)/", mine))
    answer = seeker.post(f"/vacancies/saved/{number}/")
    assert answer.url == "/vacancies/?region=430181000000&rent_to=2000"
    assert "新增" not in page(seeker, "/vacancies/saved/")
    other = signed_in(public("13800000022"))
    assert other.post(f"/vacancies/saved/{number}/leave/").status_code == 404
    seeker.post(f"/vacancies/saved/{number}/leave/")
    assert "还没有保存条件" in page(seeker, "/vacancies/saved/")
    assert seeker.post("/vacancies/saved/", {}).url == "/vacancies/?"
    assert "请先选地点" in page(seeker, "/vacancies/")


def test_a_town_shows_its_communities_with_how_many_there_are(street, landlord):
    squares(town.NEXT_DOOR, 1, row=1)
    squares(town.HERE, 2)
    offered(landlord, street.rooms[1].code)
    offered(landlord, street.rooms[2].code)
    text = page(Client(), "/vacancies/?region=430181124000&rent_to=2000")
    (url, count) = re.search(r'href="([^"]*region=430181124205)">[^<]+<b>(\d)</b>', text).groups()
    assert (
        count == "2" and len(shown(page(Client(), f"/vacancies/{url.replace('&amp;', '&')}"))) == 2
    )
    data = Client().get("/vacancies/areas.json?region=430181124000&rent_to=2000").json()["areas"]
    assert {(a["community"], a["count"]) for a in data} == {(town.HERE, 2), (town.NEXT_DOOR, 0)}
    assert all(a["shape"] for a in data)
    for query in ("", "region=430181000000", "region=430181124000&rent_to=1"):
        assert Client().get(f"/vacancies/areas.json?{query}").json() == {"areas": []}
    assert "vc-parts" not in page(Client(), "/vacancies/?region=430181000000")
