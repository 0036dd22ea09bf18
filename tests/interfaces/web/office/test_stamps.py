"""The office's page of time stamps: what waits, why, and what a stamp is worth."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest

from anju.domains.exchange.models import Stamp
from anju.foundation.clock import now
from tests.factories.register import STREET, Street
from tests.factories.staff import signed_in, staff

PAGE = "/office/exchange/stamps/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def city(street):
    return signed_in(staff("st.city", ("city", STREET[:4])))


def text_of(client, address=PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def entered():
    Stamp.objects.create(
        number=7,
        head="a" * 64,
        noted_at=now(),
        token=b"x",
        at=now(),
        level="own",
        authority="CN=我们",
    )
    Stamp.objects.create(
        number=9, head="b" * 64, noted_at=now() - timedelta(minutes=3), failure="not_reached"
    )


def test_the_empty_page_says_when_the_first_comes_and_what_own_stamps_are_worth(city):
    text = text_of(city)
    assert "还没有时间戳" in text and "证明不了" in text


def test_what_waits_and_why_stands_there_and_on_the_page_of_the_exchange(city, settings):
    entered()
    settings.STAMP_URL = "http://tsa.example/"
    text = text_of(city)
    assert "时间戳服务连接不上" in text and "本机自盖" in text and "http://tsa.example/" in text
    assert "1 个待盖" in text_of(city, "/office/exchange/")


def test_the_list_leaves_as_excel_and_on_paper(city):
    entered()
    sheet = openpyxl.load_workbook(io.BytesIO(city.get(f"{PAGE}stamps.xlsx").content)).active
    assert sheet["A2"].value == 9 and sheet.max_row == 3
    assert "本机自盖" in text_of(city, f"{PAGE}?print=1")


def test_who_neither_manages_links_nor_keys_sees_none(street):
    clerk = signed_in(staff("st.clerk", ("counter", STREET)))
    assert clerk.get(PAGE).status_code in (403, 404)
    assert signed_in(staff("st.keys", ("secadmin", ""))).get(PAGE).status_code == 200
