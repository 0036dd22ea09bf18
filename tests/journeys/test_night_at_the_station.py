"""A night at the rescue station: somebody without a name, a child, what is kept, one who leaves at will."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anju.domains.casework.api import rescue
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.domains.casework.rescue.town import DISTRICT, Shelter
from tests.factories import register as town
from tests.factories.staff import actor, staff
from tests.factories.staff import sign_in as staff_sign_in
from tests.journeys.areas import DESK, PHONE, desk_page, fits, sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def night(fresh_database, django_db_blocker) -> Iterator[tuple[Shelter, int]]:
    with django_db_blocker.unblock():
        town.Street.built()
        shelter = Shelter.built()
        worker = staff("night.worker", ("rescue", DISTRICT), name="夜班值班员")
        staff("night.office", ("district", DISTRICT))
        yield shelter, worker


def press(page, key: str) -> None:
    """A key counts once the page has stood a second."""
    page.wait_for_timeout(1100)
    with page.expect_navigation():
        page.keyboard.press(key)


def send(page, text: str) -> None:
    with page.expect_navigation():
        page.locator("main button", has_text=text).first.click()


def test_a_night_at_the_rescue_station(browser, live_site, night):
    shelter, worker_id = night
    page, site = desk_page(browser), live_site.url
    page.set_viewport_size(DESK)
    staff_sign_in(page, site, "night.worker")
    page.goto(f"{site}/")
    assert page.url.endswith("/office/rescue/"), "the station is where the worker belongs"
    assert page.locator("#onebox").count() == 0, "the register is no matter of theirs"
    sound(page, "rescue-empty")
    page.set_viewport_size(DESK)

    press(page, "n")
    sound(page, "rescue-in")
    page.set_viewport_size(PHONE)
    page.check("[name=sex][value='1']")
    send(page, "接待")
    assert page.locator("[role=alert]", has_text="估一个年龄").count()
    assert page.locator("[name=sex][value='1']").is_checked(), "nothing is typed again"
    sound(page, "rescue-in-fault")
    page.set_viewport_size(PHONE)
    page.fill("#age", "60")
    page.fill("#needs", "衣服湿了，说不清姓名")
    page.select_option("#bed", label="101-1")
    send(page, "接待")
    page.set_viewport_size(DESK)
    assert page.locator("h1", has_text=f"{local_date(now()):%m%d}-").count()
    assert page.locator("main", has_text="发布寻亲公告").count()
    sound(page, "rescue-stay")
    page.set_viewport_size(DESK)
    page.wait_for_timeout(1100)
    page.keyboard.press("s")
    page.select_option("#step", "notice")
    page.locator("#step").blur()
    page.keyboard.press("m")
    page.keyboard.type("全国救助寻亲网已发布")
    send(page, "记下")
    assert page.locator("main", has_text="全国救助寻亲网已发布").count()
    page.fill("#what", "背包一个")
    page.fill("#place", "柜 1")
    with page.expect_navigation():
        page.locator("button[value=keep]").click()
    stay_url = page.url
    page.goto(f"{stay_url}property/")
    fits(page, "rescue-receipt", DESK["width"])

    page.goto(f"{site}/office/rescue/")
    press(page, "n")
    page.check("[name=sex][value='2']")
    page.fill("#age", "11")
    page.select_option("#bed", label="302-1")
    send(page, "接待")
    page.locator("summary", has_text="离站").click()
    page.select_option("#way", "word")
    page.locator("details[open] [name=signed]").check()
    send(page, "办理离站")
    assert page.locator("[role=alert]", has_text="不得独自离站").count()
    sound(page, "rescue-minor")
    page.set_viewport_size(DESK)

    page.goto(stay_url)
    page.locator("summary", has_text="登记身份").click()
    page.fill("#name", "卓无忧")
    send(page, "保存身份")
    assert page.locator("h1", has_text="卓无忧").count()
    page.locator("summary", has_text="离站").click()
    page.locator("details[open] [name=signed]").check()
    send(page, "办理离站")
    assert page.locator("[role=alert]", has_text="没有退还").count()
    with page.expect_navigation():
        page.locator("button[value=give_back]").click()
    page.locator("summary", has_text="离站").click()
    page.select_option("#way", "word")
    page.locator("details[open] [name=signed]").check()
    send(page, "办理离站")
    assert page.locator("h1", has_text="已离站").count()
    for sheet in ("register", "handover"):
        page.goto(f"{stay_url}{sheet}/")
        fits(page, f"rescue-{sheet}", DESK["width"])
    page.goto(f"{site}/office/rescue/book/?show=all")
    page.locator("#q").fill("卓无忧")
    page.wait_for_function("document.querySelectorAll('#stays li').length === 1")
    sound(page, "rescue-book")
    page.goto(f"{site}/office/rescue/")
    sound(page, "rescue-here")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('[data-queue]') !== null"), (
        "keys walk rows"
    )
    with acting(actor(worker_id)):
        (left,) = rescue.present(shelter.station.id, at=now())
    assert left.minor


def test_the_office_opens_stations_and_sees_counts_alone(browser, live_site, night):
    page, site = desk_page(browser), live_site.url
    page.set_viewport_size(DESK)
    staff_sign_in(page, site, "night.office")
    page.goto(f"{site}/office/rescue/")
    assert page.url.endswith("/office/rescue/stations/")
    sound(page, "rescue-stations")
    page.set_viewport_size(DESK)
    page.goto(f"{site}/office/rescue/stations/new/")
    sound(page, "rescue-station-new")
    page.goto(f"{site}/office/rescue/stations/{night[0].station.id}/beds/")
    sound(page, "rescue-beds")
    page.goto(f"{site}/office/rescue/book/")
    assert page.locator("main", has_text="卓无忧").count() == 0
