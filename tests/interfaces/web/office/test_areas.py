"""Every area is for its kind of role: asked of every address before its view runs."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from anju.domains.access.data import ROLES
from anju.domains.access.rules import own_grant
from anju.foundation.actor import NOBODY, Actor, Grant
from anju.foundation.clock import now
from anju.interfaces.web.areas import OPEN, area_of, closed
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
                yield "/" + "".join(
                    part.partition(">")[2] if ">" in part else part
                    for part in route.replace("<", "\0<").replace("\0<", "1\0<").split("\0")
                )

    return [a for a in under(get_resolver(), "") if a.startswith("/office/")]


def test_no_address_is_in_no_area():
    from anju.config.urls import urlpatterns
    from tests.interfaces.web.test_every_route import routes

    everywhere = {"/" + re.sub(r"<(?:\w+:)?\w+>", "1", r.strip("^$")) for r in routes(urlpatterns)}
    homeless = {a for a in everywhere - {"/"} if area_of(a) is None and not a.startswith(OPEN)}
    assert homeless == set()
    assert not [p for p in OPEN if area_of(p)]


STANDING = {
    code: Actor(kind="staff", user_id=7, grants=(Grant(code, role.permissions, region="4301"),))
    for code, role in ROLES.items()
    if role.scope == "region" and code != "client"
}
STANDING |= {
    "client": Actor(
        kind="client",
        user_id=7,
        grants=(Grant("client", ROLES["client"].permissions, region="4301"),),
    ),
    "landlord": Actor(
        kind="public",
        user_id=7,
        grants=(
            Grant("landlord", ROLES["landlord"].permissions, party="holder:1"),
            own_grant(None),
        ),
    ),
    "employer": Actor(
        kind="public",
        user_id=7,
        grants=(Grant("employer", ROLES["employer"].permissions, party="employer:1"), own_grant(5)),
        person_id=5,
    ),
    "resident": Actor(kind="public", user_id=7, grants=(own_grant(5),), person_id=5),
    "new phone": Actor(kind="public", user_id=7, grants=(own_grant(None),)),
    "staff without a role": Actor(kind="staff", user_id=7),
    "signed out": NOBODY,
}
OWN = {
    "landlord": {"/landlord/", "/me/", "/card-photo/", "/exports/"},
    "employer": {"/employer/", "/me/", "/card-photo/", "/exports/"},
    "resident": {"/me/", "/card-photo/", "/exports/"},
    "new phone": {"/me/", "/card-photo/", "/exports/"},
    "client": {"/card-photo/", "/exports/"},
    "staff without a role": {"/card-photo/", "/exports/"},
    "signed out": set(),
}
OF_STAFF = {"/office/", "/card-photo/", "/exports/", "/field/enrol/"}
ENTRANCES = {"/landlord/", "/employer/"}


@pytest.mark.parametrize("role", sorted(STANDING))
def test_every_address_of_an_area_asks_for_its_kind_of_role_first(role):
    from anju.config.urls import urlpatterns
    from tests.interfaces.web.test_every_route import routes

    actor, made, seen = STANDING[role], RequestFactory(), set()
    for address in sorted(
        {"/" + re.sub(r"<(?:\w+:)?\w+>", "1", r.strip("^$")) for r in routes(urlpatterns)}
    ):
        area = area_of(address)
        if area is None:
            continue
        for method in (made.get, made.post):
            request = method(address)
            request.actor, request.at = actor, now()
            answer = closed(request)
            if area.prefix in OWN.get(role, OF_STAFF) or (
                actor.kind == "public" and actor.user_id and address in ENTRANCES
            ):
                assert answer is None, address
                seen.add(area.prefix)
            elif actor.user_id is None:
                assert answer["Location"].startswith(
                    ("/account/login/?next=", "/account/phone/?next=")
                )
            else:
                assert answer.status_code == 403 and answer["X-Anju-Reason"].startswith("area_")
    assert seen - ENTRANCES == OWN.get(role, OF_STAFF) - ENTRANCES


def test_the_gate_stands_before_every_view_of_the_other_areas():
    client = staff.signed_in(staff.staff("clerk.areas", ("counter", town.STREET)))
    for address in (
        "/landlord/",
        "/landlord/tenants.xlsx",
        "/employer/1/workers.xlsx",
        "/employer/",
        "/me/",
        "/me/mine/",
        "/me/points/",
    ):
        assert client.get(address)["X-Anju-Reason"].startswith("area_for_"), address
    assert (
        staff.signed_in(staff.staff("clerk.new")).get("/office/")["X-Anju-Reason"]
        == "area_without_role"
    )


def test_the_list_of_addresses_is_the_whole_office():
    assert len(office_addresses()) > 40


@pytest.mark.parametrize("method", ["get", "post"])
def test_landlords_employers_and_residents_reach_no_page_of_the_office(method):
    built = town.Street.built()
    accounts = (
        staff.public("13800000991", grants=(("landlord", built.holder, ""),)),
        staff.public("13800000992", grants=(("employer", built.firm.party, ""),)),
        staff.public("13800000993", person_id=built.resident),
    )
    for account in accounts:
        client = staff.signed_in(account)
        answers = {address: getattr(client, method)(address) for address in office_addresses()}
        assert {a.status_code for a in answers.values()} == {403}
        assert {a["X-Anju-Reason"] for a in answers.values()} == {"area_for_staff"}


def test_who_is_signed_out_signs_in_and_comes_back_to_the_page_or_to_the_form():
    client = Client()
    answer = client.get("/office/people/7/?tab=stays")
    assert answer["Location"] == "/account/login/?next=%2Foffice%2Fpeople%2F7%2F%3Ftab%3Dstays"
    answer = client.post(
        "/office/counter/",
        {"name": "x"},
        headers={"referer": "http://testserver/office/counter/?home=K"},
    )
    assert answer["Location"] == "/account/login/?next=%2Foffice%2Fcounter%2F%3Fhome%3DK"
    answer = client.post(
        "/office/counter/", {"name": "x"}, headers={"referer": "https://evil.example/office/"}
    )
    assert answer["Location"] == "/account/login/?next=%2Foffice%2F"
    answer = client.get("/office/search/?q=x", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == "/account/login/?next=%2Foffice%2F"


def test_a_deep_link_into_an_employers_pages_asks_the_signed_out_who_they_are(client, db):
    for path in ("/employer/1/", "/employer/1/rosters/193/", "/employer/1/workers.xlsx"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/")
        assert "next=" in answer["Location"]
