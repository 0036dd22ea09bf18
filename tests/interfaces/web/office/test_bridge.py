"""The pages of the bridge of separated networks: how far each side is, answering checks, seeing to differences."""

from __future__ import annotations

import pytest

from anju.domains.exchange.api.bridge import Role
from anju.domains.exchange.bridge.models import Bridge, BridgeItem
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.bridges import bridged
from tests.factories.register import PLATFORM, RESIDENT, Street
from tests.factories.staff import signed_in, staff


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def city(street):
    return signed_in(staff("br.city", ("city", "4301")))


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def said(client, address, fields):
    return client.post(address, fields, follow=True).content.decode()


def item(number):
    with acting(PLATFORM):
        return BridgeItem.objects.get(pk=number)


def test_the_first_page_says_what_to_do_first(city):
    assert "./anju bridge setup" in page(city, "/office/exchange/bridge/")


def test_state_faults_and_counts_of_a_bridge(street, city):
    made, _ = bridged(RESIDENT, street.resident)
    with acting(PLATFORM):
        Bridge.objects.update(
            sent_number=7,
            acknowledged=5,
            sent_at=now(),
            failure="bridge_signature",
            failure_at=now(),
            missing=[3],
        )
    text = page(city, "/office/exchange/bridge/")
    for words in ("第 7 号", "第 5 号", "2 个文件等回执", "签名不符", "缺的编号", "核查不一致"):
        assert words in text
    assert f"/office/exchange/bridge/{made}/differences/" in text


def test_a_difference_is_seen_to_with_what_was_found(street, city):
    made, items = bridged(RESIDENT, street.resident)
    one = items["differences"]
    assert RESIDENT.name in page(city, f"/office/exchange/bridge/{made}/differences/")
    text = page(city, f"/office/exchange/bridge/items/{one}/")
    assert "实住 9 号" in text
    assert "对方称不一致" in text
    close = f"/office/exchange/bridge/items/{one}/close/"
    assert "请写明核实的结果" in said(city, close, {"note": " "})
    said(city, close, {"note": "住 7 号"})
    assert item(one).state == "closed"
    assert "已经处理过" in said(city, close, {"note": "又一次"})
    assert RESIDENT.name in page(city, f"/office/exchange/bridge/{made}/closed/")


def test_checks_are_answered_singly_and_together(street, city):
    made, items = bridged(RESIDENT, street.resident, role=Role.INSIDE)
    one, answer = items["checks"], f"/office/exchange/bridge/{made}/answer/"
    single = {"item": one, "one": "1", "verdict": "differs"}
    assert "请选择不一致的项目" in said(city, answer, single)
    assert "没有这一条" in said(city, answer, {"verdict": "agrees"})
    assert "已保存" in said(city, answer, {"item": one, "verdict": "agrees"})
    assert (item(one).state, item(one).result) == ("answered", "agrees")
    with acting(PLATFORM):
        (sent,) = BridgeItem.objects.filter(kind="answer")
    assert sent.about == item(one).key


def test_who_does_not_keep_the_exchange_sees_nothing(street):
    made, items = bridged(RESIDENT, street.resident)
    clerk = signed_in(staff("br.clerk", ("counter", "430181124205")))
    elsewhere = signed_in(staff("br.else", ("district", "510823")))
    for address in ("bridge/", f"bridge/{made}/checks/", f"bridge/items/{items['checks']}/"):
        page(clerk, f"/office/exchange/{address}", 403)
    assert RESIDENT.name not in page(elsewhere, f"/office/exchange/bridge/{made}/checks/")
    page(elsewhere, f"/office/exchange/bridge/items/{items['checks']}/", 404)
    page(elsewhere, f"/office/exchange/bridge/{made}/nonsense/", 404)
