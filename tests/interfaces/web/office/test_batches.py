"""The page of old batch files: looked at, taken in with an answer a row, written."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.factories.people import somebody
from tests.factories.register import HERE, Street
from tests.factories.staff import signed_in, staff

WHO = somebody("单文静", 790)
TEXT = f"姓名,身份证号码,流入日期,现居住地详址\r\n{WHO.name},{WHO.doc_number},20261001,交换路3号101\r\n,1,,"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def city(street):
    return signed_in(staff("ba.city", ("city", "4301")))


def sent(client, action, data=TEXT, region=HERE):
    file = SimpleUploadedFile("a.csv", data.encode("gb18030"))
    fields = {"file": file, "action": action, "region": region}
    return client.post("/office/exchange/batches/take/", fields)


def test_a_file_is_looked_at_then_taken_in_with_every_rows_outcome(city):
    assert "先看一遍" in city.get("/office/exchange/batches/").content.decode()
    looked = sent(city, "look").content.decode()
    assert "没有改动" in looked
    assert "退回" in looked
    taken = sent(city, "take").content.decode()
    assert "已入库" in taken
    sheet = load_workbook(io.BytesIO(sent(city, "xlsx").content)).active
    assert [[c.value or "" for c in r][:3] for r in sheet.iter_rows(min_row=2)] == [
        ["2", WHO.name, "已入库"],
        ["3", "", "退回"],
    ]


def test_a_wrong_community_and_no_file_are_named(city):
    answer = sent(city, "take", region="4301")
    assert answer.status_code == 422
    assert "12 或 15 位" in answer.content.decode()
    answer = city.post("/office/exchange/batches/take/", {"action": "take"})
    assert "请选择文件" in answer.content.decode()


def test_a_file_of_who_came_from_a_place_is_written(city):
    sent(city, "take")
    fields = {"origin": "469027", "form": "csv", "encoding": "gb18030"}
    answer = city.post("/office/exchange/batches/write/", fields)
    assert WHO.doc_number in answer.content.decode("gb18030")
    fields["origin"] = "x"
    assert city.post("/office/exchange/batches/write/", fields).status_code == 422


def test_who_does_not_keep_the_exchange_is_refused(street):
    clerk = signed_in(staff("ba.clerk", ("counter", HERE)))
    assert clerk.get("/office/exchange/batches/").status_code == 403
    assert sent(clerk, "take").status_code == 403
