"""A doubtful pair: read with its reasons, found to be two people, taken back, merged, and parted again; at the counter
the probable record is shown before somebody is entered twice."""

from __future__ import annotations

import pytest

from tests.domains.linkage.test_register import BORN, rounds, same, trained
from tests.factories.people import somebody
from tests.factories.register import STREET, Street
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, settled, sound

pytestmark = pytest.mark.journey
AGAIN = somebody("黄小虹", 305, born=BORN, phone="13900001111")


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = Street.built()
        for username in ("twice01", "twice02"):  # an authenticator's code counts once
            staff(username, ("street", STREET), name="陈街道")
        same(built)
        trained(), rounds()
        return built


@pytest.fixture
def page(browser):
    found = desk_page(browser)
    yield found
    found.context.close()


def press(page, name):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name).first.click()
    settled(page)


def test_a_doubtful_pair_is_decided_and_undone(page, live_site, street):
    sign_in(page, live_site.url, "twice01")
    page.goto(f"{live_site.url}/office/merge/")
    sound(page, "duplicates")
    page.get_by_role("link", name="黄晓红 / 房晓红").click()
    page.wait_for_url("**/compare/**")
    sound(page, "duplicates-compare")
    rows = page.locator(".cn-reasons tbody tr").all_inner_texts()
    assert any("手机号" in r and "相同" in r for r in rows) and "合计" in rows[-1]
    page.get_by_role("link", name="份量从哪里来").click()
    page.wait_for_url("**/weights/")
    sound(page, "duplicates-weights")
    page.go_back()
    page.fill("#id_different", "两人同时到场")
    press(page, "不是同一人")
    sound(page, "duplicates-different")
    assert not page.get_by_role("button", name="合并为一人").count()
    rounds()
    page.goto(f"{live_site.url}/office/merge/")
    assert not page.locator(".aj-queue").get_by_role("link", name="黄晓红 / 房晓红").count()
    page.get_by_role("link", name="黄晓红 / 房晓红").click()
    press(page, "撤回认定")
    page.fill("#id_reason", "核对过照片，同一人")
    press(page, "合并为一人")
    assert "已合并" in page.locator("body").inner_text()
    press(page, "拆回")
    assert page.locator(".aj-queue").get_by_role("link", name="黄晓红 / 房晓红").count() == 1


def test_the_counter_is_shown_who_is_probably_on_record(page, live_site, street):
    sign_in(page, live_site.url, "twice02")
    page.goto(f"{live_site.url}/office/counter/?home={street.rooms[2].code}")
    settled(page)
    page.fill("#id_m0-doc_number", AGAIN.doc_number)
    page.fill("#id_m0-name", AGAIN.name)
    page.fill("#id_m0-phone", AGAIN.phone)
    settled(page)
    press(page, "登记")
    assert page.locator("#probable").is_visible()
    page.locator("#probable summary").first.click()
    sound(page, "counter-probable")
    for answer in page.locator("#probable select").all():
        answer.select_option("another")
    press(page, "登记")
    assert "登记好了" in page.locator("h1").inner_text()
