"""An audit of records from the draw to the appeal: the district draws, two checkers go by phone, a street contests."""

from __future__ import annotations

import pytest

from tests.factories import register as town
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, phone_page, sound

pytestmark = pytest.mark.journey
FOUND = ".aj-queue-what a[href*='/office/samples/units/']"


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = town.Street.built()
        staff("samples.run", ("district", "430181"), name="钱区县")
        staff("samples.one", ("checker", "430181"), name="甲核查")
        staff("samples.two", ("checker", "430181"), name="乙核查")
        staff("samples.street", ("street", town.STREET), name="赵街道")
        yield built


def check_all(page, site: str, board: str, *, wrong: bool) -> None:
    page.goto(f"{site}{board}")
    page.locator(FOUND).first.click()
    while "/units/" in page.url:
        page.check("input[name=outcome][value=lives]")
        if wrong:
            page.check("input[name=wrong][value=phone]")
        page.click("button:has-text('保存')")
        page.wait_for_load_state()


def test_from_the_draw_to_the_appeal(browser, live_site, street):
    site = live_site.url
    office, one, two, there = (
        desk_page(browser),
        phone_page(browser),
        phone_page(browser),
        desk_page(browser),
    )
    sign_in(office, site, "samples.run")
    office.goto(f"{site}/office/samples/")
    sound(office, "samples-none")
    office.goto(f"{site}/office/samples/new/?region=430181000000")
    sound(office, "samples-new")
    office.fill("#id_name", "冬季核查")
    office.locator("input[name=region]").evaluate("e => e.value = '430181000000'")
    office.select_option("#id_digits", "9")
    office.fill("#id_again", "100")
    office.click("button:has-text('抽取')")
    office.wait_for_selector("text=样本已抽出")
    board = office.url.removeprefix(site)
    sound(office, "samples-drawn")
    sign_in(one, site, "samples.one")
    one.goto(f"{site}{board}")
    sound(one, "samples-list-phone")
    one.locator(FOUND).first.click()
    sound(one, "samples-unit-phone")
    check_all(one, site, board, wrong=False)
    office.goto(f"{site}{board}")
    office.click("summary:has-text('进入复核')")
    office.click("button:has-text('确认进入复核')")
    sign_in(two, site, "samples.two")
    check_all(two, site, board, wrong=True)
    office.goto(f"{site}{board}")
    sound(office, "samples-differing")
    while office.locator(FOUND).count():
        office.locator(FOUND).first.click()
        office.check("input[name=outcome][value=lives]")
        office.fill("#id_reason", "本人当场核对")
        office.click("button:has-text('保存')")
        office.wait_for_load_state()
    office.click("summary:has-text('结束并公布')")
    office.click("button:has-text('确认结束并公布')")
    office.wait_for_selector("text=人户一致率")
    sound(office, "samples-closed")
    office.click("a:has-text('打印')")
    sound(office, "samples-print")
    sign_in(there, site, "samples.street")
    there.goto(f"{site}{board}units/")
    sound(there, "samples-units")
    there.locator(FOUND).first.click()
    there.click("text=对结果有异议")
    there.fill("#id_appeal", "电话已经更正")
    sound(there, "samples-appeal")
    there.click("button:has-text('提出申诉')")
    there.wait_for_selector("text=已记录")
    office.goto(f"{site}{board}")
    assert office.locator("text=等待决定的申诉").count() == 1
