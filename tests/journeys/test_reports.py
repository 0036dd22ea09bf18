"""A leader takes the brief to the Monday meeting; a statistician makes the report of a quarter and publishes it."""

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
        staff("reports.leader", ("leader", "430181"), name="孙领导")
        staff("reports.city", ("city", "430181"), name="统计员")
        yield built


def test_a_leader_goes_from_the_indicators_to_the_brief_and_a_report(browser, live_site, street):
    page = desk_page(browser)
    sign_in(page, live_site.url, "reports.leader")
    page.click("nav a:has-text('统计指标')")
    brief = page.locator("a:has-text('会议简报')").get_attribute("href")
    answer = page.request.get(f"{live_site.url}{brief}")
    assert answer.status == 200 and answer.body().startswith(b"%PDF")
    page.click("a:has-text('统计报表')")
    sound(page, "reports-index")
    page.click("a:has-text('暂住人口统计表')")
    sound(page, "reports-r1")
    page.goto(f"{page.url}?print=1")
    sound(page, "reports-r1-print")


def test_a_statistician_reports_and_publishes_a_quarter(browser, live_site, street):
    page = desk_page(browser)
    sign_in(page, live_site.url, "reports.city")
    page.goto(f"{live_site.url}/office/figures/reports/r1/?period=2026Q3")
    assert page.locator("h2:has-text('表一 按居住事由')").count() == 1
    page.goto(f"{live_site.url}/office/figures/reports/")
    page.click("a:has-text('公布统计数据')")
    sound(page, "publishing-empty")
    page.select_option("select[name=period]", "2026Q3")
    page.click("button:has-text('预览')")
    sound(page, "publishing-preview")
    page.click("button:has-text('公布这一季')")
    sound(page, "published-edition")
    page.click("a:has-text('各社区在住流动人口')")
    sound(page, "published-table")
    with page.expect_download() as download:
        page.click("a:has-text('CSV')")
    assert download.value.suggested_filename == "430181-2026Q3-area.csv"
