"""A form of another office: added and accepted by two, filled for the person at the counter, its marked cells seen to,
taken out as the office's own workbook; and what the resident finds at home."""

from __future__ import annotations

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from anju.domains.exchange.api import deliveries
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.department_databases import COLUMNS, on_postgresql
from tests.factories.forms import form_in_force, template, text
from tests.factories.register import PLATFORM, RESIDENT, STREET, Street
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, settled, sound

pytestmark = pytest.mark.journey
CLERK, CITY = "forms.clerk", "forms.city"


@pytest.fixture(scope="module", autouse=True)
def laid(tmp_path_factory):
    """The operator's folder of connections, which the site reads too."""
    found = tmp_path_factory.mktemp("databases")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANJU_SOURCE_DATABASES", str(found))
        yield found


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        found = Street.built()
        staff(CLERK, ("street", STREET), name="陈街道")
        staff(CITY, ("city", "4301"), name="周数据")
        form_in_force()
        with acting(PLATFORM):
            deliveries.connect(
                "school_enrolment", region="4301", every_hours=24, actor=PLATFORM, at=now()
            )
        return found


@pytest.fixture
def page(browser):
    found = desk_page(browser)
    yield found
    found.context.close()


def press(page, name):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    settled(page)


def test_a_form_is_filled_for_the_person_at_the_counter(page, live_site, street):
    site = live_site.url
    sign_in(page, site, CLERK)
    page.goto(f"{site}/office/forms/")
    sound(page, "forms")
    page.goto(f"{site}/office/people/{street.resident}/")
    page.get_by_role("link", name="代填表格").first.click()
    page.goto(f"{site}/office/forms/people/{street.resident}/")
    sound(page, "forms-person")
    page.get_by_role("link", name="随迁子女入学申请表").click()
    page.wait_for_url("**/person/**")
    sound(page, "forms-begin")
    page.get_by_label("本人，已核对证件").check()
    press(page, "填表")
    expect(page.locator("main")).to_contain_text(RESIDENT.doc_number)
    expect(page.locator("main")).to_contain_text("没有有效的居住证")
    sound(page, "forms-filled")
    page.get_by_label("申请学校").fill("新开路小学")
    press(page, "核对无误，填好")
    expect(page.locator("h1")).to_contain_text("已填好")
    sound(page, "forms-done")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="对方的 Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes())).active
    assert (sheet["B2"].value, sheet["B9"].value) == (RESIDENT.name, "新开路小学")


def test_a_form_is_added_and_a_departments_database_is_tried(page, live_site, street, laid):
    site = live_site.url
    sign_in(page, site, CITY)
    page.goto(f"{site}/office/forms/new/")
    sound(page, "forms-new")
    page.set_input_files(
        "#id_description",
        {"name": "表样.yaml", "mimeType": "text/yaml", "buffer": text(code="journey").encode()},
    )
    page.set_input_files(
        "#id_template", {"name": "空白.xlsx", "mimeType": "application/zip", "buffer": template()}
    )
    press(page, "提出")
    expect(page.locator("h1")).to_contain_text("待他人确认")
    sound(page, "forms-proposed")

    here = f"{site}/office/sources/school_enrolment/database/"
    page.goto(here)
    sound(page, "database-none")
    bureau = on_postgresql()
    bureau.empty()
    bureau.enter(0, 25)
    bureau.laid(laid)
    page.goto(here)
    page.fill("#id_table", "dept.pupils")
    page.fill("#id_columns", "\n".join(COLUMNS))
    page.fill("#id_change", "gxsj")
    press(page, "试连")
    expect(page.locator("#tried")).to_contain_text("连上了")
    sound(page, "database-tried")
    press(page, "看最近 20 行")
    expect(page.locator("#tried")).to_contain_text("最近变更的 20 行")
    sound(page, "database-preview")
    press(page, "保存")
    expect(page.locator("h1")).to_contain_text("还没有读过")
    sound(page, "database-saved")
    bureau.run("DROP TABLE {t}")
    bureau.owner.close()
