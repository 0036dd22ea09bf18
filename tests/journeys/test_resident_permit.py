"""The holder shows the permit from the own phone: chooses, confirms by passkey or PIN, and a verifier believes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.conftest import visitor
from tests.factories import permits as making
from tests.factories import register as town
from tests.factories.staff import public
from tests.journeys.areas import looked_at, phone_page, sign_in, tap
from tests.journeys.test_verifier import opened, verdict

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = town.Street.built()
        making.issuer(now())
        making.permit(built.resident, built.rooms[0].id, at=now() - timedelta(days=1))
        with acting(town.PLATFORM):
            public(town.RESIDENT.phone, person_id=built.resident)
        yield built


def text_of(page) -> str:
    return page.get_attribute("[data-permit=code]", "data-text")


def test_the_holder_confirms_by_passkey_and_a_verifier_sees_what_was_chosen(
    browser, live_site, street
):
    page, verifier = phone_page(browser), visitor(browser)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    site = live_site.url.replace("127.0.0.1", "localhost")
    sign_in(page, site, town.RESIDENT.phone)
    page.goto(f"{site}/me/permit/")
    looked_at(page, "permit")
    for words in ("在这部手机上设通行密钥", "用通行密钥确认"):
        with page.expect_navigation():
            page.click(f"button:has-text('{words}')")
        page.wait_for_selector("text=已用通行密钥确认")
    page.check("input[value=name]")
    tap(page, "form button", "出示二维码")
    looked_at(page, "permit-show")
    opened(verifier, site)
    assert verdict(verifier, text_of(page)) == "valid"
    told = verifier.inner_text("[data-verify=claims]")
    assert town.RESIDENT.name in told and town.RESIDENT.doc_number not in told
    assert "通行密钥" in verifier.inner_text("[data-verify=check]")
    before = text_of(page)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function(
        "before => document.querySelector('[data-permit=code]').dataset.text !== before", arg=before
    )
    assert verdict(verifier, text_of(page)) == "valid"


def test_without_a_passkey_a_pin_does_and_wrong_ones_are_counted(browser, live_site, street):
    page = phone_page(browser)
    sign_in(page, live_site.url, town.RESIDENT.phone)
    page.goto(f"{live_site.url}/me/permit/")
    page.click("summary")
    page.fill("#new_pin", "802341")
    tap(page, "form button", "保存")
    page.wait_for_selector("text=已用 PIN 确认")
    for _ in range(5):
        page.click("summary")
        page.fill("#pin", "802349")
        tap(page, "details form button", "确认")
    page.wait_for_selector("text=PIN 不对")
    page.click("summary")
    page.fill("#pin", "802341")
    tap(page, "details form button", "确认")
    page.wait_for_selector("[data-permit=problem]:has-text('分钟')")
