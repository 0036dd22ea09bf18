"""A child arrives with an old booklet, is evaluated, catches up, is on the guardian's phone, and moves away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.domains.health.clinic import town as at_clinic
from tests.factories.register import HERE
from tests.factories.staff import sign_in as staff_sign_in
from tests.factories.staff import staff
from tests.journeys.areas import DESK, desk_page, fits, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
GUARDIAN = "13900008801"


@pytest.fixture(scope="module")
def clinics(fresh_database, django_db_blocker) -> Iterator[at_clinic.Clinics]:
    with django_db_blocker.unblock():
        built = at_clinic.Clinics.built()
        staff("nurse.journey", ("clinic", HERE))
        staff("cdc.journey", ("cdc", HERE[:6]))
        yield built


def received(page, site: str, clinics) -> None:
    """Doses of MMR arrive."""
    page.goto(f"{site}/office/clinic/stock/")
    sound(page, "clinic-stock-empty")
    page.select_option("#vaccine", "MMR")
    page.fill("#number", "202611X")
    page.fill("#expires", (clinics.today + timedelta(days=300)).isoformat())
    page.fill("#amount", "20")
    with page.expect_navigation():
        page.locator("button", has_text="入库").last.click()
    sound(page, "clinic-stock")


def opened(page, site: str, clinics) -> str:
    """The record of the child who stands there; its address."""
    page.goto(f"{site}/office/clinic/new/")
    sound(page, "clinic-new")
    page.fill("#name", "周小满")
    page.fill("#born", clinics.ago(400).isoformat())
    page.select_option("#sex", "2")
    page.fill("#guardian", "王芳")
    page.fill("#phone", GUARDIAN)
    with page.expect_navigation():
        page.locator("button", has_text="建档").click()
    return str(page.url)


def entered(page, vaccine: str, day: str) -> None:
    """A line of the old booklet."""
    page.locator("summary", has_text="补录以前的剂次").click()
    page.select_option("#vaccine", vaccine)
    page.fill("#day", day)
    with page.expect_navigation():
        page.locator("button[value=record]").click()


def test_a_child_arrives_with_an_old_booklet_catches_up_and_moves_away(browser, live_site, clinics):
    desk, site = desk_page(browser), live_site.url
    desk.set_viewport_size(DESK)
    staff_sign_in(desk, site, "nurse.journey")
    desk.goto(f"{site}/office/clinic/")
    sound(desk, "clinic-none")
    received(desk, site, clinics)
    url = opened(desk, site, clinics)
    entered(desk, "HepB", clinics.ago(400).isoformat())
    entered(desk, "HepB", clinics.ago(390).isoformat())
    entered(desk, "BCG", clinics.ago(400).isoformat())
    sound(desk, "clinic-child")
    assert desk.locator("table", has_text="不计入").count()
    for question in ("fever", "allergy", "reaction", "illness"):
        desk.check(f"[name=asked-{question}][value=no]")
    with desk.expect_navigation():
        desk.locator("button[value=give]").click()
    assert desk.locator("table", has_text="202611X").count()
    sound(desk, "clinic-child-caught-up")
    desk.locator("a", has_text="打印接种证").click()
    desk.wait_for_selector(".cl-code")
    fits(desk, "clinic-booklet", DESK["width"])
    code = desk.locator(".cl-code p").first.inner_text()
    desk.goto(f"{site}/office/clinic/?show=all")
    sound(desk, "clinic-list")

    page = phone_page(browser)
    sign_in(page, site, GUARDIAN)
    page.goto(f"{site}/me/children/")
    looked_at(page, "children-none")
    page.fill("#code", code)
    page.fill("#born", clinics.ago(400).isoformat())
    tap(page, "button", "添加")
    assert page.locator("main", has_text="周小满").count()
    looked_at(page, "child-booklet")
    tap(page, "button", "预约")
    assert page.locator("main", has_text="已预约").count()
    page.goto(f"{site}/me/children/")
    looked_at(page, "children")

    desk.goto(f"{site}/office/clinic/survey/")
    sound(desk, "clinic-survey")
    desk.goto(url)
    desk.locator("summary", has_text="迁出、合并").click()
    with desk.expect_navigation():
        desk.locator("button[value=away]").click()
    assert desk.locator("h1", has_text="已迁出").count()
    small = phone_page(browser)
    staff_sign_in(small, site, "cdc.journey")
    small.goto(f"{site}/office/clinic/coverage/")
    looked_at(small, "clinic-coverage")
