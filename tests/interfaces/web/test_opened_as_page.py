"""An address that takes forms alone, opened like a page, says so and leads back; answers to forms know their page."""

from __future__ import annotations

import random
import re

import pytest
from django.urls import get_resolver

from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from tests.factories import register as town
from tests.factories.staff import public, signed_in, staff
from tests.interfaces.web.test_every_route import filled, routes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once) -> town.Street:
    return once(town.Street.built)


def test_the_way_back_leads_to_the_nearest_page_above(street):
    landlord = signed_in(public("13700000001", grants=(("landlord", street.holder, town.HERE),)))
    code = street.rooms[0].code
    page = landlord.get(f"/landlord/room/{code}/").content.decode()
    answer = landlord.get(re.search(r'action="(/landlord/room/[^"]+)"', page)[1])
    text = answer.content.decode()
    assert answer.status_code == 405 and "这里不能直接打开" in text
    assert f'href="/landlord/room/{code}/"' in text


def test_no_route_answers_with_a_bare_405(street):
    client = signed_in(staff("sec.page", ("secadmin", "")))
    seen = 0
    chance = random.Random(5)
    for route in sorted(set(routes(get_resolver().url_patterns))):
        path = filled(route, chance)
        if path.startswith(("/api/", "/account/", "/i18n/", "/verify/")):
            continue
        answer = client.get(path)
        if answer.status_code == 405:
            seen += 1
            assert "回到首页" in answer.content.decode(), path
    assert seen


def test_changing_the_language_on_an_answer_to_a_form_leads_to_the_page_of_the_form(street):
    client = signed_in(public("13911110091"))
    address = f"/me/declare/?home={street.rooms[1].code}"
    answer = client.post(address, {}, headers={"referer": f"http://testserver{address}"})
    assert f'name="next" value="{address}"' in answer.content.decode()
    elsewhere = client.post(address, {}, headers={"referer": "https://elsewhere.example/x"})
    assert "elsewhere.example" not in elsewhere.content.decode()


def test_contesting_names_the_stay_and_only_ones_own(street):
    client = signed_in(public("13911110092", person_id=street.resident))
    with acting(town.PLATFORM):
        own = register.stays_of([street.resident])[0]
        other = register.stays_of([street.worker])[0]
    assert street.rooms[0].text in client.get(f"/me/contest/?stay={own.id}").content.decode()
    assert client.get(f"/me/contest/?stay={other.id}").status_code == 404


def test_a_signed_out_visitor_of_the_account_page_is_asked_for_the_phone(client):
    assert client.get("/account/").headers["Location"].startswith("/account/phone/")
