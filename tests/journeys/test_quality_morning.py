"""A quality clerk's morning: the board, the most urgent list, a record mended at its page, what is no fault found to be
none and taken back, and the board again."""

from __future__ import annotations

import re

import pytest

from tests.factories import register as town
from tests.factories.faults import Town, ran, read
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, phone_page, sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = town.Street.built()
        staff("quality.clerk", ("street", town.STREET), name="何核对")
        staff("quality.phone", ("street", town.STREET), name="余核对")
        yield built


def count(page, rule: str) -> int:
    text = page.locator(f"a[href*='/office/quality/{rule}/'] strong").first.inner_text()
    return int(text.replace(",", ""))


def test_a_quality_clerks_morning(browser, live_site, street, django_db_blocker):
    site = live_site.url
    desk = desk_page(browser)
    sign_in(desk, site, "quality.clerk")
    desk.goto(f"{site}/office/quality/")
    assert "还没有检查过" in desk.inner_text("main")
    sound(desk, "quality-empty")
    with django_db_blocker.unblock():
        Town(street)
        ran(full=True)
    desk.reload()
    sound(desk, "quality-board")
    assert count(desk, "home_crowded") == 1 and count(desk, "phone_shared") == 6

    desk.locator("a[href*='/office/quality/home_crowded/'] strong").first.click()
    sound(desk, "quality-crowded")
    desk.locator("th[scope=row] a").first.click()
    desk.wait_for_url(re.compile(r"/office/homes/"))
    home = desk.url.rstrip("/").rsplit("/", 1)[1]
    with django_db_blocker.unblock():
        mended(home)
    desk.goto(f"{site}/office/quality/")
    assert count(desk, "home_crowded") == 0

    desk.locator("a[href*='/office/quality/phone_shared/'] strong").first.click()
    desk.click("button:has-text('名单上全部 6 个不是问题')")
    sound(desk, "quality-none")
    desk.fill("#id_reason", "带班人的号码，工人没有手机")
    desk.click("button:has-text('确认不是问题')")
    desk.wait_for_selector("text=已认定 6 个不是问题")
    sound(desk, "quality-list-empty")
    desk.click("a:has-text('不是问题的认定')")
    desk.wait_for_selector("text=带班人的号码")
    sound(desk, "quality-decisions")
    desk.click("button:has-text('撤销')")
    desk.wait_for_selector("text=回到待消除名单")

    with desk.expect_download() as file:
        desk.goto(f"{site}/office/quality/phone_shared/?region={town.STREET}")
        desk.click("a:has-text('导出 Excel')")
    assert file.value.suggested_filename == "phone_shared.xlsx"

    phone = phone_page(browser)
    sign_in(phone, site, "quality.phone")
    phone.goto(f"{site}/office/quality/")
    sound(phone, "quality-board-phone")
    phone.goto(f"{site}/office/quality/phone_shared/?region={town.STREET}")
    sound(phone, "quality-list-phone")


def mended(home: str) -> None:
    """The capacity is set as the clerk found it, and the next run looks at the home again."""
    from anju.domains.assessment import api as quality
    from anju.domains.places import api as places
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting
    from tests.factories.register import PLATFORM

    with acting(PLATFORM):
        found = places.home_by_code(home)
        places.change_home(found.id, {"capacity": 8}, actor=PLATFORM, at=now())
        quality.note_changed(homes=[found.id])
    ran()
    assert read("SELECT 1 FROM assessment_quality_fault WHERE outcome = 'mended'")
