"""The health of every link on one page, on paper and as a sheet; older gateways; what a message proves."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from anju.domains.exchange.api import deliveries, links
from anju.domains.exchange.links.models import Message
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.deliveries import SCHOOL, delivered
from tests.factories.exchange import THERE, agree, carry, linked
from tests.factories.register import PLATFORM, RESIDENT, Street
from tests.factories.staff import signed_in, staff

HERE = "/office/exchange/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


@pytest.fixture
def city(street):
    return signed_in(staff("eh.city", ("city", "4301")))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_refusals_quota_and_the_end_of_a_key_stand_beside_each_link(city, there):
    agree("FEW", per_day=1)
    there.send(*(there.message("enquiry", agreement="FEW") for _ in "12"))
    with acting(PLATFORM):
        until = now() + timedelta(days=3)
        links.end_key(THERE, there.key.key.kid, until=until, actor=PLATFORM, at=now())
    text = page(city, HERE)
    assert "agreement_quota" in text
    assert "1 / 1 · FEW" in text
    assert f"{until:%Y-%m}" in text
    assert "剑阁县" in page(city, f"{HERE}health/")
    sheet = openpyxl.load_workbook(io.BytesIO(city.get(f"{HERE}health.xlsx").content)).active
    row = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))
    assert (row["今日退回"], row["今日已用"], row["每日次数"]) == (1, 1, 1)


def test_paper_and_sheet_say_that_a_link_is_suspended_and_has_no_agreement(city, there):
    city.post(f"{HERE}links/{THERE}/state/", {"suspend": "1"})
    with acting(PLATFORM):
        (held,) = links.agreements_of(links.peer(THERE).id)
        links.end_agreement(held.id, actor=PLATFORM, at=now())
    text = page(city, f"{HERE}health/")
    assert "已暂停" in text and "没有生效的协议" in text and "正常" not in text
    sheet = openpyxl.load_workbook(io.BytesIO(city.get(f"{HERE}health.xlsx").content)).active
    assert "已暂停" in [c.value for c in sheet[2]]


def test_a_request_of_nobody_known_is_counted_on_the_page(city, there):
    stranger = there.request([there.message("enquiry")], at=now() - timedelta(minutes=9))
    links.receive(stranger, at=now())
    assert "signature_expired" in page(city, HERE)


def test_the_page_asks_as_many_queries_for_many_links(city, there, django_assert_max_num_queries):
    with acting(PLATFORM):
        for n in range(12):
            links.add_peer(f"5201{n:02}", f"地方{n}", "http://x", actor=PLATFORM, at=now())
    for address in ("", "health/", "health.xlsx"):
        page_or_file = city.get(f"{HERE}{address}")
        assert page_or_file.status_code == 200
        with django_assert_max_num_queries(24):
            city.get(f"{HERE}{address}")


def test_the_secret_of_an_older_gateway_is_entered_never_shown_and_ended(city, there):
    here = f"{HERE}links/{THERE}/"
    given = {"scheme": "headers", "caller": "r_1", "service": "s_1", "secret": "not-to-be-shown"}
    wrong = city.post(f"{here}gateways/", {**given, "service": ""}, follow=True)
    assert "请填全" in wrong.content.decode()
    text = city.post(f"{here}gateways/", given, follow=True).content.decode()
    assert "r_1" in text and "not-to-be-shown" not in text
    city.post(f"{here}gateways/", {**given, "end": "1"})
    (held,) = links.gateways_of(links.peer(THERE).id)
    assert held.until is not None


def test_a_message_says_how_much_was_proved_of_it(city, there):
    there.send(there.message("carer_contact"))
    carry(there)
    with acting(PLATFORM):
        number = Message.objects.get(direction="in").pk
    assert "RFC 9421" in page(city, f"{HERE}messages/{number}/")


@pytest.mark.parametrize("who", [("counter", "430181124"), ("auditor", "")])
def test_nobody_else_sees_it(there, who):
    client = signed_in(staff(f"eh.{who[0]}", who))
    for address in ("", "health/", "health.xlsx"):
        assert client.get(f"{HERE}{address}").status_code == 403


def test_sources_stand_beside_the_links_with_what_to_do_next(city, there):
    delivered(RESIDENT)
    text = page(city, HERE)
    assert "来源状况" in text
    assert "上次退回 1 行" in text
    with acting(PLATFORM):
        deliveries.looked(SCHOOL, note="sftp_host_keys", at=now())
    text = page(city, HERE)
    assert "出错" in text
    assert "打开来源页看上次的结果" in text
    assert "来源状况" in page(city, f"{HERE}health/")
    sheet = openpyxl.load_workbook(io.BytesIO(city.get(f"{HERE}sources.xlsx").content)).active
    assert [c.value for c in sheet[1]][:3] == ["来源", "途径", "状态"]
    street = signed_in(staff("eh.street", ("street", "430181124")))
    assert street.get(f"{HERE}sources.xlsx").status_code == 403
