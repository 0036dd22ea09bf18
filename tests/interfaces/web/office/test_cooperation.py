"""Pages of agreements with other places: proposing, what a form that is not sound says, signing, the file, who may."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from anju.domains.exchange.api import cooperation
from anju.domains.exchange.links.models import Agreement
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import to_base64url
from anju.foundation.db.scope import acting
from tests.factories.agreements import duties, terms
from tests.factories.exchange import HERE, THERE, carry, linked
from tests.factories.register import PLATFORM, Street
from tests.factories.staff import signed_in, staff

HOME = "/office/exchange/cooperation/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    found = linked()
    with acting(PLATFORM):
        Agreement.objects.update(state="ended")
    return found


@pytest.fixture
def city(street):
    return signed_in(staff("exch.city", ("city", "4301")))


FORM = {
    "number": "HZ-2026-09",
    "title": "两地协议",
    "first": local_date(now()).isoformat(),
    "last": local_date(now()).replace(year=local_date(now()).year + 1, day=1).isoformat(),
    "notice_days": "30",
    "purposes": ["care"],
    "office": "浏阳市流动人口服务中心",
    "per_day": "100",
    "sends": ["enquiry", "reply"],
    "their_office": "剑阁县流动人口办",
    "their_per_day": "100",
    "their_sends": ["enquiry", "reply"],
    "duty_text": ["每季度核对一次", "", "按期答复"],
    "duty_measure": ["", "", "arrivals_answered"],
    "duty_days": ["", "", "15"],
    "duty_percent": ["", "", "90"],
    "contact_name": ["钟离月", ""],
    "contact_phone": ["0731-55550101", ""],
    "service_day": [local_date(now()).isoformat(), ""],
    "service_place": [HERE, HERE],
    "service_topic": ["居住证咨询", ""],
    "review": [local_date(now()).isoformat(), ""],
}


def test_the_list_opens_before_this_place_takes_part_in_any_exchange(city):
    assert "还没有合作协议" in city.get(HOME).content.decode()


def test_an_agreement_is_proposed_from_a_form_and_a_wrong_one_keeps_what_was_typed(city, there):
    assert "还没有合作协议" in city.get(HOME).content.decode()
    page = city.post(f"{HOME}new/{THERE}/", {**FORM, "purposes": []})
    assert page.status_code == 422
    assert "两地协议" in page.content.decode()
    page = city.post(f"{HOME}new/{THERE}/", FORM)
    assert page.status_code == 302
    shown = city.get(page.url).content.decode()
    assert "已提出，等对方" in shown
    assert "流入通知按期答复" in shown
    assert "15 天内，不少于 90%" in shown
    assert "钟离月" in shown
    carry(there)
    (out,) = there.sent_to("agreement_proposal")
    held = out["body"]["terms"]
    measured = {"measure": "arrivals_answered", "days": 15, "percent": 90}
    assert held["duties"] == ["每季度核对一次", {"text": "按期答复", **measured}]
    assert held["sides"][0]["contacts"] == [{"name": "钟离月", "phone": "0731-55550101"}]
    assert held["service_days"][0]["topic"] == "居住证咨询"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"number": "协议一"}, "编号（字母、数字、横线）"),
        ({"their_phone": "电话不详"}, "剑阁县 · 电话"),
        ({"contact_phone": ["无", ""]}, "浏阳市 · 联系人 · 第 1 行 · 电话"),
        ({"service_day": ["2020-01-01", ""]}, "联合服务日 · 第 1 行 · 日期（在协议期内）"),
        ({"last": "2020-01-01"}, "到哪天止"),
    ],
)
def test_what_is_wrong_is_named_as_the_form_names_it(city, there, changed, named):
    page = city.post(f"{HOME}new/{THERE}/", {**FORM, **changed})
    assert page.status_code == 422
    shown = page.content.decode()
    assert named in shown
    assert "/terms" not in shown


def test_a_wrong_day_neither_ends_an_agreement_nor_says_that_a_day_was_not_held(city, there):
    number, start = in_force(there)
    address = f"{HOME}{number}/"
    answer = city.post(
        f"{address}decide/", {"act": "end", "last": "2026-13-1", "note": "撤销"}, follow=True
    )
    assert "请填写最后一天" in answer.content.decode()
    given = {"day": start.isoformat(), "held_on": "昨天", "text": "现场"}
    answer = city.post(f"{address}service-day/", given, follow=True)
    assert "请选协议里约定的服务日" in answer.content.decode()


def test_a_new_proposal_begins_with_the_template(city, there):
    page = city.get(f"{HOME}new/{THERE}/").content.decode()
    assert "收到流入通知后答复" in page
    assert "随迁子女入学咨询" in page


def in_force(there):
    """An agreement that began ten days ago, signed by both sides."""
    start = local_date(now()) - timedelta(days=10)
    held = terms(
        local_date(now()), first=start.isoformat(), **{**duties(start), "reviews": [str(start)]}
    )
    with acting(PLATFORM):
        number = cooperation.propose(THERE, held, actor=PLATFORM, at=now())
    carry(there)
    held = there.sent_to("agreement_proposal")[-1]["body"]["terms"]
    body = {
        "digest": cooperation.digest_of_terms(held),
        "algorithm": there.key.key.alg,
        "kid": there.key.key.kid,
        "signature": to_base64url(there.key.sign(cooperation.signed_text(held))),
        "office": "剑阁县流动人口办",
    }
    there.send(there.message("agreement_signature", body, agreement=held["number"]))
    carry(there)
    with acting(PLATFORM):
        cooperation.sign(number, body["digest"], actor=PLATFORM, at=now())
    return number, start


def test_what_comes_of_an_agreement_is_reported_and_leaves_as_excel(city, there):
    number, start = in_force(there)
    assert "该回顾了" in city.get(HOME).content.decode()
    assert "各地往来人数" in city.get(HOME).content.decode()
    address = f"{HOME}{number}/"
    shown = city.get(address).content.decode()
    assert "已过，未报告举行" in shown
    day = start.isoformat()
    wrong = city.post(f"{address}service-day/", {"day": day, "held_on": ""}, follow=True)
    assert "没举行的写明情况" in wrong.content.decode()
    city.post(
        f"{address}service-day/", {"day": day, "held_on": day, "served": "126", "text": "现场"}
    )
    shown = city.get(address).content.decode()
    assert "服务 126 人次" in shown
    through = (local_date(now()) - timedelta(days=1)).isoformat()
    city.post(f"{address}review/", {"day": day, "through": through, "text": "答复及时"})
    shown = city.get(address).content.decode()
    assert "答复及时" in shown
    assert "该回顾了" not in shown
    assert "履行情况" in city.get(f"{address}print/").content.decode()
    sheet = city.get(f"{address}duties.xlsx")
    assert sheet.status_code == 200
    titles = [c.value for c in load_workbook(io.BytesIO(sheet.content)).active[1]]
    assert titles[:3] == ["约定", "哪一方", "衡量"]
    street = signed_in(staff("street.reports", ("street", "430181124")))
    assert street.post(f"{address}review/", {"day": day}).status_code == 403
    assert street.get(f"{address}duties.xlsx").status_code == 403


def test_terms_of_the_other_place_are_signed_and_leave_as_paper_and_file(city, there):
    held = terms(local_date(now()))
    there.send(there.message("agreement_proposal", {"terms": held}, agreement=held["number"]))
    carry(there)
    with acting(PLATFORM):
        (found,) = cooperation.cooperations()
    address = f"{HOME}{found.id}/"
    assert "同意并签署" in city.get(address).content.decode()
    assert city.get(f"{address}counter/").status_code == 200
    city.post(f"{address}decide/", {"act": "sign", "digest": found.digest})
    assert "本地已签，等对方" in city.get(address).content.decode()
    assert found.digest in city.get(f"{address}print/").content.decode()
    file = json.loads(city.get(f"{address}agreement.json").content)
    assert file["digest"] == found.digest
    assert len(file["signatures"]) == 1
    refused = city.post(f"{address}decide/", {"act": "decline", "note": ""}, follow=True)
    assert "请写明理由" in refused.content.decode()


def test_who_keeps_no_links_sees_no_agreements(there):
    client = signed_in(staff("street.only", ("street", "430181124")))
    assert client.get(HOME).status_code == 403
