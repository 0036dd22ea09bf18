"""Pages of free supplies: giving out, goods in by form and by file, the ledger, the public page."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anju.domains.casework.api import stock
from anju.domains.casework.api.stock import PointKind
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.domains.casework.rescue.town import DISTRICT, Shelter
from tests.factories.register import PLATFORM, STREET, Street
from tests.factories.spreadsheets import delimited
from tests.factories.staff import signed_in, staff

TITLES = ["品名", "单位", "数量", "批号", "有效期至", "低于多少提醒"]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def opened() -> str:
    with acting(PLATFORM):
        made = stock.open_point(PointKind.FREE, STREET, "社区窗口", actor=PLATFORM, at=now())
    return f"/office/supplies/{made.id}/"


def test_a_day_at_a_point_of_issue(street):
    keeper = signed_in(staff("supplies.counter", ("counter", STREET)))
    made = keeper.post(
        "/office/supplies/", {"region": f"{STREET}000", "name": "文化站", "offer": "both"}
    )
    assert made.status_code == 302, made.content.decode()[:3000]
    page = made["Location"]
    goods = {
        "act": "receive",
        "name": "避孕套",
        "unit": "盒",
        "quantity": "50",
        "low": "45",
        "key": "a",
    }
    assert keeper.post(page, goods).status_code == 302
    assert keeper.post(page, goods | {"key": "b", "expires": "2001-01-01"}).status_code == 422
    (line,) = stock.stock([int(page.split("/")[-2])], local_date(now())).popitem()[1]
    give = {"act": "issue", "item": line.id, "quantity": "6", "key": "c"}
    for _ in range(2):
        assert keeper.post(page, give).status_code == 302
    text = keeper.get(page).content.decode()
    assert "44 盒" in text and "低于提醒线" in text
    for wrong in (
        {"quantity": "900"},
        {"quantity": "-1"},
        {"quantity": "x"},
        {"item": "99999"},
        {"act": "fly"},
    ):
        assert keeper.post(page, give | wrong | {"key": "d"}).status_code == 422
    file = SimpleUploadedFile("a.csv", delimited([TITLES, ["宣传册", "本", "9", "", "", ""]]))
    assert keeper.post(page, {"act": "file", "file": file, "key": "e"}).status_code == 302
    bad = SimpleUploadedFile("a.csv", delimited([TITLES, ["宣传册", "本", "九", "", "", ""]]))
    answer = keeper.post(page, {"act": "file", "file": bad, "key": "f"})
    assert answer.status_code == 422 and "第 2 行" in answer.content.decode()
    sheet = openpyxl.load_workbook(io.BytesIO(keeper.get(f"{page}stock.xlsx").content)).active
    assert [c.value for c in sheet[1]] == TITLES and sheet.max_row == 3
    ledger = openpyxl.load_workbook(io.BytesIO(keeper.get(f"{page}ledger.xlsx").content)).active
    assert ledger.max_row == 4
    public = Client().get("/supplies/").content.decode()
    assert "文化站" in public and "避孕套" in public
    assert "不够了" in keeper.get("/office/supplies/").content.decode()


def test_others_keep_their_hands_off_and_a_station_has_its_own_store(street):
    page = opened()
    for name, grant in {
        "supplies.elsewhere": ("counter", "430102"),
        "supplies.leader": ("leader", STREET),
        "supplies.rescue": ("rescue", DISTRICT),
    }.items():
        client = signed_in(staff(name, grant))
        assert client.get(page).status_code == 404
        assert client.get(f"{page}ledger.xlsx").status_code == 404
    shelter = Shelter.built()
    worker = signed_in(staff("supplies.night", ("rescue", DISTRICT)))
    store = worker.post(f"/office/supplies/station/{shelter.station.id}/")["Location"]
    meals = {"act": "receive", "name": "晚餐", "unit": "份", "quantity": "20", "key": "m"}
    assert worker.post(store, meals).status_code == 302
    assert "晚餐" in worker.get(store).content.decode()
    assert "晚餐" not in Client().get("/supplies/").content.decode()
    district = signed_in(staff("supplies.district", ("district", DISTRICT)))
    assert district.get(store).status_code == 404
