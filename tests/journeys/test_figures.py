"""A leader reads the indicators of the area, goes down to a part and prints; a clerk opens the list behind a number."""

from __future__ import annotations

import pytest

from tests.factories import register as town
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        built = town.Street.built()
        staff("figures.leader", ("leader", "430181"), name="孙领导")
        staff("figures.clerk", ("street", town.STREET), name="赵街道")
        yield built


def test_a_leader_goes_from_the_indicators_to_a_part_and_to_paper(browser, live_site, street):
    page = desk_page(browser)
    sign_in(page, live_site.url, "figures.leader")
    page.click("nav a:has-text('统计指标')")
    sound(page, "figures-table")
    page.click("th a:has-text('在住流动人口')")
    sound(page, "figures-one")
    assert page.locator("text=没有查看名单的权限").count() == 1
    page.click("th a:has-text('洞阳镇')")
    sound(page, "figures-part")
    page.goto(f"{page.url}&print=1")
    sound(page, "figures-print")


def test_a_clerk_opens_the_list_behind_a_number(browser, live_site, street):
    page = desk_page(browser)
    sign_in(page, live_site.url, "figures.clerk")
    page.goto(f"{live_site.url}/office/figures/living/")
    page.click(".aj-hero-figure")
    sound(page, "figures-list")
    assert page.locator("tbody tr").count() == 3
