"""Stations, rosters and staffing at the office: who may, what is said, what leaves, and that nothing is done twice."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import openpyxl
import pytest

from anju.domains.fieldwork.api import staffing
from anju.domains.fieldwork.api.staffing import Duty
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, NEXT_DOOR, OTHER_STREET, STREET
from tests.factories.staff import public, signed_in, staff
from tests.factories.staffing import EVENING, MORNING, Crew

pytestmark = pytest.mark.django_db
TODAY = local_date(now())
NEXT = staffing.week_of(TODAY + timedelta(days=7))


@pytest.fixture
def crew(street):
    return Crew.built(TODAY)


@pytest.fixture
def office(crew):
    return signed_in(crew.office.user_id)


def text(answer):
    return unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode())))


def hours():
    out = {}
    for n in range(7):
        out |= {f"from-{n}": "09:00" if n < 5 else "", f"to-{n}": "17:00" if n < 5 else ""}
    return out


def test_a_station_is_opened_from_the_page_and_changed(street, clerk):
    assert "还没有站点" in text(clerk.get("/office/staff/"))
    form = clerk.get("/office/staff/stations/new/").content.decode()
    assert f'value="{HERE}"' in form and f'value="{NEXT_DOOR}"' in form
    sent = {
        "region": STREET,
        "name": "洞阳站",
        "address": "洞阳路 1 号",
        "serves": [HERE],
        **hours(),
    }
    wrong = clerk.post("/office/staff/stations/new/", sent | {"to-0": "08:00"})
    assert (
        wrong.status_code == 422
        and "“到”在“从”之后" in text(wrong)
        and "洞阳路 1 号" in wrong.content.decode()
    )
    for _ in range(2):
        made = clerk.post("/office/staff/stations/new/", sent)
        assert made.status_code == 302
    (station,) = staffing.stations((STREET,))
    page = f"/office/staff/stations/{station.id}/"
    assert clerk.post(page, sent | {"name": "洞阳新站"}).status_code == 302
    assert "洞阳新站" in text(clerk.get("/office/staff/"))


def test_somebody_is_posted_and_their_days_are_planned(crew, office):
    page = f"/office/staff/stations/{crew.station.id}/"
    assert "李网格" in text(office.get(page)) and "只在站点" in text(office.get(page))
    new = staff("staff.new", ("grid", HERE), name="新来的")
    refused = office.post(
        f"{page}post/", {"user": new, "since": TODAY, "grids": [crew.grids[1]], "kind": "part"}
    )
    assert refused.status_code == 422 and "没有登记申报的权限" in text(refused)
    office.post(
        f"{page}post/", {"user": new, "since": TODAY, "grids": [crew.grids[0]], "kind": "part"}
    )
    sent = {
        "posting": crew.li.id,
        "days": [str(d) for d in NEXT[:3]],
        "begins": "09:00",
        "ends": "17:00",
        "duty": "field",
        "day": NEXT[0],
    }
    first = office.post(f"{page}week/add/", sent, follow=True)
    assert "已排 3 个班次" in text(first) and text(first).count("09:00–17:00 下片走访") == 3
    assert "3 个本来就有" in text(office.post(f"{page}week/add/", sent, follow=True))
    assert "无人值守" in text(first), "the station is open and nobody is at its desk"
    again = office.post(f"{page}week/copy/", {"day": NEXT[0] + timedelta(days=7)}, follow=True)
    assert "已排 3 个班次" in text(again)
    book = office.get(f"{page}week.xlsx?day={NEXT[0]}")
    sheet = openpyxl.load_workbook(io.BytesIO(book.getvalue())).active
    cells = [[c.value for c in row] for row in sheet.iter_rows()]
    assert len(cells) == 5 and any("下片走访" in str(v) for row in cells for v in row)
    assert "李网格" in text(office.get(f"{page}week/print/?day={NEXT[0]}"))


def planned(crew, posting, days=NEXT[:2]):
    with acting(crew.office):
        staffing.add_shifts(
            posting.id,
            days=days,
            begins=MORNING,
            ends=EVENING,
            duty=Duty.FIELD,
            actor=crew.office,
            at=now(),
        )
        return staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6])


def test_shifts_are_exchanged_handed_over_and_taken_off(crew, office):
    planned(crew, crew.li, NEXT[:2])
    shifts = planned(crew, crew.wu, NEXT[2:3])
    base = f"/office/staff/stations/{crew.station.id}/week/"
    swapped = office.post(
        f"{base}swap/", {"first": shifts[0].id, "second": shifts[2].id, "day": NEXT[0]}, follow=True
    )
    assert "两个班次已对调" in text(swapped)
    again = office.post(
        f"{base}swap/", {"first": shifts[0].id, "second": shifts[2].id}, follow=True
    )
    assert "取消或换给别人" in text(again)
    where = {"station": crew.station.id, "day": NEXT[0]}
    given = office.post(
        f"/office/staff/shifts/{shifts[1].id}/give/",
        where | {"posting": crew.clerk.id},
        follow=True,
    )
    assert "班次已交给他人" in text(given)
    with acting(crew.office):
        left = staffing.shifts((STREET,), first=NEXT[0], last=NEXT[6])
    gone = office.post(f"/office/staff/shifts/{left[0].id}/cancel/", where, follow=True)
    assert "班次已取消" in text(gone)


def test_who_goes_away_has_a_substitute_who_reads_it_on_their_own_page(crew, office):
    planned(crew, crew.li)
    sent = {
        "posting": crew.li.id,
        "first": NEXT[0],
        "last": NEXT[4],
        "reason": "leave",
        "substitute": crew.wu.id,
    }
    refused = office.post("/office/staff/absences/", sent)
    assert refused.status_code == 422 and "请假期间授予权限" in text(refused)
    done = office.post("/office/staff/absences/", sent | {"right": "1"}, follow=True)
    assert "2 个班次由 吴网格 接替" in text(done) and "1 个网格的权限" in text(done)
    own = text(signed_in(crew.wu.user_id).get("/office/staff/mine/"))
    assert "为 李网格 代班" in own and own.count("（代班）") == 2 and "第1网格" in own
    assert "请假" in text(signed_in(crew.li.user_id).get("/office/staff/mine/"))
    (absence,) = re.findall(r"/office/staff/absences/(\d+)/withdraw/", done.content.decode())
    back = office.post(f"/office/staff/absences/{absence}/withdraw/", follow=True)
    assert "2 个班次回到本人" in text(back) and "没有人请假" in text(back)


def test_a_grid_without_anybody_today_is_named(crew, office):
    assert "2 个网格今天都有人" in text(office.get("/office/staff/"))
    with acting(crew.office):
        staffing.enter_absence(
            crew.li.id,
            first=TODAY,
            last=TODAY,
            reason=staffing.AbsenceReason.OTHER,
            actor=crew.office,
            at=now(),
        )
    words = text(office.get("/office/staff/"))
    assert "今天没有人的网格 1" in words and "第1网格" in words


def test_the_plan_says_its_source_answers_what_if_and_leaves_as_a_sheet(crew, office):
    words = text(office.get("/office/staff/planning/"))
    assert "系统默认" in words and "合计" in words and "按您填的比例" not in words
    other = office.get("/office/staff/planning/?residents=1&homes=0&cut=1")
    assert "按您填的比例试算，不保存" in text(other) and "规定：500 名居民" in text(other)
    wrong = office.get("/office/staff/planning/?residents=x")
    assert wrong.status_code == 422 and "0 到 100000" in text(wrong)
    book = office.get("/office/staff/planning/staffing.xlsx?residents=1&homes=0&parts=15")
    sheet = openpyxl.load_workbook(io.BytesIO(book.getvalue())).active
    lines = [[c.value for c in row] for row in sheet.iter_rows()]
    assert lines[0][0] == "区划" and lines[-1][0] == "合计"
    assert lines[-1][3] == sum(line[3] for line in lines[1:-2])
    assert "试算" in text(office.get("/office/staff/planning/print/?residents=1"))


def test_others_do_not_come_in(crew, office):
    pages = [
        "/office/staff/",
        "/office/staff/stations/new/",
        f"/office/staff/stations/{crew.station.id}/",
        f"/office/staff/stations/{crew.station.id}/week/",
        "/office/staff/absences/",
        "/office/staff/planning/",
        "/office/staff/planning/staffing.xlsx",
    ]
    far = signed_in(staff("staff.far", ("street", OTHER_STREET)))
    for client in (
        signed_in(crew.li.user_id),
        signed_in(crew.clerk.user_id),
        signed_in(staff("staff.boss", ("leader", STREET))),
    ):
        assert {client.get(p).status_code for p in pages} <= {403, 404}
        assert client.get("/office/staff/mine/").status_code == 200
    assert far.get(f"/office/staff/stations/{crew.station.id}/").status_code == 404
    assert far.get(f"/office/staff/?region={STREET}000").status_code == 403
    assert "洞阳流动人口服务站" not in text(far.get("/office/staff/"))
    resident = signed_in(public("13700000009"))
    assert {resident.get(p).status_code for p in [*pages, "/office/staff/mine/"]} == {403}


def test_pages_take_a_fixed_number_of_queries(crew, office, django_assert_max_num_queries):
    planned(crew, crew.li, NEXT)
    planned(crew, crew.wu, NEXT)
    for page, most in (
        ("/office/staff/", 20),
        (f"/office/staff/stations/{crew.station.id}/week/?day={NEXT[0]}", 18),
        ("/office/staff/planning/", 24),
        ("/office/staff/absences/", 16),
        ("/office/staff/mine/", 16),
    ):
        with django_assert_max_num_queries(most):
            assert office.get(page).status_code == 200
