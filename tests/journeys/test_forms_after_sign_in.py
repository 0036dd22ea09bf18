"""Signed out while a form is open: after the sign-in, walked through in the browser, everything typed
is offered again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from anju.domains.access import api as access
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.conftest import visitor
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.staff import WORDS, current_code, staff
from tests.factories.staff import sign_in as staff_sign_in
from tests.journeys.areas import phone_page, sign_in, tap

pytestmark = pytest.mark.journey
LANDLORD = "13700000001"
GUEST = somebody("覃秀英", 71, phone="13911110071")


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        staff("clerk.form", ("street", town.STREET))
        with acting(town.PLATFORM):
            user = access.public_user(phone=LANDLORD, at=now())
            access.grant(
                town.PLATFORM, user_id=user.id, role="landlord", party=built.holder, at=now()
            )
        yield built


def sign_out(page) -> None:
    page.context.clear_cookies(name="sessionid")


def test_a_resident_with_a_child_gets_both_back(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, GUEST.phone)
    address = f"{live_site.url}/me/declare/?home={street.rooms[1].code}"
    page.goto(address)
    page.fill("input[name=name]", GUEST.name)
    page.fill("input[name=doc_number]", GUEST.doc_number)
    page.locator("[data-add-member]").tap()
    page.fill("input[name=m-0-name]", "覃小满")
    page.select_option("select[name=m-0-doc_type]", "")
    page.fill("input[name=m-0-birth_date]", "2021-03-04")
    sign_out(page)
    tap(page, ".aj-bottom button")
    page.wait_for_url("**/account/phone/?next=*")
    sign_in(page, live_site.url, GUEST.phone)
    assert page.url == address
    page.get_by_role("button", name="恢复填写").tap()
    # the member's fields are made first, and filled with the others a moment later
    page.wait_for_selector("input[name=m-0-name]")
    page.wait_for_function("document.querySelector('[name=m-0-name]').value !== ''")
    found = {
        n: page.input_value(f"[name={n}]")
        for n in ("name", "doc_number", "m-0-name", "m-0-doc_type", "m-0-birth_date")
    }
    assert found == {
        "name": GUEST.name,
        "doc_number": GUEST.doc_number,
        "m-0-name": "覃小满",
        "m-0-doc_type": "",
        "m-0-birth_date": "2021-03-04",
    }
    assert page.locator("input[name=m-0-birth_date]").is_visible()


def test_the_second_step_of_a_check_in_gives_back_what_the_first_step_asked(
    browser, live_site, street
):
    page = phone_page(browser)
    sign_in(page, live_site.url, LANDLORD)
    page.goto(f"{live_site.url}/landlord/room/{street.rooms[1].code}/")
    tap(page, ".aj-bottom >> text=登记入住")
    page.fill("input[name=name]", GUEST.name)
    page.fill("input[name=doc_number]", GUEST.doc_number)
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=确认入住")
    sign_out(page)
    tap(page, ".aj-bottom button")
    page.wait_for_url("**/account/phone/?next=*")
    sign_in(page, live_site.url, LANDLORD)
    page.goto(f"{live_site.url}/landlord/")  # from any page the offer leads to the form
    with page.expect_navigation():
        page.get_by_role("button", name="恢复填写").tap()
    page.wait_for_function("document.querySelector('input[name=name]').value !== ''")
    assert page.input_value("input[name=name]") == GUEST.name
    assert page.input_value("input[name=doc_number]") == GUEST.doc_number


def test_the_counter_gives_back_the_family_at_the_home_it_was_opened_for(
    browser, live_site, street
):
    page = visitor(browser)
    staff_sign_in(page, live_site.url, "clerk.form")
    session = [c for c in page.context.cookies() if c["name"] == "sessionid"]
    address = f"{live_site.url}/office/counter/?home={street.rooms[2].code}"
    page.goto(address)
    page.fill("[name=m0-doc_number]", GUEST.doc_number)
    page.fill("[name=m0-name]", GUEST.name)
    page.click("[data-add]")
    page.fill("[name=m1-name]", "覃小满")
    page.fill("[name=m1-birth_date]", "2021-03-04")
    sign_out(page)
    with suppress(PlaywrightTimeout):  # a check of what was typed may lead to the sign-in first
        page.locator("button[accesskey=s]").click(timeout=3000)
    page.wait_for_url("**/account/login/?next=*")
    page.fill("input[name=login]", "clerk.form")
    page.fill("input[name=password]", WORDS)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("input[name=code]")
    page.fill("input[name=code]", current_code())
    assert GUEST.name in page.evaluate("sessionStorage.getItem('anju.draft')")
    # an authenticator's code is good only once in half a minute, so the first session goes on
    page.context.add_cookies(session)
    page.goto(address)
    page.get_by_role("button", name="恢复填写").click()
    page.wait_for_selector("[name=m1-name]")
    page.wait_for_function("document.querySelector('[name=m1-name]').value !== ''")
    assert page.input_value("[name=m0-name]") == GUEST.name
    assert page.input_value("[name=m0-doc_number]") == GUEST.doc_number
    assert page.input_value("[name=m1-birth_date]") == "2021-03-04"


def test_signing_out_on_purpose_keeps_nothing(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, "13911110072")
    page.evaluate("sessionStorage.setItem('anju.draft', '{\"lost\": true}')")
    tap(page, "form[action='/account/logout/'] button")
    assert page.evaluate("sessionStorage.getItem('anju.draft')") is None
