"""A permit in a real browser: the office prints the card and hands it over; the holder endorses and reports a loss."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from anju.domains.permits.api import lifecycle
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.notices import api as notices
from tests.factories.held_permits import PLATFORM, active, ordered
from tests.factories.register import STREET, Street
from tests.factories.staff import public, staff
from tests.factories.staff import sign_in as staff_sign_in
from tests.journeys.areas import desk_page, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
PHONE, LATE_PHONE = "13911112222", "13911113333"


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = Street.built()
        for username, role in (("counter01", "counter"), ("police01", "police")):
            staff(username, (role, STREET), name={"counter": "何窗口", "police": "林警官"}[role])
        public(PHONE, person_id=built.resident)
        public(LATE_PHONE, person_id=built.worker)
        return built


@pytest.fixture
def desk(browser):
    """A page in which axe may be loaded."""
    found = desk_page(browser)
    yield found
    found.context.close()


def test_the_card_is_printed_made_and_handed_over(desk, live_site, street):
    permit = ordered(street)
    staff_sign_in(desk, live_site.url, "counter01")
    desk.goto(f"{live_site.url}/office/held/")
    sound(desk, "permits")
    desk.get_by_role("link", name=re.compile("待制卡")).click()
    desk.locator(".aj-records a").first.click()
    desk.wait_for_url(f"**/office/held/{permit}/")
    sound(desk, "permit")
    desk.get_by_role("link", name="第 1 张", exact=False).first.click()
    desk.locator("summary", has_text="打开卡面").click()
    desk.wait_for_selector(".aj-card-face")
    desk.wait_for_function(
        "[...document.querySelectorAll('.aj-card-face')].every(i => i.complete && i.naturalWidth === 1011)"
    )
    sound(desk, "card")
    printed = desk.context.request.get(
        live_site.url + desk.get_by_role("link", name="打印卡片").get_attribute("href")
    )
    assert printed.body().startswith(b"%PDF")
    desk.fill("[name=serial]", "SN-0001")
    desk.get_by_role("button", name="已制成").click()
    desk.wait_for_selector("[name=code]")
    code = next(
        re.findall(r"\d{6}", m.text)[0] for m in notices.recent() if m.kind == "permits.ready"
    )
    desk.fill("[name=code]", f"{(int(code) + 1) % 10**6:06d}")
    desk.get_by_role("button", name="交付", exact=True).click()
    desk.wait_for_selector("text=还可以试 4 次")
    sound(desk, "wrong-code")
    desk.fill("[name=code]", code)
    desk.get_by_role("button", name="交付", exact=True).click()
    desk.wait_for_selector("text=已交付")
    for path in ("production/", "figures/", "figures/?print=1"):
        assert desk.goto(f"{live_site.url}/office/held/{path}").ok, path
        sound(desk, "permits-" + re.sub(r"\W", "", path))
    assert desk.goto(f"{live_site.url}/office/held/old/").status == 403, "a counter issues nothing"
    desk.context.clear_cookies()
    staff_sign_in(desk, live_site.url, "police01")
    assert desk.goto(f"{live_site.url}/office/held/old/").ok
    sound(desk, "permits-old")


def test_the_holder_endorses_late_with_one_tap_then_reports_a_loss(browser, live_site, street):
    permit = active(street, person=street.worker, at=now() - timedelta(days=370))
    with acting(PLATFORM):
        assert lifecycle.suspend_due(actor=PLATFORM, at=now()) == 1
    page = phone_page(browser)
    sign_in(page, live_site.url, LATE_PHONE)
    page.goto(f"{live_site.url}/me/permit/keep/")
    page.wait_for_selector("text=使用功能中止")
    looked_at(page, "keep-late")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=已签注")
    assert page.locator("h2", has_text="有效").count() == 1
    looked_at(page, "keep-endorsed")
    with acting(PLATFORM):
        assert lifecycle.permit(permit).endorsed_until > local_date(now()) + timedelta(days=360)
    page.locator("summary", has_text="卡丢了").tap()
    tap(page, "button", "确认挂失")
    page.wait_for_selector("text=原卡已失效")
    looked_at(page, "keep-lost")
    tap(page, "button", "申请补领")
    page.wait_for_selector("text=待制作")
    looked_at(page, "keep-replacement")
