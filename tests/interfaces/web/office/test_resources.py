"""The pages of the resource catalogue: begun, searched, edited with a history, brought and taken as files, named by an
agreement, published."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anju.domains.exchange.api import links
from tests.domains.exchange.catalogue.test_entries import CREDIT, ENTRY, sheet_of
from tests.factories.exchange import THERE, linked
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db
HERE = "/office/exchange/catalogue/"
ENTRY_PAGE = f"{HERE}entry/?code={ENTRY.code}"
FORM = {
    "side": "offers",
    "title": "居住登记核验",
    "code": ENTRY.code,
    "provider": "浏阳市公安局",
    "provider_code": CREDIT,
    "summary": "只答是或否",
    "form": "service",
    "items": "核验事项，字符型\n核验结果，布尔型\n备注",
    "sharing": "2",
    "condition": "履行职责",
    "way": "接口",
    "basis": "《政务数据共享条例》",
    "cycle": "realtime",
    "published": "2026-11-30",
}


@pytest.fixture
def city():
    return signed_in(staff("res.city", ("city", "4301")))


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def said(client, address, fields):
    return client.post(address, fields, follow=True).content.decode()


def test_an_empty_catalogue_is_begun_with_the_usual_entries(city):
    assert "目录还是空的" in page(city, HERE)
    fields = {"first": "1", "provider": "浏阳市公安局", "provider_code": CREDIT}
    assert "新增 9 条" in said(city, HERE, fields)
    assert "居住登记核验服务" in page(city, f"{HERE}?q=核验&side=offers")
    assert "没有找到" in page(city, f"{HERE}?q=登月")
    wrong = {**fields, "provider_code": "1"}
    assert "统一社会信用代码" in said(city, HERE, wrong)


def test_an_entry_is_written_edited_read_as_it_was_printed_and_withdrawn(city):
    edit = f"{HERE}edit/"
    assert "无条件共享不得附加条件" in said(city, edit, {**FORM, "seen": "0", "sharing": "1"})
    assert "居住登记核验" in said(city, edit, {**FORM, "seen": "0"})
    assert "备注" in page(city, ENTRY_PAGE)
    later = f"{edit}?code={ENTRY.code}"
    assert 'value="居住登记核验"' in page(city, later)
    said(city, later, {**FORM, "seen": "1", "title": "居住核验"})
    assert "别人刚改过" in said(city, later, {**FORM, "seen": "1", "title": "旧页面"})
    assert "旧版" in page(city, f"{ENTRY_PAGE}&version=1")
    for printed in (f"{ENTRY_PAGE}&print=1", f"{HERE}print/"):
        assert "居住核验" in page(city, printed)
    said(city, f"{HERE}withdraw/", {"code": ENTRY.code})
    assert "已撤下" in page(city, ENTRY_PAGE)
    page(city, f"{HERE}entry/?code=nothing", 404)


def test_a_file_is_brought_whole_or_refused_with_the_line(city):
    def sent(data, name):
        return said(city, HERE, {"file": SimpleUploadedFile(name, data)})

    assert "请选择文件" in said(city, HERE, {})
    assert "新增 1 条" in sent(sheet_of(ENTRY), "x.xlsx")
    bad = json.dumps([{**ENTRY.written(), "basis": ""}]).encode()
    found = re.sub(r"\s", "", sent(bad, "x.json"))
    assert "第1行：有条件或不予共享要写明依据" in found
    book = openpyxl.load_workbook(io.BytesIO(city.get(f"{HERE}catalogue.xlsx").content))
    assert book.active["C2"].value == ENTRY.code
    whole = city.get(f"{HERE}catalogue.json").content
    assert json.loads(whole)["resources"] == [ENTRY.written()]
    assert "未变 1 条" in sent(whole, "again.json")


def test_an_agreement_names_an_entry_and_the_entry_its_agreements(city):
    linked()
    said(city, f"{HERE}edit/", {**FORM, "seen": "0"})
    here = f"/office/exchange/links/{THERE}/"
    assert ENTRY.code in page(city, here)
    terms = {
        "number": "A-9",
        "classes": ["enquiry"],
        "purposes": ["care"],
        "first": "2026-01-01",
        "last": "2027-01-01",
        "per_day": "5",
    }
    assert "目录里没有这个资源" in said(city, f"{here}agreements/", {**terms, "resource": "no"})
    said(city, f"{here}agreements/", {**terms, "resource": ENTRY.code})
    assert [a.number for a in links.agreements_about(ENTRY.code)] == ["A-9"]
    assert "A-9" in page(city, ENTRY_PAGE)


def test_what_is_offered_is_published_without_a_sign_in(city):
    said(city, f"{HERE}edit/", {**FORM, "seen": "0"})
    needed = {**FORM, "seen": "0", "side": "needs", "code": "306001001/000001"}
    said(city, f"{HERE}edit/", needed)
    found = Client().get("/exchange/v1/catalogue").json()["resources"]
    assert [r["code"] for r in found] == [ENTRY.code]


@pytest.mark.parametrize(
    "who", [("counter", "430181124"), ("street", "430181124"), ("auditor", "")]
)
def test_nobody_else_opens_it(who):
    client = signed_in(staff(f"res.{who[0]}", who))
    for address in ("", "edit/", "catalogue.xlsx", "catalogue.json", "print/"):
        assert client.get(f"{HERE}{address}").status_code == 403


def test_the_list_asks_a_fixed_number_of_queries(city, django_assert_max_num_queries):
    said(city, HERE, {"first": "1", "provider": "公安局", "provider_code": CREDIT})
    page(city, HERE)
    with django_assert_max_num_queries(14):
        page(city, HERE)
