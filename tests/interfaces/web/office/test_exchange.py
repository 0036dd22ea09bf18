"""The pages of the exchange: links and their health, agreements by two persons, messages that want somebody, enquiries;
and what other places may ask of the site."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.exchange.api import links, messages
from anju.domains.exchange.links.models import Agreement, Message
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import HeldKey
from anju.foundation.db.scope import acting
from tests.factories.exchange import OWN_URL, THERE, Remote, carry, linked, person_of
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street
from tests.factories.staff import public, signed_in, staff


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def there(street):
    return linked()


@pytest.fixture
def city(street):
    return signed_in(staff("ex.city", ("city", "4301")))


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def said(client, address, fields):
    answer = client.post(address, fields, follow=True)
    return answer.content.decode()


def test_the_first_page_says_what_to_do_first(city):
    assert "先填写本地代码" in page(city, "/office/exchange/")


def test_a_link_is_set_up_from_the_pages_by_two_persons(city):
    said(city, "/office/exchange/place/", {"code": "430181", "name": "浏阳市"})
    said(
        city,
        "/office/exchange/links/",
        {"code": THERE, "name": "剑阁县", "url": "https://there.example", "regions": "510823"},
    )
    key = HeldKey.make()
    here = f"/office/exchange/links/{THERE}/"
    assert "读不出公钥" in said(city, f"{here}keys/", {"jwk": "{}"})
    assert key.key.kid in said(city, f"{here}keys/", {"jwk": json.dumps(key.key.jwk())})
    today = local_date(now())
    terms = {
        "number": "A-1",
        "classes": ["enquiry"],
        "own_classes": ["enquiry"],
        "purposes": ["care"],
        "first": today.isoformat(),
        "last": (today + timedelta(days=30)).isoformat(),
        "per_day": "5",
    }
    assert "请填全协议" in said(city, f"{here}agreements/", {**terms, "last": ""})
    assert "A-1" in said(city, f"{here}agreements/", terms)
    made = Agreement.objects.get().pk
    decide = f"/office/exchange/agreements/{made}/"
    said(city, decide, {"accept": "1", "code": THERE})
    assert Agreement.objects.get().state == "proposed"
    other = signed_in(staff("ex.other", ("city", "4301")))
    said(other, decide, {"accept": "1", "code": THERE})
    assert Agreement.objects.get().state == "active"


def test_the_health_of_every_link_stands_on_one_page(city, there, street):
    there.failure = ConnectionError()
    with acting(PLATFORM):
        links.ask(
            THERE,
            street.resident,
            questions=["lives_here"],
            why="核对",
            purpose="care",
            grade="urgent",
            actor=PLATFORM,
            at=now(),
        )
    carry(there)
    text = page(city, "/office/exchange/")
    assert "连不上对方" in text
    assert "剑阁县" in text


def test_an_enquiry_goes_from_the_persons_page_to_the_answer(city, there, street):
    ask = f"/office/exchange/ask/{street.resident}/"
    assert ask in page(city, f"/office/people/{street.resident}/")
    wrong = said(city, ask, {"place": THERE, "questions": ["lives_here"], "grade": "urgent"})
    assert "写明事由" in wrong
    fields = {
        "place": THERE,
        "questions": ["lives_here", "lived_here"],
        "grade": "urgent",
        "purpose": "residence_registration",
        "first": "2025-01-01",
        "last": "2025-12-31",
        "why": "核对年限",
    }
    assert "待发" in said(city, ask, fields)
    carry(there)
    (sent,) = there.sent_to("enquiry")
    there.send(there.message("reply", {"outcome": "not_known"}, reply_to=sent["id"]))
    carry(there)
    with acting(PLATFORM):
        assert Message.objects.get(message_id=sent["id"]).result == "not_known"


def test_a_rejected_message_is_read_with_the_remedy_repaired_and_resent(city, there, street):
    there.reject["enquiry"] = "agreement_class"
    said(
        city,
        f"/office/exchange/ask/{street.resident}/",
        {
            "place": THERE,
            "questions": ["lives_here"],
            "grade": "urgent",
            "purpose": "care",
            "why": "核对",
        },
    )
    carry(there)
    listed = page(city, f"/office/exchange/links/{THERE}/")
    address = re.search(r"/office/exchange/messages/\d+/", listed)[0]
    text = page(city, address)
    assert "协议不包括这类报文" in text
    with acting(PLATFORM):
        content = links.read_message(int(address.split("/")[-2]), actor=PLATFORM, at=now()).content
    assert "仍会被退回" in said(
        city, f"{address}resend/", {"content": json.dumps({**content, "body": {}})}
    )
    said(city, f"{address}resend/", {"content": json.dumps(content)})
    there.reject.clear()
    carry(there)
    assert len(there.sent_to("enquiry")) == 1


def test_what_was_set_aside_is_decided_on_its_page(city, there, street):
    body = {
        "person": {**person_of(RESIDENT), "name": "单静文"},
        "since": street.today.isoformat(),
        "division": THERE,
    }
    there.send(there.message("arrival_notice", body))
    carry(there)
    listed = page(city, f"/office/exchange/links/{THERE}/")
    address = re.search(r"/office/exchange/messages/\d+/", listed)[0]
    assert "姓名与登记不同" in page(city, address)
    said(city, f"{address}decide/", {"decision": "other_person"})
    carry(there)
    assert [m["body"]["reason"] for m in there.sent_to("implausible")] == ["other_person"]


@pytest.mark.parametrize(
    "who",
    [("counter", HERE), ("grid", HERE), ("street", "430181124"), ("auditor", ""), ("sysadmin", "")],
)
def test_nobody_else_keeps_links(there, who):
    client = signed_in(staff(f"ex.{who[0]}", who))
    for address in ("", f"links/{THERE}/"):
        assert client.get(f"/office/exchange/{address}").status_code == 403


def test_residents_landlords_and_strangers_see_nothing_of_it(there, street):
    resident = signed_in(public("13900001234", person_id=street.resident))
    landlord = signed_in(public("13700000009", grants=(("landlord", street.holder, HERE),)))
    for client in (resident, landlord, Client()):
        assert client.get("/office/exchange/").status_code in (302, 403)


def test_a_city_elsewhere_sees_no_message_of_this_place(there, street):
    there.send(there.message("carer_contact"))
    carry(there)
    with acting(PLATFORM):
        number = Message.objects.get(direction="in").pk
    other = signed_in(staff("ex.far", ("city", "4403")))
    assert other.get(f"/office/exchange/messages/{number}/").status_code == 404


def test_the_pages_ask_a_fixed_number_of_queries(city, there, django_assert_max_num_queries):
    for _ in range(5):
        there.send(*(there.message("carer_contact") for _ in range(4)))
    carry(there)
    for address in ("/office/exchange/", f"/office/exchange/links/{THERE}/"):
        page(city, address)
        with django_assert_max_num_queries(30):
            page(city, address)


class TestTheEndpoint:
    def post(self, request):
        names = {k: v for k, v in request.headers.items() if k != "content-type"}
        return Client().post(
            "/exchange/v1/messages",
            request.body,
            content_type=request.headers["content-type"],
            headers=names,
        )

    def test_takes_signed_messages(self, there, settings):
        settings.PUBLIC_URL = OWN_URL.removesuffix(links.PATH)
        answer = self.post(there.request(there.message("enquiry")))
        assert answer.status_code == 200
        assert answer.json()["results"][0]["class"] == "receipt"
        assert answer["signature"].startswith("anju=:")
        assert list(messages.pointers("1.0", "answer", answer.json())) == []

    def test_refuses_what_was_signed_for_another_address(self, there, settings):
        settings.PUBLIC_URL = "https://elsewhere.example"
        answer = self.post(there.request(there.message("enquiry")))
        assert (answer.status_code, answer.json()["code"]) == (401, "signature_wrong")

    def test_says_so_where_there_is_no_exchange(self, db):
        answer = self.post(Remote().request([]))
        assert (answer.status_code, answer.json()) == (404, {"code": "exchange_not_set_up"})

    def test_publishes_keys_schemas_and_errors(self, there):
        client = Client()
        assert client.get("/exchange/v1/keys").json()["keys"][0]["kid"] == there.home.kid
        schema = client.get("/exchange/v1/schemas/1.0/enquiry.json").json()
        assert schema["$id"] == "urn:anju:exchange:1.0:enquiry"
        assert client.get("/exchange/v1/schemas/1.0/nothing.json").status_code == 404
        assert len(client.get("/exchange/v1/errors").json()["errors"]) == len(messages.errors())
        assert client.get("/exchange/v1/messages").status_code == 405
