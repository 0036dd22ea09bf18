"""A worker claims unpaid wages on a phone, with few inputs; the inspection works by keyboard; the worker confirms."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.casework.api import cases
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.domains.casework.cases import town as case_town
from tests.domains.housing.premises import visits
from tests.factories import register as town
from tests.factories.staff import sign_in as staff_sign_in
from tests.factories.staff import staff
from tests.journeys.areas import DESK, desk_page, fits, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
WORKER = "13800000071"
MOST_INPUTS, MOST_SECONDS = 25, 300


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        with acting(town.PLATFORM):
            user = access.public_user(phone=WORKER, at=now())
            access.link_to_person(
                town.PLATFORM,
                user_id=user.id,
                person_id=built.resident,
                how="invitation",
                at=now(),
            )
        staff("labour.journey", ("district", case_town.DISTRICT))
        yield built


class Inputs:
    """What somebody does on the phone, counted: each tap, each filled field, each chosen file."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def tap(self, what: str, text: str | None = None) -> None:
        tap(self.page, what, text)
        self.count += 1

    def fill(self, field: str, value: str) -> None:
        self.page.fill(f"[name={field}]", value)
        self.count += 1

    def choose(self, field: str, content: bytes) -> None:
        file = {"name": "欠条.jpg", "mimeType": "image/jpeg", "buffer": content}
        self.page.set_input_files(f"[name={field}]", [file])
        self.count += 1


def claimed(page, site: str, street) -> Inputs:
    """From the home page to the routed case."""
    by = Inputs(page)
    page.goto(f"{site}/me/")
    by.tap(".aj-go", "我的事项")
    looked_at(page, "cases")
    by.tap(".aj-go", "追讨工资")
    looked_at(page, "case-form")
    by.fill("debtor", "浏阳某建筑队")
    by.fill("amount_owed", "12800")
    by.fill("owed_from", (street.today - timedelta(days=80)).isoformat())
    by.fill("work_site", "园区二期工地")
    by.fill("debtor_contact", "王工头 13500000000")
    by.page.check("[name=aid_wanted]")
    by.count += 1
    by.choose("file-wages", visits.picture())
    by.tap(".aj-bottom button", "提交")
    return by


def test_a_wage_claim_from_the_phone_to_the_payment(browser, live_site, street):
    page, site = phone_page(browser), live_site.url
    sign_in(page, site, WORKER)
    begun = time.monotonic()
    inputs = claimed(page, site, street)
    took = time.monotonic() - begun
    assert inputs.count <= MOST_INPUTS and took < MOST_SECONDS, (inputs.count, took)
    assert inputs.count <= 11, "every further input is one too many"
    assert page.locator("main", has_text="办事机构应在").count()
    assert page.locator("main", has_text="劳动保障监察").count()
    looked_at(page, "case")
    url = page.url
    page.locator("summary", has_text="补充证据").tap()
    looked_at(page, "case-evidence")
    page.goto(f"{site}/me/cases/")
    looked_at(page, "cases-one")
    page.goto(f"{site}/me/cases/helpers/")
    looked_at(page, "case-helpers")

    desk = desk_page(browser)
    desk.set_viewport_size(DESK)
    staff_sign_in(desk, site, "labour.journey")
    desk.goto(f"{site}/office/cases/")
    sound(desk, "office-cases")
    desk.locator(".aj-queue a", has_text="追讨工资").first.click()
    sound(desk, "office-case")
    desk.locator("summary", has_text="转办").click()
    sound(desk, "office-case-handing")
    desk.locator("summary", has_text="转办").click()
    desk.wait_for_timeout(1100)  # a key counts once the page has stood a second
    with desk.expect_navigation():
        desk.keyboard.press("t")
    desk.wait_for_timeout(1100)
    with desk.expect_navigation():
        desk.keyboard.press("s")
    desk.wait_for_timeout(1100)
    desk.keyboard.press("m")
    desk.keyboard.type("单位已于今日转账，请核对")
    desk.select_option("#outcome", "paid")
    with desk.expect_navigation():
        desk.locator("button", has_text="提出结果").click()
    sound(desk, "office-case-proposed")

    page.goto(url)
    looked_at(page, "case-proposed")
    page.fill("#amount", "12800")
    tap(page, "button", "我收到了")
    page.check("[name=satisfied][value=yes]")
    tap(page, "button", "属实，办结")
    assert page.locator("main", has_text="工资已付清").count()
    looked_at(page, "case-closed")
    desk.reload()
    sound(desk, "office-case-closed")
    desk.goto(f"{desk.url.split('?')[0]}print/")
    fits(desk, "office-case-print", DESK["width"])
    desk.goto(f"{site}/office/cases/?show=late")
    sound(desk, "office-cases-none")
    with acting(town.PLATFORM):
        (line, *_more) = [c for c in cases.cases_of(street.resident) if c.matter == "wage_claim"]
    assert line.state == "closed" and line.outcome == "paid"


def test_the_catalogue_is_found_by_words_on_a_phone(browser, live_site, street):
    page = phone_page(browser)
    page.goto(f"{live_site.url}/services/")
    page.locator("#q").press_sequentially("工资")
    page.wait_for_function("document.querySelectorAll('#services details').length < 5")
    page.locator("#services summary").first.tap()
    looked_at(page, "services")
