"""An employer drops in its roster in a real browser: sees the difference, mends a cell, confirms, takes it back."""

from __future__ import annotations

import pytest

from tests.factories.register import HERE, STREET, WORKER, Street
from tests.factories.spreadsheets import number, person, xlsx
from tests.factories.staff import public, signed_in, staff
from tests.journeys.areas import sound

pytestmark = pytest.mark.journey
TITLES = ["姓名", "身份证号", "手机", "入职日期", "部门", "宿舍楼栋", "房号"]


@pytest.fixture(scope="module")
def town(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        street = Street.built()
        boss = public("13800000101", grants=(("employer", street.firm.party, HERE),))
        clerk = staff("clerk.here", ("counter", STREET), name="陈窗口")
        cookies = {
            who: signed_in(user).cookies["sessionid"].value
            for who, user in (("boss", boss), ("clerk", clerk))
        }
    return street, cookies


def enter(page, site, cookies, who):
    page.context.add_cookies([{"name": "sessionid", "value": cookies[who], "url": site.url}])


def roster():
    wrong = number(50)[:-1] + ("1" if number(50)[-1] != "1" else "2")
    rows = [[*person(s), "2026-03-01", "装配", "1栋", "102"] for s in (51, 52, 53)]
    rows += [["李倩", wrong, "13812345678", "2026-03-01", "质检", "1栋", "101"]]
    return xlsx({"花名册": [["星火电子 2026 年 11 月在岗人员"], TITLES, *rows]}), wrong


def test_a_roster_is_dropped_seen_mended_confirmed_and_undone(live_site, town, page):
    street, cookies = town
    enter(page, live_site, cookies, "boss")
    page.goto(f"{live_site.url}/employer/")
    assert page.inner_text("h1") == street.firm.name
    sound(page, "home")
    page.click("text=上传花名册")
    page.wait_for_url("**/rosters/")
    sound(page, "upload")
    data, wrong = roster()
    page.evaluate(
        """async ([bytes, name]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], name));
        const drop = new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true});
        document.querySelector("[data-drop]").dispatchEvent(drop);
    }""",
        [list(data), "11月花名册.xlsx"],
    )
    assert page.inner_text("[data-drop-name]") == "11月花名册.xlsx"
    page.click("text=上传并查看变化")
    page.wait_for_selector("#import-body")
    sound(page, "problems")
    box = page.locator("input[name$=doc_number]").first
    assert box.input_value() == wrong[0] + "*" * (len(wrong) - 3) + wrong[-2:], (
        "masked until revealed with a purpose"
    )
    box.fill(number(50))
    page.click("text=重新核对")
    page.wait_for_selector("#import-list >> text=这里没有")
    page.click(".aj-tile:has-text('不在名单')")
    page.check(
        f"label:has-text('{WORKER.name}') >> xpath=preceding-sibling::span/input[@type='checkbox']"
    )
    page.wait_for_selector("text=已确认离职 1 人")
    sound(page, "left")
    page.click(".aj-tile:has-text('新增')")
    page.wait_for_url("**list=joined")
    sound(page, "joined")
    page.click("summary:has-text('各列读成了什么')")
    sound(page, "columns")
    page.click("text=确认写入")
    page.wait_for_selector("text=写入的结果")
    sound(page, "applied")
    page.click("nav >> text=员工")
    page.wait_for_url("**/workers/")
    assert "4" in page.inner_text("h1")
    sound(page, "workers")
    page.click("nav >> text=宿舍")
    page.wait_for_url("**/dormitory/")
    sound(page, "dormitory")
    page.click("nav >> text=联系人")
    page.fill("#id_name", "周人事")
    page.fill("#id_phone", "0731 8361 2345")
    page.click("button:has-text('添加')")
    page.wait_for_selector("text=0731-83612345")
    sound(page, "contacts")
    page.click("nav >> text=花名册")
    page.click("text=11月花名册.xlsx")
    page.click("text=撤销本次导入")
    page.wait_for_selector("h1 >> text=已撤销")
    page.click("nav >> text=员工")
    page.wait_for_selector(f"main >> text={WORKER.name}")
    sound(page, "undone")


def test_one_person_is_entered_without_a_spreadsheet(live_site, town, page):
    street, cookies = town
    enter(page, live_site, cookies, "boss")
    page.goto(f"{live_site.url}/employer/{street.firm.id}/workers/new/")
    sound(page, "hire")
    name, doc, _ = person(77)
    page.fill("#id_name", name)
    page.fill("#id_doc_number", doc[:-1] + "0" if doc[-1] != "0" else doc[:-1] + "1")
    page.click("button:has-text('登记入职')")
    page.wait_for_selector("[role=alert]")
    sound(page, "hire-wrong")
    page.fill("#id_doc_number", doc)
    page.click("button:has-text('登记入职')")
    page.wait_for_selector(f"main >> text={name}")


def test_a_file_above_the_limit_is_refused_where_it_is_chosen(live_site, town, page):
    street, cookies = town
    enter(page, live_site, cookies, "boss")
    page.goto(f"{live_site.url}/employer/{street.firm.id}/rosters/")
    assert "单个文件最大 64 MB" in page.inner_text("[data-drop]")
    page.eval_on_selector("#id_file", "field => { field.dataset.mostBytes = 10; }")
    page.set_input_files("#id_file", {"name": "a.csv", "mimeType": "", "buffer": b"x" * 11})
    assert "最多 64 MB" in page.inner_text("#id_file_limit[role=alert]")
    assert page.eval_on_selector("#id_file", "field => field.files.length") == 0
    page.set_input_files("#id_file", {"name": "b.csv", "mimeType": "", "buffer": b"x" * 10})
    assert page.query_selector("#id_file_limit") is None
    assert page.inner_text("[data-drop-name]") == "b.csv"


def test_a_large_roster_is_read_by_a_job_while_the_page_shows_it(
    live_site, live_worker, town, page
):
    street, cookies = town
    enter(page, live_site, cookies, "boss")
    page.goto(f"{live_site.url}/employer/{street.firm.id}/rosters/")
    rows = [[*person(s), "2026-03-01", "装配", "1栋", "102"] for s in range(200, 4200)]
    page.set_input_files(
        "#id_file", {"name": "大.xlsx", "mimeType": "", "buffer": xlsx({"表": [TITLES, *rows]})}
    )
    page.click("text=上传并查看变化")
    page.wait_for_selector("#import-body")
    page.wait_for_selector(".aj-tile", timeout=120_000)
    assert "4,000" in page.inner_text(".aj-tile >> nth=0")


def test_staff_import_a_list_of_tenants_for_a_community(live_site, town, page):
    _, cookies = town
    enter(page, live_site, cookies, "clerk")
    page.goto(f"{live_site.url}/office/imports/")
    sound(page, "office-empty")
    page.click("text=导入表格")
    sound(page, "office-new")
    page.check("input[value=rental-tenants]")
    page.fill("#id_region_text", "430181124205")
    page.click(f".aj-option[data-value='{HERE}']")
    rows = [
        ["姓名", "身份证号", "手机", "入住日期", "出租屋地址", "房号"],
        [*person(91), "2026-02-01", "新屋路12号", "202"],
    ]
    page.set_input_files(
        "#id_file", {"name": "租客.xlsx", "mimeType": "", "buffer": xlsx({"表": rows})}
    )
    page.click("text=上传并查看变化")
    page.wait_for_selector("#import-body")
    sound(page, "office-import")
    page.click("text=确认写入")
    page.wait_for_selector("text=写入的结果")
    page.goto(f"{live_site.url}/office/imports/")
    sound(page, "office-list")
