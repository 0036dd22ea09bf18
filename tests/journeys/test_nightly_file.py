"""A department's nightly file: put to use, taken in, its refused rows downloaded, its mapping changed after a trial on
its own rows, a tenth of it stopped; a fact doubted at the person's page, sent and answered."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from anju.domains.exchange.api import deliveries
from anju.domains.exchange.api.sources import Department, Trouble, source
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.interfaces.jobs import source_folders
from tests.domains.exchange.deliveries.test_deliveries import pupil, pupils
from tests.factories.register import PLATFORM, RESIDENT, STREET, Street
from tests.factories.staff import sign_in, staff
from tests.journeys.areas import desk_page, settled, sound

pytestmark = pytest.mark.journey
SCHOOL = "school_enrolment"
CITY, CLERK = "nightly.city", "nightly.street"
"""An authenticator's code counts once: an account a journey."""


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        found = Street.built()
        staff(CITY, ("city", "4301"), name="周数据")
        staff(CLERK, ("street", STREET), name="陈街道")
        return found


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setenv("ANJU_EXCHANGE_DIR", str(tmp_path))
    return source_folders.folder_of(SCHOOL)


@pytest.fixture
def page(browser):
    found = desk_page(browser)
    yield found
    found.context.close()


def rows(*, faulty=True):
    found = [pupil(RESIDENT.name, RESIDENT.doc_number), *pupils(29)]
    if faulty:
        found[5] |= {"SFZH": found[5]["SFZH"][:17] + "?", "XM": "=1+1"}
    return found


def sent(day, trouble=Trouble.NONE, *, faulty=True):
    """The files of a night: name → bytes."""
    return Department(source(SCHOOL), rows(faulty=faulty)).night(
        local_date(now() + timedelta(days=day)), trouble
    )


def night(folders, day, trouble=Trouble.NONE, **more):
    """The files of a night lie in the folder, and it is looked at."""
    for name, data in sent(day, trouble, **more).items():
        (folders[0] / name).write_bytes(data)
    return source_folders.look(SCHOOL, at=now() + timedelta(days=day))


def press(page, name):
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    settled(page)


def test_a_file_is_taken_in_and_what_is_refused_goes_back(page, live_site, street, folders):
    here = f"{live_site.url}/office/sources/"
    sign_in(page, live_site.url, CITY)
    page.goto(here)
    sound(page, "sources-none")
    page.get_by_role("link", name="学籍", exact=True).click()
    page.wait_for_url(f"**/sources/{SCHOOL}/")
    expect(page.locator("h1")).to_contain_text("未启用")
    expect(page.locator("[name=region] option").first).to_contain_text("长沙市")
    sound(page, "source-none")
    page.fill("[name=hours]", "12")
    press(page, "启用")
    expect(page.locator("h1")).to_contain_text("在用")

    (first,) = night(folders, 0)
    assert first.counts.refused == 1
    page.reload()
    row = page.locator("tbody tr").first
    expect(row).to_contain_text("已读入")
    with page.expect_download() as waiting:
        row.locator("a").click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(waiting.value.path().read_bytes()))
    lines = [[c.value for c in line] for line in book.active.iter_rows()]
    assert "校验位不对" in lines[1][1]
    assert "'=1+1" in lines[1]
    assert all(c.data_type != "f" for line in book.active.iter_rows() for c in line)
    sound(page, "source")

    (second,) = night(folders, 1, Trouble.SHRUNK)
    assert second.state == "asking"
    page.goto(here)
    expect(page.get_by_role("alert")).to_contain_text("数量骤减")
    sound(page, "sources")
    page.get_by_role("alert").get_by_role("link").click()
    page.wait_for_url(f"**/sources/{SCHOOL}/")
    sound(page, "source-asking")
    press(page, "有误，作废")
    expect(page.locator("tbody tr").first).to_contain_text("已作废")
    mapped(page)


def mapped(page):
    """Its columns change: a trial says so, the mapping is changed, tried on the same rows and put in force."""
    renamed = {n: d for n, d in sent(2, Trouble.RENAMED).items() if n.endswith(".csv")}
    ((name, data),) = renamed.items()
    title = data.decode("gb18030").lstrip("\ufeff").splitlines()[0].split(",")
    (new,) = set(title) - set(rows()[0])
    (old,) = set(rows()[0]) - set(title)
    page.locator("main, header").get_by_role("link", name="映射").first.click()
    page.wait_for_url("**/mapping/")
    sound(page, "mapping")
    tried(page, name, data)
    expect(page.get_by_role("alert")).to_contain_text("一行也不会读入")
    expect(page.locator(".aj-facts")).to_contain_text(new)
    sound(page, "mapping-renamed")

    field = page.locator(f"input[name^='columns:'][value^='{old} ']")
    field.fill(f"{field.input_value()} | {new}")
    press(page, "保存草稿")
    expect(page.locator("h1")).to_contain_text("第 1 版草稿")
    tried(page, name, data)
    expect(page.locator("#tried")).to_contain_text("1 行会退回")
    expect(page.locator("#tried details[open]")).to_contain_text("证件号码")
    page.locator("#tried summary").first.click()
    expect(page.locator("#tried details").first).to_contain_text("小学")
    sound(page, "mapping-tried")
    press(page, "保存并生效")
    expect(page.locator("h1")).to_contain_text("第 1 版生效")
    sound(page, "mapping-in-force")


def tried(page, name, data):
    page.set_input_files("#id_try", {"name": name, "mimeType": "text/csv", "buffer": data})
    press(page, "试读")


def test_a_fact_is_doubted_at_the_persons_page_and_answered(page, live_site, street, folders):
    site = live_site.url
    with acting(PLATFORM):
        deliveries.connect(SCHOOL, region="4301", every_hours=24, actor=PLATFORM, at=now())
    night(folders, 3, faulty=False)
    sign_in(page, site, CLERK)
    page.goto(f"{site}/office/sources/tickets/")
    sound(page, "tickets-none")
    page.goto(f"{site}/office/people/{street.resident}/")
    page.get_by_role("link", name="部门数据").click()
    page.wait_for_url("**/sources/people/**")
    expect(page.locator("main")).to_contain_text("没有部门数据")
    sound(page, "person-other-purpose")
    page.locator("summary.aj-purpose").click()
    with page.expect_navigation():
        page.locator("button[name=purpose][value=service]").click()
    page.goto(f"{site}/office/people/{street.resident}/")
    page.get_by_role("link", name="部门数据").click()
    page.wait_for_url("**/sources/people/**")
    expect(page.locator(".aj-facts").first).to_contain_text("小学")
    sound(page, "person-facts")
    page.get_by_text("提出疑问").click()
    page.select_option("[name=field]", "status")
    page.fill("[name=proposed]", "离校")
    page.fill("[name=why]", "本人说九月已转学")
    sound(page, "person-doubting")
    press(page, "提出")
    expect(page.locator("main")).to_contain_text("待送部门")
    sound(page, "person-doubted")

    source_folders.look(SCHOOL, at=now() + timedelta(days=3))
    page.get_by_role("link", name="校核纠错").click()
    page.wait_for_url("**/tickets/")
    expect(page.locator("main")).to_contain_text("部门核对中")
    expect(page.locator("main")).to_contain_text(RESIDENT.name)
    page.get_by_text("记下答复").click()
    sound(page, "tickets")
    page.get_by_label("部门已改").check()
    page.fill("[name=text]", "已改为离校")
    press(page, "记下")
    expect(page.locator("main")).to_contain_text("没有待答复的纠错")
    page.get_by_role("link", name="全部").click()
    page.wait_for_url("**show=all**")
    expect(page.locator("main")).to_contain_text("部门已改")
    sound(page, "tickets-all")
    page.goto(f"{site}/office/sources/tickets/?print=1&show=all")
    sound(page, "tickets-print")
