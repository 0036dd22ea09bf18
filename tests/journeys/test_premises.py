"""A landlord's flat is inspected, its hazard put right and closed; then the lease is filed, signed and confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from anju.domains.access import api as access
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.domains.housing.premises.visits import picture
from tests.factories import register as town
from tests.factories.staff import public, staff
from tests.factories.staff import sign_in as sign_in_staff
from tests.journeys.areas import desk_page, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
LANDLORD, TENANT = "13700000001", "13900001234"


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    with django_db_blocker.unblock():
        built = town.Street.built()
        with acting(town.PLATFORM):
            user = access.public_user(phone=LANDLORD, at=now())
            access.grant(
                town.PLATFORM, user_id=user.id, role="landlord", party=built.holder, at=now()
            )
        public(TENANT, person_id=built.resident)
        for username in ("street01", "street02"):
            staff(username, ("street", town.STREET), name="陈街道")
        yield built


def test_a_flat_is_inspected_its_hazard_put_right_and_closed(browser, live_site, street):
    office, code = desk_page(browser), street.rooms[0].code
    sign_in_staff(office, live_site.url, "street01")
    office.goto(f"{live_site.url}/office/inspections/?show=all")
    sound(office, "office-inspections-empty")
    office.goto(f"{live_site.url}/office/homes/{code}/")
    office.click("text=做检查")
    for field in office.locator(".in-item").all():
        field.locator(".in-choice-yes").click()
    third = office.locator(".in-item").nth(3)
    third.locator(".in-choice-no").click()
    third.locator("textarea").fill("楼道停有电动自行车，正在充电")
    third.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    sound(office, "office-inspection-new")
    office.click("text=保存检查")
    office.wait_for_selector("#hazards")
    sound(office, "office-inspection")
    record = office.url
    office.goto(f"{record}notice/")
    sound(office, "office-notice")

    host = phone_page(browser)
    sign_in(host, live_site.url, LANDLORD)
    looked_at(host, "landlord-home-hazard")
    tap(host, "a.aj-go", "处安全隐患等您整改")
    looked_at(host, "landlord-inspections")
    tap(host, "a.aj-go", "新屋路12号")
    looked_at(host, "landlord-inspection")
    host.locator("summary", has_text="回复整改情况").tap()
    host.fill("textarea[name=text]", "已推到车棚")
    tap(host, "button", "提交回复")
    host.wait_for_selector("text=已推到车棚")

    office.goto(record)
    office.click("summary:has-text('复查')")
    office.check("input[value=rectified]")
    sound(office, "office-inspection-again")
    office.click("text=保存复查结果")
    office.wait_for_selector("text=复查：已整改")
    office.goto(f"{live_site.url}/office/inspections/?show=all")
    sound(office, "office-inspections")
    office.goto(f"{live_site.url}/office/inspections/due/")
    sound(office, "office-inspections-due")


def test_a_lease_is_filed_signed_and_confirmed(browser, live_site, street):
    host = phone_page(browser)
    sign_in(host, live_site.url, LANDLORD)
    host.goto(f"{live_site.url}/landlord/room/{street.rooms[0].code}/")
    tap(host, "a.aj-go", "租赁备案")
    looked_at(host, "landlord-rental-new")
    host.fill("input[name=rent]", "880")
    tap(host, ".aj-bottom button")
    looked_at(host, "landlord-rental")
    host.check("input[name=agree]")
    tap(host, "button", "签署责任书")
    assert re.search("签署", host.content())
    host.goto(f"{live_site.url}/landlord/rentals/")
    looked_at(host, "landlord-rentals")

    guest = phone_page(browser)
    sign_in(guest, live_site.url, TENANT)
    guest.goto(f"{live_site.url}/me/leases/")
    looked_at(guest, "resident-leases")
    tap(guest, "a.aj-go", "新屋路12号")
    looked_at(guest, "resident-lease")
    tap(guest, "button", "核对无误")
    guest.wait_for_selector("text=您于")

    office = desk_page(browser)
    sign_in_staff(office, live_site.url, "street02")
    office.goto(f"{live_site.url}/office/rentals/")
    sound(office, "office-rentals")
    office.click("th a")
    sound(office, "office-rental")
