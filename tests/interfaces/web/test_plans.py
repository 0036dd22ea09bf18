"""The desk for mothers and children, and the pages of a woman and of a guardian."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domains.health.clinic.town import Clinics
from tests.domains.health.plans import town as plan_town
from tests.factories.register import ELSEWHERE, HERE
from tests.factories.staff import public, signed_in, staff


@pytest.fixture(scope="module")
def town(once):
    return once(Clinics.built)


@pytest.fixture
def desk(town):
    return signed_in(staff("midwife", ("maternal", HERE)))


def page(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def act(client, url: str, name: str, status: int = 302, **more: object) -> str:
    answer = client.post(url, {"act": name, "key": f"{name}{len(more)}", **more})
    body = answer.content.decode()
    assert answer.status_code == status, re.findall("aj-alert.*", body)
    return body


def typed(town, **change: object) -> dict[str, object]:
    return {
        "name": "王芳",
        "born": "1992-03-03",
        "phone": "13900008801",
        "period": town.ago(70).isoformat(),
        "key": "n1",
        **change,
    }


def test_a_woman_is_taken_in_checked_referred_and_followed_up(town, desk):
    assert "这个名单里没有人" in page(desk, "/office/clinic/plans/")
    wrong = desk.post("/office/clinic/plans/new/", typed(town, born=""))
    assert wrong.status_code == 422 and "核对本人的出生日期" in wrong.content.decode()
    url = desk.post("/office/clinic/plans/new/", typed(town)).url
    seen = page(desk, url)
    assert "孕 10 周 0 天" in seen and "预产期" in seen and "国卫基层发〔2017〕13号" in seen
    assert "日期看不懂" in act(desk, url, "visit", 422, contact="early", day="")
    day = town.today.isoformat()
    visit = {"contact": "early", "day": day, "item-weight": "58", "sign": "bleeding"}
    assert "转到哪家" in act(desk, url, "visit", 422, **visit)
    assert "应在 25 到 250 之间" in act(desk, url, "visit", 422, **{**visit, "item-weight": "5x"})
    act(desk, url, "visit", **visit, referred_to="市妇幼保健院")
    seen = page(desk, url)
    assert "立即转诊" in seen and "要立即转上级医疗卫生机构" in seen
    assert "王芳" in page(desk, "/office/clinic/plans/?show=referred")
    (number,) = re.findall(r'name="referral" value="(\d+)"', seen)
    act(desk, url, "answer", referral=number, answer="已住院，平稳")
    assert "已住院，平稳" in page(desk, url)
    printed = page(desk, url.replace("/?", "/print/?"))
    assert "母子健康手册" in printed and "<svg" in printed and "MZ " in printed
    act(desk, url, "leave")
    assert desk.get(url).status_code == 404


def test_a_child_is_measured_and_its_growth_drawn_over_a_table(town, desk):
    child = plan_town.child(town, 95)
    assert "周小满" in page(desk, "/office/clinic/plans/child/?q=周小满")
    joined = {"child": child, "key": "j", "discharge": town.ago(92).isoformat()}
    url = desk.post("/office/clinic/plans/child/", joined).url
    sizes = {"item-weight": "4.0", "item-length": "61", "item-head": "40", "how": "lying"}
    act(desk, url, "visit", contact="month_3", day=town.today.isoformat(), **sizes)
    seen = page(desk, url)
    assert "polyline" in seen and "生长记录" in seen and "体重低于 M−2SD" in seen
    assert desk.get("/office/clinic/plans/?format=xlsx").status_code == 200


def test_the_list_asks_a_fixed_number_of_queries(town, desk):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert "王芳" in page(desk, "/office/clinic/plans/?show=mothers")
        return len(found)

    plan_town.opened(town)
    asked()
    first = asked()
    for n in range(5):
        one = plan_town.NewMother(f"王芳{n}", plan_town.MOTHER.born)
        plan_town.opened(town, new=one)
    assert asked() == first
    assert "王芳" in page(desk, "/office/clinic/plans/?q=13900008801")


def test_nobody_else_opens_the_desk(town):
    plan = plan_town.opened(town)
    for role in ("street", "counter", "district", "police", "leader", "clinic", "cdc", "grid"):
        other = signed_in(staff(f"other.{role}", (role, HERE[:6] if role != "grid" else HERE)))
        for path in ("", f"{plan}/", f"{plan}/print/", "new/", "child/", "?format=xlsx"):
            answer = other.get(f"/office/clinic/plans/{path}")
            assert answer.status_code in (403, 404), (role, path)
    far = signed_in(staff("midwife.far", ("maternal", ELSEWHERE)))
    assert far.get(f"/office/clinic/plans/{plan}/").status_code == 404


def test_a_woman_joins_books_moves_and_leaves_on_her_phone(town, desk):
    phone = signed_in(public("13900008877"))
    assert "自愿参加" in page(phone, "/me/care/")
    joined = {"act": "open", "clinic": town.here, **typed(town)}
    assert phone.post("/me/care/", {**joined, "born": ""}).status_code == 422
    url = phone.post("/me/care/", joined).url
    assert phone.post("/me/care/", joined).url == url
    day = town.today + timedelta(days=2)
    act(phone, url, "book", day=day.isoformat())
    act(phone, url, "book", day=(day + timedelta(days=1)).isoformat())
    for wrong in ("", "2026-02-30"):
        assert "天内的日期" in act(phone, url, "book", 422, day=wrong)
    assert f"已预约 {day + timedelta(days=1)}" in page(phone, url)
    assert "请填末次月经" in act(phone, url, "dating", 422, period="", scan="")
    assert "孕 10 周 0 天" in page(phone, url)
    act(phone, url, "cancel")
    assert "王芳" in page(desk, "/office/clinic/plans/?show=mothers")
    stranger = signed_in(public("13900008866"))
    assert stranger.get(url).status_code == 404
    assert "母子健康手册" in page(phone, f"{url}print/")
    act(phone, url, "leave")
    assert "您已退出" in page(phone, url)
    assert "王芳" not in page(desk, "/office/clinic/plans/?show=mothers")
    act(phone, url, "back")
    assert "您已退出" not in page(phone, url)


def test_a_code_on_paper_puts_the_plan_on_the_phone_and_opens_it_at_the_desk(town, desk):
    plan = plan_town.opened(town)
    code = plan_town.seen(town, plan).code
    phone = signed_in(public("13900008878"))
    claim = {"act": "claim", "code": f"MZ {code}", "born": "1992-03-03"}
    assert phone.post("/me/care/", {**claim, "born": "1992-03-04"}).status_code == 422
    assert phone.post("/me/care/", claim).url == f"/me/care/{plan}/"
    answer = desk.post("/office/clinic/plans/scan/", {"code": f"MZ {code}"})
    assert f"/office/clinic/plans/{plan}/" in answer.url
