"""A clerk's day with forty open cases, by keyboard: taken, answered, put off, handed over, named an outcome; always the
next."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from anju.domains.casework.api import cases
from anju.foundation.db.scope import acting
from tests.domains.casework.cases import town as case_town
from tests.factories import register as town
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import DESK, desk_page, sound

pytestmark = pytest.mark.journey
OPEN = 40
SETTLED = 1050  # milliseconds until a key counts
MOST_SECONDS_A_CASE = 8


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        for n in range(OPEN):
            case_town.filed(built, code="question", what=f"第 {n:02} 个问题")
        staff("window.day", ("street", town.STREET), name="窗口小李")
        yield built


def pressed(page, key: str) -> None:
    """A key that leads to another page."""
    page.wait_for_timeout(SETTLED)
    with page.expect_navigation():
        page.keyboard.press(key)


def counted(street) -> dict[str, int]:
    office = case_town.clerk(town.STREET, 56)
    with acting(office):
        return dict(cases.queue(office, at=street.at).counts)


def test_forty_cases_by_keyboard(browser, live_site, street):
    page, site = desk_page(browser), live_site.url
    page.set_viewport_size(DESK)
    sign_in(page, site, "window.day")
    page.goto(f"{site}/office/cases/?show=free")
    sound(page, "clerk-day-queue")
    assert page.locator(".aj-queue li").count() == OPEN
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    begun, seen = time.monotonic(), set()
    for n in range(OPEN):
        seen.add(page.url.split("?")[0])
        pressed(page, "t")
        if n % 4 == 0:
            page.wait_for_timeout(SETTLED)
            page.keyboard.press("m")
            page.keyboard.type("请到窗口办理，带手机即可")
            page.keyboard.press("Escape")
            page.keyboard.press("o")
            page.keyboard.press("ArrowDown")
            with page.expect_navigation():
                page.keyboard.press("Control+Enter")
        if n < OPEN - 1:
            pressed(page, "n")
    took = time.monotonic() - begun
    assert len(seen) == OPEN, "every case once, none skipped"
    assert took / OPEN < MOST_SECONDS_A_CASE, took / OPEN
    sound(page, "clerk-day-last")
    after = counted(street)
    assert after["free"] == 0 and after["proposed"] == OPEN // 4
    page.goto(f"{site}/office/cases/?show=mine")
    sound(page, "clerk-day-mine")
    page.goto(f"{site}/office/cases/?show=proposed")
    assert page.locator(".aj-queue li").count() == OPEN // 4
