"""A grid worker walks the round of today on a phone: a door, an outcome, taken back; the office looks on at a desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from anju.domains.fieldwork.api import tasks
from anju.domains.fieldwork.api.tasks import CampaignPlan, Phase, Scope
from anju.domains.places import api as places
from anju.domains.places.api import Position
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Street, moved_in
from tests.factories.staff import sign_in, staff
from tests.factories.tasks import contested, own_declaration
from tests.journeys.areas import sound

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        staff("round01", ("grid", HERE), name="罗网格")
        staff("street01", ("street", STREET), name="陈街道")
        moved_in(somebody("韦小满", 661), street.rooms[3], street.today)
        own_declaration(street.rooms[1], street.today, at=now() - timedelta(days=9))
        contested(street.resident)
        plan = CampaignPlan(
            "年终集中登记",
            (STREET,),
            Scope.LET,
            street.today,
            street.today,
            (Phase("入户登记", street.today + timedelta(days=9), 80),),
            ("核对在住人员", "核对联系电话"),
        )
        with acting(PLATFORM):
            building = street.rooms[0].building_id
            at = Position(1_134_000_000, 282_000_000)
            places.place_buildings({building: at}, actor=PLATFORM, at=now())
            tasks.open_campaign(plan, key="journey", actor=PLATFORM, at=now())
            tasks.renew_tasks(actor=PLATFORM, at=now())
        return street


@pytest.fixture
def page(browser):
    """A page in which axe may be loaded."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", bypass_csp=True)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_round_is_walked_with_two_taps_a_door(page, live_site, street):
    page.set_viewport_size({"width": 360, "height": 780})
    sign_in(page, live_site.url, "round01")
    page.goto(f"{live_site.url}/office/tasks/round/")
    expect(page.locator(".tk-door")).to_have_count(3)
    page.locator(".tk-door summary", has_text="101").click()
    sound(page, "round")
    page.set_viewport_size({"width": 360, "height": 780})
    page.locator(".tk-door[open] button", has_text="见到人").click()
    expect(page.locator(".tk-door")).to_have_count(2)
    expect(page.locator(".tk-undo")).to_contain_text("见到人")
    page.click("text=撤回")
    expect(page.locator(".tk-door")).to_have_count(3)
    page.locator(".tk-door summary", has_text="102").click()
    page.locator(".tk-door[open] >> text=这扇门的任务和走访记录").click()
    sound(page, "door")


def test_the_office_sees_tasks_by_reason_and_the_campaign_by_place(page, live_site, street):
    sign_in(page, live_site.url, "street01")
    page.goto(f"{live_site.url}/office/tasks/")
    sound(page, "tasks")
    page.goto(f"{live_site.url}/office/campaigns/new/")
    sound(page, "campaign-new")
    page.goto(f"{live_site.url}/office/campaigns/")
    page.click("text=年终集中登记")
    expect(page.locator("tbody tr")).to_have_count(2)
    sound(page, "campaign")
