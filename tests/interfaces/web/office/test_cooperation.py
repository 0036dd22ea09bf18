"""Pages of agreements with other places: proposing, what a form that is not sound says, signing, the file, who may."""

from __future__ import annotations

import json

import pytest

from anju.domains.exchange.api import cooperation
from anju.domains.exchange.links.models import Agreement
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.agreements import terms
from tests.factories.exchange import THERE, carry, linked
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
    "duties": "每季度核对一次\n\n每年联合服务一次",
}


def test_an_agreement_is_proposed_from_a_form_and_a_wrong_one_keeps_what_was_typed(city, there):
    assert "还没有合作协议" in city.get(HOME).content.decode()
    page = city.post(f"{HOME}new/{THERE}/", {**FORM, "purposes": []})
    assert page.status_code == 422
    assert "两地协议" in page.content.decode()
    page = city.post(f"{HOME}new/{THERE}/", FORM)
    assert page.status_code == 302
    shown = city.get(page.url).content.decode()
    assert "已提出，等对方" in shown
    assert "每年联合服务一次" in shown
    carry(there)
    (out,) = there.sent_to("agreement_proposal")
    assert out["body"]["terms"]["duties"] == ["每季度核对一次", "每年联合服务一次"]


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
