"""The catalogue of services on its pages: found by words, printed, a city's list brought and withdrawn."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domains.casework.test_catalogue import CITY, LINE, sheet
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_anybody_finds_a_service_by_words_and_prints_the_list():
    everybody = Client(headers={"accept-language": "zh-hans"})
    assert "临时救助" in page(everybody, "/services/")
    found = page(everybody, "/services/?q=工资 仲裁")
    assert "劳动人事争议调解仲裁" in found and "预防接种" not in found
    assert "没有找到" in page(everybody, "/services/?q=登月")
    assert "牵头单位" in page(everybody, "/services/?print=1&q=工资")
    english = Client(headers={"accept-language": "en"})
    assert "Temporary relief" in page(english, "/services/")


def test_the_district_publishes_its_list_reads_what_was_left_out_and_takes_it_back():
    clerk = signed_in(staff("district-cat", ("district", CITY)))
    assert "还没有本地目录" in page(clerk, "/office/catalogue/")
    file = SimpleUploadedFile(
        "本市.xlsx", sheet(LINE, {**LINE, "code": "X4", "documents": "身份证"})
    )
    answer = clerk.post("/office/catalogue/", {"file": file, "region": ""})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    listed = page(clerk, "/office/catalogue/")
    assert "本市.xlsx" in listed and "1 行" in listed
    assert "职业介绍（本市）" in page(clerk, f"/services/?region={CITY}")
    url = next(u for u in listed.split('"') if u.endswith("refused.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(url).content)).active
    assert "不得再向个人索要" in str(book.cell(2, 2).value) and book.cell(2, 3).value == "X4"
    everything = openpyxl.load_workbook(
        io.BytesIO(clerk.get("/office/catalogue/entries.xlsx").content)
    ).active
    assert everything.cell(1, 1).value == "编号" and everything.max_row > 17
    back = next(u for u in listed.split('"') if u.endswith("/withdraw/"))
    assert clerk.post(back).status_code == 302
    assert "职业介绍（本市）" not in page(clerk, "/services/")
    bad = SimpleUploadedFile("x.csv", "甲,乙\n1,2\n".encode())
    assert clerk.post("/office/catalogue/", {"file": bad}).status_code == 422


def test_a_counter_clerk_has_no_such_page():
    clerk = signed_in(staff("counter-cat", ("counter", f"{CITY}124")))
    assert clerk.get("/office/catalogue/").status_code == 403
