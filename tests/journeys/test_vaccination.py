"""A guardian checks an old booklet on a phone without signing in: what counts, what is due, by which rule."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.foundation.clock import local_date, now
from tests.journeys.areas import looked_at, phone_page, tap

pytestmark = pytest.mark.journey


def test_a_guardian_checks_an_old_booklet_on_a_phone(browser, live_site, fresh_database):
    born = local_date(now()) - timedelta(days=430)
    page = phone_page(browser)
    page.goto(f"{live_site.url}/?doors")
    tap(page, ".aj-foot a", "接种记录核对")
    looked_at(page, "vaccination-empty")
    page.fill("[name=born]", born.isoformat())
    for number, (vaccine, days) in enumerate((("HepB", 0), ("BCG", 1), ("HepB", 35), ("MMR", 100))):
        page.locator("[name=vaccine]").nth(number).select_option(vaccine)
        page.locator("[name=day]").nth(number).fill((born + timedelta(days=days)).isoformat())
    page.locator("[name=day]").nth(4).fill(born.isoformat())
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=请从列表中选择疫苗")
    looked_at(page, "vaccination-fault")
    page.locator("[name=day]").nth(4).fill("")
    tap(page, ".aj-bottom button")
    page.wait_for_selector("text=未到最小年龄")
    page.wait_for_selector("text=已过推荐时间，请尽早接种")
    looked_at(page, "vaccination-result")
    assert page.locator("section.aj-card").count() >= 8
    assert page.locator("[name=vaccine]").nth(3).input_value() == "MMR"
