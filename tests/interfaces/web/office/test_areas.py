"""Office pages are for staff: asked of every address before its view runs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import register as town
from tests.factories import staff

pytestmark = pytest.mark.django_db


def office_addresses():
    """Every address of the office, its numbers filled in."""
    def under(resolver, prefix):
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from under(one, route)
            elif isinstance(one, URLPattern):
                yield "/" + "".join(part.partition(">")[2] if ">" in part else part for part in
                                    route.replace("<", "\0<").replace("\0<", "1\0<").split("\0"))
    return [a for a in under(get_resolver(), "") if a.startswith("/office/")]


def test_the_list_of_addresses_is_the_whole_office():
    assert len(office_addresses()) > 40


@pytest.mark.parametrize("method", ["get", "post"])
def test_landlords_employers_and_residents_reach_no_page_of_the_office(method):
    built = town.Street.built()
    accounts = (staff.public("13800000991", grants=(("landlord", built.holder, ""),)),
                staff.public("13800000992", grants=(("employer", built.firm.party, ""),)),
                staff.public("13800000993", person_id=built.resident))
    for account in accounts:
        client = staff.signed_in(account)
        answers = {address: getattr(client, method)(address) for address in office_addresses()}
        assert {a.status_code for a in answers.values()} == {403}
        assert {a["X-Anju-Reason"] for a in answers.values()} == {"area_for_staff"}


def test_who_is_signed_out_signs_in_and_comes_back_to_the_page_or_to_the_form():
    client = Client()
    answer = client.get("/office/people/7/?tab=stays")
    assert answer["Location"] == "/account/login/?next=%2Foffice%2Fpeople%2F7%2F%3Ftab%3Dstays"
    answer = client.post("/office/counter/", {"name": "x"}, headers={"referer": "http://testserver/office/counter/?home=K"})
    assert answer["Location"] == "/account/login/?next=%2Foffice%2Fcounter%2F%3Fhome%3DK"
    answer = client.post("/office/counter/", {"name": "x"}, headers={"referer": "https://evil.example/office/"})
    assert answer["Location"] == "/account/login/?next=%2Foffice%2F"
    answer = client.get("/office/search/?q=x", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == "/account/login/?next=%2Foffice%2F"


def test_a_deep_link_into_an_employers_pages_asks_the_signed_out_who_they_are(client, db):
    for path in ("/employer/1/", "/employer/1/rosters/193/", "/employer/1/workers.xlsx"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/")
        assert "next=" in answer["Location"]
