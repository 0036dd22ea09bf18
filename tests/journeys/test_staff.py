"""The street office opens a station, posts a worker, plans their week, finds a substitute; the worker reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from anju.domains.fieldwork.api import staffing
from anju.foundation.clock import local_date, now
from tests.factories.register import HERE, NEXT_DOOR, STREET, Street
from tests.factories.staff import sign_in, staff
from tests.factories.staffing import grid
from tests.journeys.areas import PHONE, desk_page, sound

pytestmark = pytest.mark.journey
NEXT = staffing.week_of(local_date(now()) + timedelta(days=7))


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        for community in (HERE, NEXT_DOOR):
            grid(community, 1)
        staff("staff.office", ("street", STREET), name="何街道")
        staff("staff.li", ("grid", HERE), name="李网格")
        staff("staff.wu", ("grid", NEXT_DOOR), name="吴网格")
        return street


def test_a_station_its_people_and_their_week(browser, live_site, street):
    page = desk_page(browser)
    sign_in(page, live_site.url, "staff.office")
    page.goto(f"{live_site.url}/office/staff/")
    sound(page, "staff-empty")
    page.get_by_role("link", name="设立站点").first.click()
    page.fill("#id_name", "洞阳流动人口服务站")
    page.fill("#id_address", "洞阳路 1 号")
    for box in page.locator("input[name=serves]").all():
        box.check()
    sound(page, "station-new")
    page.get_by_role("button", name="设立").click()
    expect(page.locator("h1")).to_have_text("洞阳流动人口服务站")
    for name, where in (("李网格", HERE), ("吴网格", NEXT_DOOR)):
        page.locator("#id_user").select_option(
            label=f"{name}（staff.{'li' if name[0] == '李' else 'wu'}）"
        )
        page.locator(f"input[name=grids][value='{where}001']").check()
        page.get_by_role("button", name="安排", exact=True).click()
        expect(page.locator("#posted")).to_contain_text(name)
    sound(page, "station")
    page.goto(f"{page.url.split('#')[0]}week/?day={NEXT[0]}")
    page.locator("#id_posting").select_option(label="李网格")
    page.locator("#id_duty").select_option("field")
    page.locator("form[action$='week/add/'] button").click()
    expect(page.locator(".st-shift")).to_have_count(5)
    page.locator(".st-shift summary").first.click()
    sound(page, "week")
    page.locator(".st-shift[open] >> text=取消班次").click()
    expect(page.locator(".st-shift")).to_have_count(4)
    page.goto(f"{live_site.url}/office/staff/absences/")
    page.locator("#id_posting").select_option(label="李网格（洞阳流动人口服务站）")
    page.locator("#id_substitute").select_option(label="吴网格（洞阳流动人口服务站）")
    page.locator("input[name=first]").fill(str(NEXT[0]))
    page.locator("input[name=last]").fill(str(NEXT[4]))
    page.locator("input[name=right]").check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("body")).to_contain_text("4 个班次由 吴网格 接替")
    sound(page, "absences")
    page.goto(f"{live_site.url}/office/staff/planning/")
    page.fill("#id_residents", "1")
    page.get_by_role("button", name="试算").click()
    expect(page.locator("main")).to_contain_text("按您填的比例试算")
    sound(page, "staffing")
    page.context.close()


def test_a_worker_reads_the_own_roster_on_a_phone(browser, live_site, street):
    page = desk_page(browser)
    page.set_viewport_size(PHONE)
    sign_in(page, live_site.url, "staff.wu")
    page.goto(f"{live_site.url}/office/staff/mine/")
    expect(page.locator("main")).to_contain_text("为 李网格 代班")
    sound(page, "mine")
    page.context.close()
