"""The employer's own week: roster, turnover, contracts, sites, liaison people, service days; and who may see them."""

from __future__ import annotations

import io
from datetime import time, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.employers import api as employers
from anju.domains.employers.api import DayPlan, DayState, SiteDraft
from anju.foundation.db.scope import acting
from tests.factories.law import put
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Sender, Street, declared
from tests.factories.staff import public, signed_in, staff

pytestmark = pytest.mark.django_db
EVERYBODY = """
region: "4301"
zh: 长沙市
en: Changsha
revised: 2026-11-30
employers:
  - {key: roster, zh: 每周花名册, en: Weekly roster, least: 1, due: 7, valid_from: 2026-01-01,
     confidence: L, source: {zh: 测试, en: Test}}
  - {key: liaison, zh: 联络员, en: Liaison people, least: 1, per: 100, valid_from: 2026-01-01,
     confidence: M, source: {zh: 某市规定第七条, en: Article 7}}
"""


@pytest.fixture
def asked(law_folder):
    put(law_folder, EVERYBODY)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def boss(street):
    return signed_in(public("13800000101", grants=(("employer", street.firm.party, HERE),)))


@pytest.fixture
def officer(street):
    return signed_in(staff("clerk.here", ("street", STREET), name="陈街道"))


@pytest.fixture
def far(street):
    return signed_in(staff("clerk.far", ("street", "430181001"), name="外街道"))


@pytest.fixture
def worker(street):
    return signed_in(public("13800005678", person_id=street.worker))


def contract(street, days, seed=950):
    party = street.firm.party
    sender = Sender(party, "employer", "星火", party=party, region=HERE, employer_id=street.firm.id)
    who = somebody("高远", seed)
    ends = street.today + timedelta(days=days)
    declared(
        [{**who.item, "kind": "hire", "start": street.today, "contract_end": ends}], sender=sender
    )
    return ends


def announced(street):
    plan = DayPlan(
        street.today + timedelta(days=7), time(9), time(12), ("registration", "legal"), "一楼食堂"
    )
    with acting(PLATFORM):
        return employers.announce_service_day(
            street.firm.id, plan, key="page", actor=PLATFORM, at=street.at
        )


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def post(client, path, **given):
    answer = client.post(path, given)
    assert answer.status_code in (302, 422), (path, answer.content.decode()[:400])
    return answer


def test_the_home_shows_what_is_owed_and_an_unchanged_week_is_one_press(asked, street, boss):
    base = f"/employer/{street.firm.id}/"
    page = text(boss, base)
    assert "本周待报" in page
    assert "还没有报送过" in page
    assert "近 12 周人员进出" in page
    post(boss, f"{base}unchanged/")
    assert "还没有报送过花名册" in text(boss, base), "nothing can be unchanged before the first"


def test_contracts_that_end_are_listed_by_days_and_leave_as_excel(street, boss, officer):
    base = f"/employer/{street.firm.id}/contracts/"
    ends = contract(street, 12)
    contract(street, 45, 951)
    assert str(ends) in text(boss, base)
    assert text(boss, base).count('<th scope="row">') == 1
    assert text(boss, f"{base}?within=60").count('<th scope="row">') == 2
    answer = boss.get(f"{base}?within=60&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [c.value for c in book.worksheets[0][1]] == [
        "姓名",
        "部门、工种",
        "入职日期",
        "合同到期",
    ]
    assert book.worksheets[0].max_row == 3
    assert str(ends) in text(officer, f"/office/employers/{street.firm.code}/contracts/")


def test_a_site_is_filed_ended_and_reopened_on_the_page(street, boss):
    base = f"/employer/{street.firm.id}/sites/"
    given = {
        "kind": "construction",
        "name": "三期工地",
        "address": "经三路 8 号",
        "since": str(street.today),
        "region": HERE,
        "key": "s1",
    }
    assert post(boss, base, **{**given, "name": " "}).status_code == 422
    for _again in range(2):
        post(boss, base, **given)
    with acting(PLATFORM):
        (site,) = employers.sites_of(street.firm.id)
    post(boss, f"{base}{site.id}/", step="end", day=str(street.today))
    assert "恢复使用" in text(boss, base)
    post(boss, f"{base}{site.id}/", step="reopen")
    with acting(PLATFORM):
        assert employers.site(site.id).until is None


def test_a_dormitory_shows_its_rooms_and_people(street, boss, officer):
    base = f"/employer/{street.firm.id}/sites/"
    post(
        boss,
        base,
        kind="dormitory",
        name="一号宿舍",
        since=str(street.today),
        building=street.dormitory[0].building_id,
        key="d1",
    )
    assert "2 间 · 住 1 / 16" in text(boss, base)
    assert "一号宿舍" in text(officer, "/office/employers/sites/?kind=dormitory")
    assert "一号宿舍" in text(officer, f"/office/employers/{street.firm.code}/")


def test_liaison_people_are_named_and_what_is_missing_is_said(asked, street, boss, officer):
    base = f"/employer/{street.firm.id}/contacts/"
    assert "联络员应配 1 人，已有 0 人" in text(boss, base)
    post(boss, base, name="周人事", duty="人事", phone="13500000001", liaison="on")
    page = text(boss, base)
    assert "联络员应配 1 人，已有 1 人" in page
    assert "某市规定第七条" in page
    assert "周人事" in text(officer, f"/office/employers/{street.firm.code}/")


def test_a_service_day_is_announced_confirmed_seen_by_workers_moved_and_cancelled(
    street, boss, officer, worker
):
    new = f"/office/employers/{street.firm.code}/service-days/new/"
    given = {
        "day": str(street.today + timedelta(days=7)),
        "begins": "09:00",
        "ends": "12:00",
        "services": ["registration", "legal"],
        "place": "一楼食堂",
        "key": "d",
    }
    text(officer, new)
    assert post(officer, new, **{**given, "ends": "08:00"}).status_code == 422
    one = post(officer, new, **given).headers["Location"]
    number = one.strip("/").split("/")[-1]
    own = f"/employer/{street.firm.id}/services/{number}/"
    assert "待单位确认" in text(boss, f"/employer/{street.firm.id}/services/")
    assert "居住登记、法律咨询" in text(boss, own)
    assert "单位服务日" in text(worker, "/me/")
    told = text(worker, "/me/services/")
    assert "一楼食堂" in told and "待单位确认" in told
    post(boss, f"{own}step/", step="declined", text="当天盘点", key="n")
    assert "当天盘点" in text(officer, one)
    assert "一楼食堂" not in text(worker, "/me/services/")
    text(officer, f"{one}change/")
    post(officer, f"{one}change/", **{**given, "place": "二楼会议室", "key": "c"})
    post(boss, f"{own}step/", step="confirmed", key="y")
    told = text(worker, "/me/services/")
    assert "二楼会议室" in told and "待单位确认" not in told
    for sheet in (f"{one}notice/", f"{own}notice/"):
        assert "二楼会议室" in text(officer if "office" in sheet else boss, sheet)
    post(officer, f"{one}step/", step="cancelled", text="暴雨", key="x")
    assert "已取消" in text(boss, own)
    post(officer, f"{one}step/", step="restored", key="r")
    with acting(PLATFORM):
        assert employers.service_day(int(number)).state is DayState.ANNOUNCED
    assert "二楼会议室" in text(officer, "/office/employers/service-days/")


def test_the_office_finds_late_firms_reminds_them_and_takes_the_list_as_excel(
    law_folder, street, officer
):
    put(law_folder, EVERYBODY.replace("due: 7", "due: 1"))
    page = "/office/employers/rosters/"
    late = street.today.weekday() > 0
    show = "late" if late else "due"
    assert street.firm.name in text(officer, f"{page}?show={show}")
    remind = f"/office/employers/{street.firm.code}/remind/"
    post(officer, remind, list="1")
    with acting(PLATFORM):
        employers.add_contact(
            street.firm.id, actor=PLATFORM, name="周人事", phone="13500000001", at=street.at
        )
    post(officer, remind)
    found = text(officer, f"{page}?show={show}")
    assert "发到 1 个手机号" in found
    answer = officer.get(f"{page}?show=all&format=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert street.firm.name in [r[0].value for r in book.worksheets[0].iter_rows(min_row=2)]


def test_a_firm_is_filed_with_its_credit_code(street, officer):
    page = "/office/employers/new/"
    given = {"name": "新塘建筑有限公司", "uscc": "91430100MA4L16JQ9X", "region": HERE}
    assert "信用代码" in post(officer, page, **given).content.decode()
    there = post(officer, page, **{**given, "uscc": "91430100ma4l16jq9d"}).headers["Location"]
    assert "91430100MA4L16JQ9D" in text(officer, there)
    post(officer, f"{there}change/", name="新塘建设", uscc="91430100MA4L16JQ9D", address="新塘路")
    assert "新塘建设" in text(officer, there)


def test_pages_of_one_employer_are_closed_to_everybody_else(street, boss, worker, far):
    day = announced(street)
    other = signed_in(public("13800000109", grants=(("employer", "employer:999999", HERE),)))
    own = [
        "",
        "contracts/",
        "contracts/?format=xlsx",
        "sites/",
        "services/",
        f"services/{day.id}/",
        f"services/{day.id}/notice/",
    ]
    for path in own:
        assert other.get(f"/employer/{street.firm.id}/{path}").status_code == 404, path
        assert worker.get(f"/employer/{street.firm.id}/{path}").status_code == 403, path
    code = street.firm.code
    for path in (
        f"{code}/",
        f"{code}/contracts/",
        f"{code}/change/",
        f"{code}/sites/new/",
        f"{code}/service-days/new/",
        f"service-days/{day.id}/",
        f"service-days/{day.id}/notice/",
    ):
        assert far.get(f"/office/employers/{path}").status_code == 404, path
        assert boss.get(f"/office/employers/{path}").status_code == 403, path
    for path in ("rosters/?show=all", "sites/?show=all", "service-days/?show=all"):
        assert street.firm.name not in text(far, f"/office/employers/{path}")
    assert far.post(f"/office/employers/{code}/remind/").status_code == 404


def test_a_page_asks_the_same_number_of_queries_however_much_there_is(street, boss, officer):
    code, firm = street.firm.code, street.firm.id
    pages = [
        (boss, f"/employer/{firm}/"),
        (boss, f"/employer/{firm}/contracts/"),
        (boss, f"/employer/{firm}/sites/"),
        (boss, f"/employer/{firm}/services/"),
        (officer, f"/office/employers/{code}/"),
        (officer, "/office/employers/rosters/?show=all"),
        (officer, "/office/employers/sites/?show=all"),
        (officer, "/office/employers/service-days/?show=all"),
    ]
    one_more(street, 1)
    before = [queries(client, path) for client, path in pages]
    for n in range(2, 6):
        one_more(street, n)
    assert [queries(client, path) for client, path in pages] == before


def one_more(street, n):
    """One more of everything."""
    contract(street, n, 960 + n)
    plan = DayPlan(street.today + timedelta(days=n), time(9), time(12), ("legal",), "一楼食堂")
    draft = SiteDraft("market", f"市场 {n}", HERE, "东门路", street.today)
    with acting(PLATFORM):
        employers.add_site(street.firm.id, draft, key=f"s{n}", actor=PLATFORM, at=street.at)
        employers.announce_service_day(
            street.firm.id, plan, key=f"d{n}", actor=PLATFORM, at=street.at
        )
        employers.add_contact(
            street.firm.id, actor=PLATFORM, name="人事", phone=f"1350000000{n}", at=street.at
        )
        other = employers.add_employer(
            actor=PLATFORM, name=f"又一家 {n}", region=HERE, at=street.at
        )
        employers.add_site(other.id, draft, key=f"s{n}", actor=PLATFORM, at=street.at)


def queries(client, path):
    text(client, path)
    with CaptureQueriesContext(connection) as seen:
        text(client, path)
    return path, len(seen)


def test_a_firm_that_is_on_file_is_named_and_the_same_form_sent_again_files_nothing(
    street, officer
):
    page, code = "/office/employers/new/", "91430100MA4L16JQ9D"
    given = {"name": "再登一次有限公司", "region": HERE, "address": "新塘路2号"}
    wide = "９１４３０１００ ＭＡ４Ｌ１６ＪＱ９Ｄ"
    there = post(officer, page, **{**given, "uscc": wide}).headers["Location"]
    assert code in text(officer, there)
    again = post(officer, page, **{**given, "uscc": code})
    assert (again.status_code, f"编码 {code} 已有单位使用" in again.content.decode()) == (422, True)
    bare = {**given, "name": "没有代码的小店"}
    first, second = (post(officer, page, **bare).headers["Location"] for _ in range(2))
    assert first == second
    assert post(officer, page, **{**bare, "address": "新塘路3号"}).headers["Location"] != first


def test_a_step_of_a_site_that_is_none_or_on_no_day_changes_nothing(street, officer):
    here = f"/office/employers/{street.firm.code}/"
    with acting(PLATFORM):
        site = employers.add_site(
            street.firm.id,
            SiteDraft("market", "北市场", HERE, "北街1号", since=street.today),
            key="north",
            actor=PLATFORM,
            at=street.at,
        )
    step = f"{here}sites/{site.id}/"
    assert officer.post(step, {"step": "zzz"}).status_code == 404
    shown = text(officer, post(officer, step, step="end", day="2026-02-31").headers["Location"])
    assert "这一天" in shown
    with acting(PLATFORM):
        assert employers.site(site.id).until is None
