"""A passport says nothing of a nationality until somebody says it: asked for at every form, with no default."""

from __future__ import annotations

import uuid

import polars as pl
import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, PLATFORM, STREET, Street, declared
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
ASKED = "护照和外国人永久居留身份证须填国籍"
GUEST = {"name": "JOHN SMITH", "doc_type": "414", "doc_number": "E12349876"}


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def nationality_of(number: str, issuer: str) -> str:
    with acting(PLATFORM):
        person = people.holder_of("414", issuer, number)
        return people.persons([person])[person].nationality


@pytest.mark.parametrize("kind", ["111", "414", "553", "513", "HMT"])
def test_only_documents_of_foreigners_ask_for_it(kind):
    frame = pl.DataFrame([{"name": "张三", "doc_type": kind, "doc_number": "E12345678"}])
    asked = [m.field for m in register.missing(frame, today=local_date(now()))]
    assert ("nationality" in asked) == (kind in ("414", "553"))


def counter(street, **more):
    return {
        "key": str(uuid.uuid4()),
        **{f"m0-{k}": v for k, v in GUEST.items()},
        "m0-birth_date": "1990-05-06",
        "home_code": street.rooms[2].code,
        "start": str(street.today),
        "reason": "01",
        "dwelling": "02",
        **more,
    }


def test_the_counter_asks_and_takes_a_name_or_a_code(street):
    clerk = signed_in(staff("clerk01", ("counter", STREET)))
    assert 'value="CHN"' not in clerk.get("/office/counter/").content.decode()
    page = clerk.post("/office/counter/", counter(street))
    assert page.status_code == 422 and ASKED in page.content.decode()
    odd = clerk.post("/office/counter/", counter(street, **{"m0-nationality": "火星"}))
    assert odd.status_code == 422 and "不认识这个国籍" in odd.content.decode()
    assert (
        clerk.post("/office/counter/", counter(street, **{"m0-nationality": "美国"})).status_code
        == 302
    )
    assert nationality_of("E12349876", "USA") == "USA"


def test_a_nationality_left_over_from_another_document_does_not_count(street):
    clerk = signed_in(staff("clerk01", ("counter", STREET)))
    form = counter(
        street, **{"m0-doc_type": "513", "m0-doc_number": "C12345678", "m0-nationality": "USA"}
    )
    assert clerk.post("/office/counter/", form).status_code == 302
    with acting(PLATFORM):
        person = people.holder_of("513", "CHN", "C12345678")
        assert people.persons([person])[person].nationality == "CHN"


def test_a_landlord_is_asked_on_the_first_screen(street):
    landlord = signed_in(public("13700000001", grants=(("landlord", street.holder, HERE),)))
    url = f"/landlord/room/{street.rooms[2].code}/check-in/"
    form = {"key": "k", **GUEST, "phone": "", "birth_date": "", "sex": ""}
    page = landlord.post(url, form)
    assert page.status_code == 422 and ASKED in page.content.decode()
    when = {"start": str(street.today), "end": "", "reason": "01", "nationality": "usa"}
    assert landlord.post(url, {**form, **when}).status_code == 302
    assert nationality_of("E12349876", "USA") == "USA"


def test_a_resident_is_asked_for_it_of_each_person(street):
    phone = signed_in(public("13911112222"))
    url = f"/me/declare/?home={street.rooms[2].code}"
    form = {
        "key": "k",
        **GUEST,
        "start": str(street.today),
        "reason": "01",
        "m-TOTAL_FORMS": "1",
        "m-INITIAL_FORMS": "0",
        **{
            f"m-0-{k}": v for k, v in {**GUEST, "doc_number": "E55667788", "relation": "10"}.items()
        },
    }
    page = phone.post(url, form)
    assert page.status_code == 422 and page.content.decode().count(ASKED) == 2
    given = {"nationality": "法国", "m-0-nationality": "FRA"}
    assert phone.post(url, {**form, **given}).status_code == 200


def test_the_review_item_of_a_list_asks_for_it(street):
    item = {**GUEST, "kind": "arrive", "home_code": street.rooms[2].code, "start": street.today}
    outcome = declared([item], sender=Sender("tests", "file", "名单", region=STREET)).outcomes[0]
    with acting(PLATFORM):
        url = f"/office/review/{register.line_of(outcome.declaration_id).review_id}/"
    clerk = signed_in(staff("office01", ("street", STREET)))
    page = clerk.get(url).content.decode()
    assert 'name="nationality"' in page and ASKED in page
    for given, why in (("", "按证件填写国籍"), ("火星", "不认识这个国籍")):
        page = clerk.post(f"{url}decide/", {"decision": "accept", "nationality": given})
        assert page.status_code == 422 and why in page.content.decode(), given
    done = clerk.post(f"{url}decide/", {"decision": "accept", "nationality": "法国"})
    assert done.status_code == 302
    assert nationality_of("E12349876", "FRA") == "FRA"
    assert 'name="nationality"' not in clerk.get(url).content.decode()
