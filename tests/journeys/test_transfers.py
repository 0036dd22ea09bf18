"""A record goes to another place at the person's own request, on the phone; an office takes in a signed file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories.exchange import linked
from tests.factories.register import STREET, Street
from tests.factories.staff import public, staff
from tests.factories.staff import sign_in as staff_in
from tests.journeys.areas import desk_page, phone_page, settled, sign_in, sound, tap

pytestmark = pytest.mark.journey
PHONE, CLERK = "13911110309", "transfers.clerk"


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        found = Street.built()
        linked()
        public(PHONE, person_id=found.resident)
        staff(CLERK, ("street", STREET), name="陈街道")
        return found


@pytest.fixture
def phone(browser):
    found = phone_page(browser)
    yield found
    found.context.close()


@pytest.fixture
def page(browser):
    found = desk_page(browser)
    yield found
    found.context.close()


def test_a_contact_is_asked_for_on_the_phone_and_taken_in_at_the_office(
    phone, page, live_site, street, tmp_path
):
    site = live_site.url
    sign_in(phone, site, PHONE)
    phone.goto(f"{site}/me/transfers/")
    sound(phone, "transfers-none")
    tap(phone, "main a", "照护人联系方式")
    sound(phone, "transfers-new")
    phone.locator("input[name=ref]").last.check()
    phone.select_option("#id_place", "510823")
    phone.fill("#id_carer_name", "周德厚")
    phone.fill("#id_carer_phone", "13900000001")
    tap(phone, "main button", "看看会送出什么")
    expect(phone.locator("main")).to_contain_text("剑阁县")
    sound(phone, "transfers-preview")
    tap(phone, "main button", "同意并申请")
    expect(phone.locator("main")).to_contain_text("准备送出")
    sound(phone, "transfers-asked")
    tap(phone, "main button", "撤回")
    expect(phone.locator("main")).to_contain_text("内容已删去")

    phone.goto(f"{site}/me/transfers/new/?kind=carer")
    phone.locator("input[name=ref]").last.check()
    phone.select_option("#id_place", "other")
    phone.fill("#id_place_name", "毕节市")
    phone.fill("#id_carer_name", "周德厚")
    phone.fill("#id_carer_phone", "13900000001")
    tap(phone, "main button", "看看会送出什么")
    tap(phone, "main button", "同意并申请")
    sound(phone, "transfers-in-hand")
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name="下载签名文件").click()
    file = tmp_path / "record.json"
    file.write_bytes(waiting.value.path().read_bytes())

    staff_in(page, site, CLERK)
    page.goto(f"{site}/office/transfers/")
    sound(page, "transfers-office-none")
    page.set_input_files("#id_file", str(file))
    with page.expect_navigation():
        page.get_by_role("button", name="收下并核对").click()
    settled(page)
    expect(page.locator("main")).to_contain_text("周德厚")
    sound(page, "transfers-office-one")
    with page.expect_navigation():
        page.get_by_role("button", name="看过了，收入").click()
    settled(page)
    page.goto(f"{site}/office/transfers/?show=kept")
    sound(page, "transfers-office-kept")
