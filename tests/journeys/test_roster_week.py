"""An employer's week: the personnel clerk sends this week's list, the office sees it arrived, a late employer is
reminded, contracts that end are listed, a service day is announced, confirmed and seen by a worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from anju.domains.employers import api as employers
from anju.domains.register.api import rosters
from anju.foundation.clock import CHINA
from anju.foundation.db.scope import acting
from anju.foundation.notices import api as notices
from tests.factories import register as town
from tests.factories.people import somebody
from tests.factories.spreadsheets import xlsx
from tests.factories.staff import public, staff
from tests.factories.staff import sign_in as sign_in_staff
from tests.journeys.areas import desk_page, looked_at, phone_page, sign_in, sound, tap

pytestmark = pytest.mark.journey
CLERK, WORKER, LATE_CONTACT = "13800000301", "13800005678", "13500000302"
CREW = [somebody("高远", 960 + n) for n in range(12)]
TITLES = ["姓名", "身份证号", "入职日期", "部门", "合同到期"]


@pytest.fixture(scope="module")
def street(fresh_database, django_db_blocker) -> Iterator[town.Street]:
    """The street, an employer of twelve that sends its list, and another one that does not."""
    with django_db_blocker.unblock():
        built = town.Street.built()
        hire(built, built.firm, CREW[:11])
        with acting(town.PLATFORM):
            other = employers.add_employer(
                actor=town.PLATFORM, name="迟报五金有限公司", region=town.HERE, at=built.at
            )
            employers.add_contact(
                other.id, actor=town.PLATFORM, name="李人事", phone=LATE_CONTACT, at=built.at
            )
        hire(built, other, [somebody("何迟", 980 + n) for n in range(10)])
        public(CLERK, grants=(("employer", built.firm.party, town.HERE),))
        public(WORKER, person_id=built.worker)
        for account in ("street71", "street72"):
            staff(account, ("street", town.STREET), name="陈街道")
        yield built


def hire(street, employer, people) -> None:
    party = employer.party
    sender = town.Sender(party, "employer", employer.name, party, employer.id, employer.region)
    start = street.today - timedelta(days=60)
    town.declared([{**p.item, "kind": "hire", "start": start} for p in people], sender=sender)


def this_week(street) -> bytes:
    """Two have left, one is new, one works elsewhere in the plant; two contracts end soon."""
    start, soon = str(street.today - timedelta(days=60)), street.today + timedelta(days=20)
    rows = [[p.name, p.doc_number, start, "质检" if n == 0 else "", ""] for n, p in enumerate(CREW)]
    rows[3][4] = rows[4][4] = str(soon)
    rows[11][2] = str(street.today)
    return xlsx({"花名册": [TITLES, *rows[:9], rows[11], worker_row(start)]})


def worker_row(start: str) -> list[str]:
    return [town.WORKER.name, town.WORKER.doc_number, start, "装配", ""]


def test_the_clerk_sends_this_weeks_list_and_the_office_sees_it(browser, live_site, street):
    clerk, base = phone_page(browser), f"{live_site.url}/employer/{street.firm.id}/"
    sign_in(clerk, live_site.url, CLERK)
    clerk.goto(base)
    clerk.wait_for_selector("text=还没有报送过")
    sound(clerk, "employer-week-due")
    clerk.goto(f"{base}rosters/")
    clerk.set_input_files(
        "input[type=file]",
        {"name": "本周.xlsx", "mimeType": "application/octet-stream", "buffer": this_week(street)},
    )
    clerk.click("text=上传并查看变化")
    clerk.wait_for_selector("#import-body")
    for tile, count in (("新增", "1"), ("不在名单", "2"), ("有变化", "3")):
        assert count in clerk.inner_text(f".aj-tile:has-text('{tile}')"), tile
    clerk.click(".aj-tile:has-text('不在名单')")
    for box in clerk.locator("#import-list input[type=checkbox]").all():
        box.check()
        clerk.wait_for_timeout(200)
    clerk.wait_for_selector("text=已确认离职 2 人")
    clerk.click("text=确认写入")
    clerk.wait_for_selector("text=写入的结果")
    clerk.goto(base)
    clerk.wait_for_selector("text=本周已报")
    sound(clerk, "employer-week-arrived")
    assert clerk.locator(".aj-weeks tbody tr").first.inner_text().split()[-3:] == [
        "1",
        "2",
        "11",
    ]
    clerk.click(".aj-tile:has-text('30 天内合同到期')")
    clerk.wait_for_selector("h1 >> text=合同到期")
    assert clerk.locator("tbody th").count() == 2
    sound(clerk, "employer-contracts")

    office = desk_page(browser)
    sign_in_staff(office, live_site.url, "street71")
    office.goto(f"{live_site.url}/office/employers/rosters/?show=arrived")
    office.wait_for_selector(f"th >> text={street.firm.name}")
    sound(office, "office-rosters-arrived")
    office.goto(f"{live_site.url}/office/employers/rosters/?show=all")
    assert office.inner_text("tbody tr:has-text('迟报五金')").count("从未报送") == 1
    saturday = datetime.combine(
        rosters_monday(street) + timedelta(days=5), datetime.min.time(), CHINA
    ) + timedelta(hours=10)
    assert rosters.remind_late(actor=town.PLATFORM, at=saturday) == 1
    with acting(town.PLATFORM):
        assert "花名册尚未报送" in notices.recent(to=LATE_CONTACT)[0].text
    office.reload()
    office.wait_for_selector("tbody tr:has-text('迟报五金') >> text=发到 1 个手机号")
    sound(office, "office-rosters")
    office.click(f"th >> text={street.firm.name}")
    office.wait_for_selector("text=近 12 周人员进出")
    sound(office, "office-employer")


def rosters_monday(street):
    return street.today - timedelta(days=street.today.weekday())


def test_a_service_day_at_a_site_is_announced_confirmed_and_seen(browser, live_site, street):
    office = desk_page(browser)
    sign_in_staff(office, live_site.url, "street72")
    page = f"{live_site.url}/office/employers/{street.firm.code}/"
    office.goto(f"{page}sites/new/")
    office.fill("#id_name", "三期工地")
    office.fill("#id_address", "经三路 8 号")
    sound(office, "office-site-new")
    office.click("main button:has-text('登记')")
    office.wait_for_selector("#sites >> text=三期工地")
    office.click("text=安排服务日")
    office.select_option("#id_site", label="三期工地")
    office.click("label:has-text('居住登记')")
    office.click("label:has-text('工资和劳动权益咨询')")
    office.fill("#id_place", "工地食堂")
    sound(office, "office-service-day-new")
    office.click("text=发布并通知单位")
    office.wait_for_selector("text=待单位确认")
    day = office.url
    sound(office, "office-service-day")
    office.goto(f"{day}notice/")
    office.wait_for_selector("text=工地食堂")
    sound(office, "service-day-notice")

    phone = phone_page(browser)
    sign_in(phone, live_site.url, CLERK)
    phone.goto(f"{live_site.url}/employer/{street.firm.id}/services/")
    looked_at(phone, "employer-service-days")
    tap(phone, "th a")
    looked_at(phone, "employer-service-day")
    tap(phone, "button", "确认，到时安排")
    phone.wait_for_selector("text=单位已确认")
    phone.goto(f"{live_site.url}/employer/{street.firm.id}/sites/")
    looked_at(phone, "employer-sites")
    phone.goto(f"{live_site.url}/employer/{street.firm.id}/contacts/")
    looked_at(phone, "employer-contacts")

    worker = phone_page(browser)
    sign_in(worker, live_site.url, WORKER)
    worker.goto(f"{live_site.url}/me/")
    tap(worker, "a.aj-go", "单位服务日")
    worker.wait_for_selector("text=工地食堂")
    looked_at(worker, "resident-service-days")

    office.goto(f"{live_site.url}/office/employers/service-days/")
    office.wait_for_selector("text=单位已确认")
    sound(office, "office-service-days")
    office.goto(day)
    office.click("summary:has-text('取消这次服务')")
    office.fill("#why", "暴雨预警")
    office.click("button[value=cancelled]")
    office.wait_for_selector("text=已取消")
    office.click("text=恢复，照常进行")
    office.wait_for_selector("text=待单位确认")
    office.goto(f"{live_site.url}/office/employers/sites/")
    sound(office, "office-sites")
    office.goto(f"{live_site.url}/office/employers/new/")
    sound(office, "office-employer-new")
