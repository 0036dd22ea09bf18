"""The office looks at its area on a map, puts a building there by mouse and keyboard, and finds it again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from anju.domains.fieldwork.api import tasks
from anju.domains.places import api as places
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.grids import squares
from tests.factories.register import HERE, NEXT_DOOR, PLATFORM, STREET, Street
from tests.factories.staff import sign_in, staff
from tests.factories.tasks import contested
from tests.journeys.areas import desk_page, sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        squares(HERE, 2)
        squares(NEXT_DOOR, 2, row=1)
        staff("map.office", ("street", STREET), name="何街道")
        staff("map.leader", ("leader", STREET), name="赵领导")
        contested(street.resident)
        with acting(PLATFORM):
            tasks.renew_tasks(actor=PLATFORM, at=now())
        return street


def test_a_building_is_put_on_the_map_and_found_there(browser, live_site, street):
    page = desk_page(browser)
    sign_in(page, live_site.url, "map.office")
    building = places.building(street.rooms[0].building_id)
    page.goto(f"{live_site.url}/office/map/place/")
    page.click(f"text={building.title}")
    expect(page.locator("[data-place-map]")).to_be_visible()
    own = page.locator(".mp-grid.is-own").first.bounding_box()
    page.mouse.click(own["x"] + own["width"] / 2, own["y"] + own["height"] / 2)
    expect(page.locator("#id_longitude")).not_to_have_value("")
    before = page.input_value("#id_latitude")
    page.locator(".mp-here").focus()
    page.keyboard.press("ArrowUp")
    assert float(page.input_value("#id_latitude")) > float(before)
    sound(page, "place")
    page.get_by_role("button", name="保存位置").click()
    expect(page.locator("body")).to_contain_text("位置已保存")
    page.goto(f"{live_site.url}/office/map/?layer=tasks&show=tasks")
    expect(page.locator(".mp-area")).to_have_count(2)
    expect(page.locator(".mp-point")).to_have_count(1)
    expect(page.locator("[data-map-list]")).to_contain_text("上门任务 2")
    sound(page, "map")
    page.locator(".mp-point").click()
    page.click(".leaflet-popup >> text=打开楼栋")
    expect(page.locator("h1")).to_contain_text(building.address)
    page.context.close()


def test_a_leader_reads_figures_on_the_map_and_goes_down_a_level(browser, live_site, street):
    page = desk_page(browser)
    sign_in(page, live_site.url, "map.leader")
    page.goto(f"{live_site.url}/office/map/")
    expect(page.locator(".mp-area")).to_have_count(2)
    expect(page.locator(".mp-point")).to_have_count(0)
    sound(page, "map-leader")
    page.locator("tbody th a").first.click()
    expect(page.locator(".mp-area")).to_have_count(2)
    page.context.close()
