"""The clinic's desk, the guardian's booklet, stock, survey and coverage: on the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.health.api import children
from anju.foundation.db.scope import acting
from tests.domains.health.clinic import town as at_clinic
from tests.domains.health.clinic.town import Clinics, born, nurse, opened, recorded, stocked
from tests.factories.register import HERE
from tests.factories.staff import public, signed_in, staff


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


@pytest.fixture
def desk(town):
    return signed_in(staff("nurse", ("clinic", HERE)))


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def act(client, url: str, name: str, status: int = 302, **more: object) -> str:
    answer = client.post(url, {"act": name, "key": f"{name}{len(more)}", **more})
    body = answer.content.decode()
    assert answer.status_code == status, re.findall("aj-alert.*", body)
    return body


def entered(desk, town, **change: object):
    data = {
        "name": "王芳之女",
        "born": town.ago(400).isoformat(),
        "sex": "2",
        "relation": "mother",
        "guardian": "王芳",
        "guardian_number": "430181199203039968",
        "phone": "13900008801",
        "key": "n1",
        **change,
    }
    return desk.post("/office/clinic/new/", data)


def test_a_child_arrives_with_an_old_booklet_catches_up_and_moves_away(town, desk):
    lot = stocked(town)
    assert "扫描接种证" in page(desk, "/office/clinic/")
    url = entered(desk, town).url
    assert entered(desk, town, key="n2", name="周小满").url == url, "found again, not entered twice"
    day = town.ago(400).isoformat()
    for vaccine in ("HepB", "BCG"):
        act(desk, url, "record", vaccine=vaccine, day=day, source="booklet")
    seen = page(desk, url)
    assert "卡介苗" in seen and "见接种证" in seen and "★ 麻腮风疫苗" in seen
    asked = {f"asked-{a}": "no" for a in ("fever", "allergy", "reaction", "illness")}
    given = {"lot": f"MMR:{lot}", "site": "left_arm", **asked}
    body = act(desk, url, "give", 422, **{**given, "asked-fever": "yes"})
    assert "今天暂缓接种：今天发热" in body
    act(desk, url, "give", **given)
    assert "202601A" in page(desk, url)
    act(desk, url, "give", **given)
    body = act(desk, url, "give", 422, **{**given, "site": "right_arm"})
    assert "已由洞阳预防接种门诊登记过" in body
    for wrong, sentence in (
        (town.ago(401), "早于出生日期"),
        (town.today + timedelta(days=1), "还没有到"),
    ):
        body = act(desk, url, "record", 422, vaccine="HepB", day=wrong.isoformat())
        assert sentence in body
    printed = page(desk, url.replace("/?", "/print/?"))
    assert "预防接种证" in printed and "<svg" in printed and "430181199203039968" not in printed
    act(desk, url, "away")
    assert "已迁出" in page(desk, url)


def test_two_sources_that_differ_are_decided_on_the_page(town, desk):
    child = opened(born(400, town), town.here, nurse(), town)
    one = recorded(child, "MMR", town.ago(120), town)
    two = recorded(child, "MMR", town.ago(118), town, at_clinic.Source.REGISTRY)
    url = f"/office/clinic/children/{child}/"
    assert "两处记录不一致" in page(desk, url)
    act(desk, url, "same", dose=one, other=two)
    assert "两处记录不一致" not in page(desk, url)


def test_two_records_are_joined_and_separated_on_the_page(town, desk):
    one = opened(born(77, town), town.here, nurse(), town)
    two = opened(
        born(77, town, name="赵晓", guardians=()), town.here, nurse(), town, different_from=[one]
    )
    url = f"/office/clinic/children/{one}/"
    act(desk, url, "join", other=two)
    assert f"编号 {two} 的档案已并到这一份" in page(desk, url)
    act(desk, url, "unjoin", other=two)
    assert "已并到这一份" not in page(desk, url)
    assert "赵晓" in page(desk, f"/office/clinic/children/{two}/")
    assert "可能已经拆分" in act(desk, url, "unjoin", 422, other=two)


def test_the_queue_is_searched_and_asks_a_fixed_number_of_queries(town, desk):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert "周小满" in page(desk, "/office/clinic/?show=all")
        return len(found)

    opened(born(300, town), town.here, nurse(), town)
    asked()
    first = asked()
    for n in range(5):
        opened(born(301 + n, town), town.here, nurse(), town)
    assert asked() == first
    assert "周小满" in page(desk, "/office/clinic/?q=周小满")
    assert "没有找到" in page(desk, "/office/clinic/?q=不存在的人")


def test_nobody_else_opens_the_clinic(town):
    child = opened(born(300, town), town.here, nurse(), town)
    for role in ("street", "counter", "district", "police", "leader", "auditor"):
        other = signed_in(staff(f"other.{role}", (role, HERE[:6] if role != "auditor" else "")))
        for path in ("", f"children/{child}/", "stock/", "survey/", "coverage/"):
            assert other.get(f"/office/clinic/{path}").status_code in (403, 404), (role, path)
    cdc = signed_in(staff("cdc", ("cdc", HERE[:6])))
    assert cdc.get(f"/office/clinic/children/{child}/").status_code == 403
    assert cdc.get("/office/clinic/survey/").status_code == 403
    assert cdc.get("/office/clinic/coverage/").status_code == 200


def test_stock_comes_and_goes_on_the_page(town, desk):
    good = {
        "vaccine": "HepB",
        "number": "b12",
        "amount": "20",
        "expires": (town.today + timedelta(days=300)).isoformat(),
        "key": "s1",
    }
    assert desk.post("/office/clinic/stock/", {**good, "amount": "x"}).status_code == 422
    assert desk.post("/office/clinic/stock/", good).status_code == 302
    assert desk.post("/office/clinic/stock/", good).status_code == 302
    seen = page(desk, "/office/clinic/stock/")
    (url,) = re.findall(r'href="(/office/clinic/stock/\d+/[^"]*)">B12', seen)
    assert desk.post(url, {"move": "wasted", "amount": "3", "key": "w"}).status_code == 422
    wasted = {"move": "wasted", "amount": "3", "note": "破损", "key": "w"}
    assert desk.post(url, wasted).status_code == 302
    assert "在库 17 剂" in page(desk, url)
    assert "B12" not in page(desk, "/office/clinic/stock/?show=used")
    desk.post(url, {"move": "wasted", "amount": "17", "note": "停电", "key": "w2"})
    assert "B12" in page(desk, "/office/clinic/stock/?show=used")
    assert "B12" not in page(desk, "/office/clinic/stock/")
    assert desk.get("/office/clinic/stock/?format=xlsx").status_code == 200


def test_the_survey_and_coverage_leave_as_excel_and_a_contact_is_kept(town, desk):
    child = opened(born(400, town), town.here, nurse(), town)
    seen = page(desk, "/office/clinic/survey/")
    assert "周小满" in seen and "没有任何后果" in seen
    desk.post("/office/clinic/survey/", {"child": child, "outcome": "agreed", "key": "c"})
    assert "本季已联系 1 人" in page(desk, "/office/clinic/survey/")
    assert desk.get("/office/clinic/survey/?format=xlsx").status_code == 200
    cdc = signed_in(staff("cdc2", ("cdc", HERE[:6])))
    assert "不到 10 人" in page(cdc, "/office/clinic/coverage/")
    clinic = {
        "code": "4301810009",
        "name": "新门诊",
        "community": HERE,
        "weekday": ["1", "3"],
    }
    assert cdc.post("/office/clinic/coverage/", clinic).status_code == 302
    assert "新门诊" in page(cdc, "/office/clinic/coverage/")


def test_a_guardian_reads_books_prints_and_leaves_on_the_phone(town, desk):
    child = opened(born(400, town), town.here, nurse(), town)
    with acting(nurse()):
        code = children.child(child, actor=nurse(), at=town.at).booklet
    phone = signed_in(public("13900008877"))
    wrong = {"act": "claim", "code": code, "born": town.ago(399).isoformat()}
    assert phone.post("/me/children/", wrong).status_code == 422
    answer = phone.post("/me/children/", {**wrong, "born": town.ago(400).isoformat()})
    url = answer.url
    seen = page(phone, url)
    assert "周小满" in seen and "麻腮风疫苗" in seen and "<svg" in seen
    act(phone, url, "appoint", day=town.today.isoformat())
    assert "已预约" in page(phone, url)
    assert "周小满" in page(desk, "/office/clinic/")
    assert "预防接种证" in page(phone, f"{url}print/")
    stranger = signed_in(public("13900008866"))
    assert stranger.get(url).status_code == 404
    act(phone, url, "remove")
    assert phone.get(url).status_code == 404
    assert "不影响居住登记" in page(phone, "/me/children/")


def test_scanning_opens_the_record_at_another_clinic(town):
    child = opened(born(400, town), town.here, nurse(), town)
    with acting(nurse()):
        code = children.child(child, actor=nurse(), at=town.at).booklet
    far = signed_in(staff("nurse.far", ("clinic", at_clinic.ELSEWHERE)))
    assert far.get(f"/office/clinic/children/{child}/").status_code == 404
    answer = far.post("/office/clinic/scan/", {"code": f"JZ {code[:4]} {code[4:]}"})
    assert f"/children/{child}/" in answer.url
    act(far, answer.url, "hand_over")
    assert "集里预防接种门诊" in page(far, answer.url)


def test_what_does_not_exist_is_said_on_the_page_and_a_missing_birth_date_by_its_name(town, desk):
    child = opened(born(500, town), town.here, nurse(), town)
    url = f"/office/clinic/children/{child}/"
    assert "没有这份档案" in act(desk, url, "join", 422, other="999999")
    assert "请填出生日期" in entered(desk, town, born="", key="nb").content.decode()


def test_records_of_one_child_are_offered_to_be_joined_by_name_not_by_number(town, desk):
    child = opened(born(510, town), town.here, nurse(), town)
    url = f"/office/clinic/children/{child}/"
    assert "没有同一天出生的另一份档案" in page(desk, url)
    twin = desk.post(
        "/office/clinic/new/",
        {
            "name": "周大满",
            "born": town.ago(510).isoformat(),
            "sex": "1",
            "key": "twin",
            "different": [child],
        },
    ).url
    number = int(re.findall(r"children/(\d+)/", twin)[0])
    assert f'name="other" value="{number}"' in page(desk, url)
    act(desk, url, "join", other=number)
    assert "没有同一天出生的另一份档案" in page(desk, url)


def test_a_clinic_is_entered_by_choosing_its_community_and_a_refusal_keeps_the_form(town):
    cdc = signed_in(staff("cdc3", ("cdc", HERE[:6])))
    clinic = {"code": "9", "name": "缺日", "community": HERE, "weekday": []}
    body = cdc.post("/office/clinic/coverage/", clinic)
    assert body.status_code == 422 and 'value="缺日"' in body.content.decode()
    far = cdc.post("/office/clinic/coverage/", {**clinic, "community": "110101001001"})
    assert far.status_code == 422 and 'value="缺日"' in far.content.decode()
